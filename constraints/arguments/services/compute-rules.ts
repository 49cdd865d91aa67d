import {
  blocksOf,
  isSet,
  isSurelySet,
  listOf,
  literalNumber,
  literalText,
  type Values,
} from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";
import { scheduleProblem } from "./schedule-expression";

const STANDARD_PARAMETER_BYTES = 4096;
const SCRIPT_CHARACTERS = 16_384;
const USER_DATA_BYTES = 16_384;
/** Least and most operations and MiB per second of a volume of the type gp3. */
const GP3_IOPS = [3000, 80_000] as const;
const GP3_THROUGHPUT = [125, 2000] as const;
/** All periods of an alarm together, in seconds: a day, or a week for periods of an hour and more. */
const DAY = 86_400;
const WEEK = 7 * DAY;
/** Shorter periods of an alarm than a minute. */
const SHORT_PERIODS = [10, 20, 30];
/** Arguments that hold a script in base64, with its most characters. */
const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  aws_sagemaker_studio_lifecycle_config: ["studio_lifecycle_config_content"],
  aws_sagemaker_notebook_instance_lifecycle_configuration: ["on_create", "on_start"],
};
/** Keys that AWS rotates. */
const ROTATED_KEYS = new Set(["SYMMETRIC_DEFAULT"]);

/** Rules of alarms, schedules, parameters, scripts and keys. */
export const computeRules: readonly ArgumentRule[] = [
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
    check: ({
      enable_key_rotation,
      customer_master_key_spec,
      key_usage,
      rotation_period_in_days,
      xks_key_id,
      custom_key_store_id,
    }) => {
      const kind = literalText(customer_master_key_spec ?? "SYMMETRIC_DEFAULT");
      return [
        ...problemIf(enable_key_rotation === true && kind !== undefined && !ROTATED_KEYS.has(kind), {
          argument: "enable_key_rotation",
          problem: `AWS does not rotate keys of the kind ${kind}`,
          remedy: "switch rotation off, or use a symmetric key",
        }),
        ...problemIf(isSurelySet(xks_key_id) && !isSet(custom_key_store_id), {
          argument: "xks_key_id",
          problem: "a key outside of AWS needs custom_key_store_id",
          remedy: "set it",
        }),
        ...problemIf(isSurelySet(rotation_period_in_days) && (enable_key_rotation ?? false) === false, {
          argument: "rotation_period_in_days",
          problem: "needs enable_key_rotation",
          remedy: "switch rotation on",
        }),
        ...problemIf(isSurelySet(key_usage) && key_usage !== "ENCRYPT_DECRYPT" && kind === "SYMMETRIC_DEFAULT", {
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
          ...(kind === "gp3"
            ? [...boundProblems("iops", iops, GP3_IOPS), ...boundProblems("throughput", throughput, GP3_THROUGHPUT)]
            : []),
        ];
      }),
  },
  {
    types: ["aws_instance"],
    page: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
    check: ({ user_data }) => {
      const bytes = Buffer.byteLength(literalText(user_data) ?? "");
      return problemIf(bytes > USER_DATA_BYTES, {
        argument: "user_data",
        problem: `must have at most ${USER_DATA_BYTES} bytes, but has ${bytes}`,
        remedy: "shorten it, or download the script",
      });
    },
  },
];

function boundProblems(name: string, value: unknown, [least, most]: readonly [number, number]): readonly RuleProblem[] {
  const number = literalNumber(value);
  return problemIf(number !== undefined && (number < least || number > most), {
    argument: `root_block_device.${name}`,
    problem: `must be ${least} to ${most} for a volume of the type gp3`,
    value: number,
    remedy: "use a number in that range",
  });
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
    ...problemIf(period !== undefined && periods !== undefined && period * periods > (period < 3600 ? DAY : WEEK), {
      argument: "evaluation_periods",
      problem: `all periods together must have at most ${(period ?? 0) < 3600 ? DAY : WEEK} seconds`,
      value: periods,
      remedy: "lower it, or use a longer period",
    }),
    ...problemIf(isSurelySet(statistic) && isSurelySet(extended_statistic), {
      argument: "extended_statistic",
      problem: "cannot be set together with statistic",
      remedy: "keep one of them",
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
