import { blocksOf, isSet, isSurelySet, literalText, objectOf, type Values } from "../../configuration/terraform-values";
import { type ArgumentRule, problemIf, type RuleProblem } from "../argument-rule";
import runtimes from "./lambda-runtimes.data.json";

const ENVIRONMENT_BYTES = 4096;
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
/** The first day on which Lambda creates no function with a runtime. */
const ENDS: Readonly<Record<string, string>> = runtimes.ends;
/** Runtimes that start from a snapshot. */
const SNAPSHOT_RUNTIMES = /^(?:java(?:1[1-9]|[2-9]\d)|python3\.(?:1[2-9]|[2-9]\d)|dotnet(?:[89]|\d\d))$/;
const DEAD_LETTER_TARGET = /^arn:[\w-]+:(?:sqs|sns):/;

/** Rules of Lambda functions. */
export const functionRules: readonly ArgumentRule[] = [
  {
    types: ["aws_lambda_function"],
    page: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    check: ({ environment }) => blocksOf(environment).flatMap(({ variables }) => variableProblems(variables)),
  },
  {
    types: ["aws_lambda_function"],
    page: "https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html",
    check: (values) => [...packageProblems(values), ...networkProblems(values), ...targetProblems(values)],
  },
  {
    types: ["aws_lambda_function"],
    page: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
    check: ({ runtime, snap_start }) => {
      const name = literalText(runtime) ?? "";
      const snapshots = blocksOf(snap_start).some(({ apply_on }) => apply_on === "PublishedVersions");
      return [
        ...problemIf(Object.hasOwn(ENDS, name) && (ENDS[name] ?? "") <= new Date().toISOString().slice(0, 10), {
          argument: "runtime",
          problem: `Lambda creates no function with this runtime since ${ENDS[name]}`,
          value: name,
          remedy: "use a later one",
        }),
        ...problemIf(snapshots && name !== "" && !SNAPSHOT_RUNTIMES.test(name), {
          argument: "snap_start",
          problem: `the runtime ${name} does not start from a snapshot`,
          remedy: "remove it, or use Java, Python or .NET in a later version",
        }),
      ];
    },
  },
];

/** A function of an archive needs what Lambda calls in it. */
function packageProblems(values: Values): readonly RuleProblem[] {
  return (values.package_type ?? "Zip") === "Zip"
    ? ["handler", "runtime"].flatMap((argument) =>
        problemIf(!isSet(values[argument]), {
          argument,
          problem: "is required for a function of an archive",
          remedy: "set it, or use the package type Image",
        }),
      )
    : [];
}

function networkProblems({ vpc_config }: Values): readonly RuleProblem[] {
  return blocksOf(vpc_config).flatMap(({ subnet_ids, security_group_ids }) =>
    problemIf(
      Array.isArray(subnet_ids) &&
        Array.isArray(security_group_ids) &&
        subnet_ids.length > 0 !== security_group_ids.length > 0,
      {
        argument: "vpc_config",
        problem: "subnets and security groups need each other",
        remedy: "set both, or none",
      },
    ),
  );
}

function targetProblems({ dead_letter_config, logging_config }: Values): readonly RuleProblem[] {
  const targets = blocksOf(dead_letter_config).flatMap(({ target_arn }) => literalText(target_arn) ?? []);
  const hasLevel = blocksOf(logging_config).some(
    ({ log_format, application_log_level, system_log_level }) =>
      log_format === "Text" && (isSurelySet(application_log_level) || isSurelySet(system_log_level)),
  );
  return [
    ...targets
      .filter((target) => !DEAD_LETTER_TARGET.test(target))
      .map((value) => ({
        argument: "dead_letter_config.target_arn",
        problem: "must be a queue of SQS or a topic of SNS",
        value,
        remedy: "use one of them",
      })),
    ...problemIf(hasLevel, {
      argument: "logging_config.log_format",
      problem: "levels need the format JSON",
      value: "Text",
      remedy: "use JSON, or remove the levels",
    }),
  ];
}

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
