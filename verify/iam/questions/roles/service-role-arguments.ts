import { blocksOf, type Configuration, type Json, type JsonObject } from "../../../terraform/configuration";
import type { Role } from "../../attachments/roles";
import type { TextReader } from "../../language/resolve-policy-text";

/** How a resource says as which role a service works for it. */
interface RunsAs {
  readonly host: string;
  rolesOf(values: JsonObject): readonly (Json | undefined)[];
}

function by(host: string, ...names: readonly string[]): RunsAs {
  return { host, rolesOf: (values) => names.map((name) => values[name]) };
}

const runsAs: Readonly<Record<string, RunsAs>> = {
  aws_cloudwatch_event_target: by("events.amazonaws.com", "role_arn"),
  aws_codebuild_project: by("codebuild.amazonaws.com", "service_role"),
  aws_flow_log: by("vpc-flow-logs.amazonaws.com", "iam_role_arn"),
  aws_glue_job: by("glue.amazonaws.com", "role_arn"),
  aws_iam_instance_profile: by("ec2.amazonaws.com", "role"),
  aws_kinesis_firehose_delivery_stream: {
    host: "firehose.amazonaws.com",
    rolesOf: ({ extended_s3_configuration: target }) => blocksOf(target).map(({ role_arn }) => role_arn),
  },
  aws_lambda_function: by("lambda.amazonaws.com", "role"),
  aws_sagemaker_model: by("sagemaker.amazonaws.com", "execution_role_arn"),
  aws_sagemaker_notebook_instance: by("sagemaker.amazonaws.com", "role_arn"),
  aws_scheduler_schedule: {
    host: "scheduler.amazonaws.com",
    rolesOf: ({ target }) => blocksOf(target).map(({ role_arn }) => role_arn),
  },
  aws_servicecatalog_constraint: {
    host: "servicecatalog.amazonaws.com",
    rolesOf: ({ parameters }) => [typeof parameters === "string" ? launchRole(parameters) : undefined],
  },
  aws_sfn_state_machine: by("states.amazonaws.com", "role_arn"),
};

/** @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreateConstraint.html */
function launchRole(parameters: string): string | undefined {
  return /"(?:RoleArn|LocalRoleName)"\s*:\s*"([^"]*)"/u.exec(parameters)?.[1];
}

/** Services that work as the role for some resource of the configuration, by their host names. */
export function servicesRunning(configuration: Configuration, text: TextReader, role: Role): readonly string[] {
  const hosts = configuration.resources.flatMap(({ mode, type, values }) => {
    const running = mode === "managed" && Object.hasOwn(runsAs, type) ? runsAs[type] : undefined;
    const names = running?.rolesOf(values) ?? [];
    const isRun = names.some((name) => typeof name === "string" && [role.arn, role.name].includes(text.read(name)));
    return running !== undefined && isRun ? [running.host] : [];
  });
  return [...new Set(hosts)];
}

/**
 * Services that do not say for whom they assume a role. They take it from whoever may pass it, and nobody passes a role of
 * another account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const sayForNobody = ["ec2.amazonaws.com", "lambda.amazonaws.com", "servicecatalog.amazonaws.com"];

/** Whether a role passed to the service is bound to its account even where the trust asks for no source. */
export function takesOnlyPassedRoles(host: string): boolean {
  return sayForNobody.includes(host);
}
