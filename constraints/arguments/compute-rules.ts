import {
  blocksOf,
  isSet,
  isSurelySet,
  listOf,
  literalNumber,
  literalText,
  objectOf,
  type Values,
} from "../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "./argument-rule";
import { scheduleProblem } from "./schedule-expression";

const ENVIRONMENT_BYTES = 4096;
const STANDARD_PARAMETER_BYTES = 4096;
const SCRIPT_CHARACTERS = 16_384;
/** Shorter periods of an alarm than a minute. */
const SHORT_PERIODS = [10, 20, 30];
/** Names that Lambda sets itself. */
const RESERVED_VARIABLES = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_LAMBDA_RUNTIME_API",
  "LAMBDA_TASK_ROOT",
  "LAMBDA_RUNTIME_DIR",
]);
/** Arguments that hold a script in base64, with its most characters. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  aws_sagemaker_studio_lifecycle_config: ["studio_lifecycle_config_content"],
  aws_sagemaker_notebook_instance_lifecycle_configuration: ["on_create", "on_start"],
};
/** Keys that AWS rotates. */
const ROTATED_KEYS = new Set(["SYMMETRIC_DEFAULT"]);

/** Rules of Lambda, alarms, schedules, parameters, scripts and keys. */
export const computeRules: readonly ArgumentRule[] = [
  {
    types: ["aws_lambda_function"],
    page: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    check: ({ environment }) => blocksOf(environment).flatMap(({ variables }) => variableProblems(variables)),
  },
  {
    types: ["aws_cloudwatch_metric_alarm"],
    page: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html",
    check: alarmProblems,
  },
  {
    types: ["aws_scheduler_schedule"],
    page: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
    check: ({ schedule_expression }) => {
      const text = literalText(schedule_expression);
      const problem = text === undefined ? undefined : scheduleProblem(text);
      return problem === undefined
        ? []
        : [{ argument: "schedule_expression", problem, value: text, remedy: "use a form such as cron(0 20 * * ? *)" }];
    },
  },
  {
    types: ["aws_scheduler_schedule"],
    page: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
    check: ({ schedule_expression_timezone }) => {
      const zone = literalText(schedule_expression_timezone);
      return problemIf(zone !== undefined && !isTimeZone(zone), {
        argument: "schedule_expression_timezone",
        problem: "is no time zone",
        value: zone,
        remedy: "use a name of the IANA database, such as Europe/Dublin",
      });
    },
  },
  {
    types: ["aws_ssm_parameter"],
    page: "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
    check: ({ value, tier, name }) => {
      const bytes = Buffer.byteLength(literalText(value) ?? "");
      const levels = (literalText(name) ?? "").split("/").filter((level) => level !== "").length;
      return [
        ...problemIf((tier ?? "Standard") === "Standard" && bytes > STANDARD_PARAMETER_BYTES, {
          argument: "value",
          problem: `a parameter of the standard tier holds at most ${STANDARD_PARAMETER_BYTES} bytes, but has ${bytes}`,
          remedy: "shorten it, or use the advanced tier",
        }),
        ...problemIf(levels > 15, {
          argument: "name",
          problem: "has more than 15 levels",
          value: name,
          remedy: "shorten it",
        }),
        ...problemIf((literalText(name) ?? "/").slice(1).includes("/") && !(literalText(name) ?? "/").startsWith("/"), {
          argument: "name",
          problem: "a name with levels must begin with /",
          value: name,
          remedy: "begin it with /",
        }),
      ];
    },
  },
  {
    types: Object.keys(SCRIPTS),
    page: "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateStudioLifecycleConfig.html",
    check: (values, type) => (SCRIPTS[type] ?? []).flatMap((argument) => scriptProblems(argument, values[argument])),
  },
  {
    types: ["aws_kms_key"],
    page: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    check: ({ enable_key_rotation, customer_master_key_spec, key_usage, rotation_period_in_days }) => {
      const kind = literalText(customer_master_key_spec ?? "SYMMETRIC_DEFAULT");
      return [
        ...problemIf(enable_key_rotation === true && kind !== undefined && !ROTATED_KEYS.has(kind), {
          argument: "enable_key_rotation",
          problem: `AWS does not rotate keys of the kind ${kind}`,
          remedy: "switch rotation off, or use a symmetric key",
        }),
        ...problemIf(isSurelySet(rotation_period_in_days) && (enable_key_rotation ?? false) === false, {
          argument: "rotation_period_in_days",
          problem: "needs enable_key_rotation",
          remedy: "switch rotation on",
        }),
        ...problemIf(key_usage === "SIGN_VERIFY" && kind === "SYMMETRIC_DEFAULT", {
          argument: "key_usage",
          problem: "a symmetric key only encrypts and decrypts",
          value: key_usage,
          remedy: "use ENCRYPT_DECRYPT",
        }),
      ];
    },
  },
  {
    types: ["aws_instance"],
    page: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsBlockDevice.html",
    check: ({ root_block_device }) =>
      blocksOf(root_block_device).flatMap(({ volume_type, iops, throughput }) => {
        const kind = literalText(volume_type ?? "gp3");
        return [
          ...problemIf(isSurelySet(iops) && kind !== undefined && !["gp3", "io1", "io2"].includes(kind), {
            argument: "root_block_device.iops",
            problem: `a volume of type ${kind} has no iops`,
            remedy: "remove it, or use gp3, io1 or io2",
          }),
          ...problemIf(isSurelySet(throughput) && kind !== undefined && kind !== "gp3", {
            argument: "root_block_device.throughput",
            problem: `a volume of type ${kind} has no throughput`,
            remedy: "remove it, or use gp3",
          }),
        ];
      }),
  },
];

function variableProblems(variables: unknown): readonly RuleProblem[] {
  const entries = Object.entries(objectOf(variables));
  const text = Object.fromEntries(entries.map(([name, value]) => [name, literalText(value) ?? ""]));
  const bytes = Buffer.byteLength(JSON.stringify(text));
  return [
    ...problemIf(bytes > ENVIRONMENT_BYTES, {
      argument: "environment.variables",
      problem: `all variables together have at most ${ENVIRONMENT_BYTES} bytes, but have ${bytes}`,
      remedy: "shorten them",
    }),
    ...entries.flatMap(([name]) => [
      ...problemIf(RESERVED_VARIABLES.has(name), {
        argument: `environment.variables.${name}`,
        problem: "Lambda reserves this name",
        remedy: "rename the variable",
      }),
      ...problemIf(!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name), {
        argument: `environment.variables.${name}`,
        problem: "a name begins with a letter and has at least two letters, digits or underscores",
        remedy: "rename the variable",
      }),
    ]),
  ];
}

function alarmProblems(values: Values): readonly RuleProblem[] {
  const { metric_name, metric_query, statistic, extended_statistic, evaluation_periods, datapoints_to_alarm } = values;
  const period = literalNumber(values.period);
  const periods = literalNumber(evaluation_periods);
  const datapoints = literalNumber(datapoints_to_alarm);
  return [
    ...problemIf(period !== undefined && !SHORT_PERIODS.includes(period) && (period < 60 || period % 60 !== 0), {
      argument: "period",
      problem: "must be 10, 20, 30 or a multiple of 60 seconds",
      value: period,
      remedy: "use such a number",
    }),
    ...problemIf(isSurelySet(metric_name) && !isSet(statistic) && !isSet(extended_statistic), {
      argument: "statistic",
      problem: "an alarm on one metric needs a statistic",
      remedy: "set statistic or extended_statistic",
    }),
    ...problemIf(!isSet(metric_name) && blocksOf(metric_query).length === 0 && listOf(metric_query).length === 0, {
      argument: "metric_name",
      problem: "an alarm needs a metric",
      remedy: "set metric_name or metric_query",
    }),
    ...problemIf(datapoints !== undefined && periods !== undefined && datapoints > periods, {
      argument: "datapoints_to_alarm",
      problem: `must not be above evaluation_periods ${periods}`,
      value: datapoints,
      remedy: "lower it",
    }),
  ];
}

function scriptProblems(argument: string, value: unknown): readonly RuleProblem[] {
  const text = literalText(value);
  if (text === undefined) {
    return [];
  }
  const isBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
  return [
    ...problemIf(!isBase64, { argument, problem: "is not base64", value: text, remedy: "encode the script" }),
    ...problemIf(text.length > SCRIPT_CHARACTERS, {
      argument,
      problem: `must have at most ${SCRIPT_CHARACTERS} characters, but has ${text.length}`,
      remedy: "shorten the script, or download it",
    }),
  ];
}

/** The first question for a time zone loads all of them, so the usual one is not asked for. */
const timeZones = new Map([["UTC", true]]);

function isTimeZone(zone: string): boolean {
  const known = timeZones.get(zone) ?? hasTimeZone(zone);
  timeZones.set(zone, known);
  return known;
}

function hasTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
