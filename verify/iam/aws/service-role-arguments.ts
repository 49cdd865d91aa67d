import { groupBy } from "../../collections/group-by";
import { memoize } from "../../collections/memoize";
import { ownEntry } from "../../collections/own-entry";
import {
  blocksOf,
  type Json,
  type JsonObject,
  type Resource,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
import type { PolicyTextResolver } from "../language/policy-text-resolver";

/** The names of a role. */
interface NamedRole {
  readonly arn: string;
  readonly name: string;
}

/** How a resource says as which role a service works for it. */
interface ServiceRoleArgument {
  readonly servicePrincipal: string;
  rolesOf(values: JsonObject): readonly (Json | undefined)[];
}

function roleArgument(host: string, ...names: readonly string[]): ServiceRoleArgument {
  return { servicePrincipal: host, rolesOf: (values) => names.map((name) => values[name]) };
}

const serviceRoleArguments: Readonly<Record<string, ServiceRoleArgument>> = {
  aws_cloudwatch_event_target: roleArgument("events.amazonaws.com", "role_arn"),
  aws_cloudtrail: roleArgument("cloudtrail.amazonaws.com", "cloud_watch_logs_role_arn"),
  aws_codebuild_project: roleArgument("codebuild.amazonaws.com", "service_role"),
  aws_emr_cluster: roleArgument("elasticmapreduce.amazonaws.com", "service_role", "autoscaling_role"),
  aws_emr_studio: roleArgument("elasticmapreduce.amazonaws.com", "service_role", "user_role"),
  aws_flow_log: roleArgument("vpc-flow-logs.amazonaws.com", "iam_role_arn"),
  aws_glue_job: roleArgument("glue.amazonaws.com", "role_arn"),
  aws_iam_instance_profile: roleArgument("ec2.amazonaws.com", "role"),
  aws_kinesis_firehose_delivery_stream: {
    servicePrincipal: "firehose.amazonaws.com",
    rolesOf: ({ extended_s3_configuration: target }) => blocksOf(target).map(({ role_arn }) => role_arn),
  },
  aws_lambda_function: roleArgument("lambda.amazonaws.com", "role"),
  aws_sagemaker_endpoint_configuration: roleArgument("sagemaker.amazonaws.com", "execution_role_arn"),
  aws_sagemaker_feature_group: roleArgument("sagemaker.amazonaws.com", "role_arn"),
  aws_sagemaker_model: roleArgument("sagemaker.amazonaws.com", "execution_role_arn"),
  aws_sagemaker_notebook_instance: roleArgument("sagemaker.amazonaws.com", "role_arn"),
  aws_sagemaker_pipeline: roleArgument("sagemaker.amazonaws.com", "role_arn"),
  aws_scheduler_schedule: {
    servicePrincipal: "scheduler.amazonaws.com",
    rolesOf: ({ target }) => blocksOf(target).map(({ role_arn }) => role_arn),
  },
  aws_servicecatalog_constraint: {
    servicePrincipal: "servicecatalog.amazonaws.com",
    rolesOf: ({ parameters }) => [typeof parameters === "string" ? launchRole(parameters) : undefined],
  },
  aws_sfn_state_machine: roleArgument("states.amazonaws.com", "role_arn"),
};

/** @see https://docs.aws.amazon.com/servicecatalog/latest/dg/API_CreateConstraint.html */
function launchRole(parameters: string): string | undefined {
  return /"(?:RoleArn|LocalRoleName)"\s*:\s*"([^"]*)"/u.exec(parameters)?.[1];
}

/** Services that work as the role for some resource of the configuration, by their host names. */
export function servicesUsingRole(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  { arn, name }: NamedRole,
): readonly string[] {
  const services = servicesByRole(configuration)(text);
  return [...new Set([arn, name].flatMap((role) => services.get(role) ?? []))];
}

/** A resource for which a service works as a role, by the ARN or the name of the role. */
export interface RoleUse {
  readonly resource: Resource;
  readonly service: string;
  readonly role: string;
}

const roleUsesIn = memoize(({ resources }: TerraformConfiguration) =>
  memoize((text: PolicyTextResolver): readonly RoleUse[] =>
    resources.flatMap((resource) => {
      const { mode, type, values } = resource;
      const running = mode === "managed" ? ownEntry(serviceRoleArguments, type) : undefined;
      return (running?.rolesOf(values) ?? []).flatMap((role) =>
        running !== undefined && typeof role === "string" && role !== ""
          ? [{ resource, role: text.resolve(role), service: running.servicePrincipal }]
          : [],
      );
    }),
  ),
);

/** Services by the ARN or the name of the role that they work as. */
const servicesByRole = memoize((configuration: TerraformConfiguration) =>
  memoize((text: PolicyTextResolver): ReadonlyMap<string, readonly string[]> => {
    const byRole = groupBy(roleUsesIn(configuration)(text), ({ role }) => role);
    return new Map([...byRole].map(([role, found]) => [role, found.map(({ service }) => service)]));
  }),
);

/** Services that only deliver, to where the resource says, whatever else their role is allowed. */
const deliveringServices = ["events.amazonaws.com", "firehose.amazonaws.com", "vpc-flow-logs.amazonaws.com"];

/** Uses of roles by code, or by calls that the resource chooses, where the configuration does not contain the role. */
export function usesOfOtherRoles(
  configuration: TerraformConfiguration,
  text: PolicyTextResolver,
  roles: readonly NamedRole[],
): readonly RoleUse[] {
  const known = new Set(roles.flatMap(({ arn, name }) => [arn, name]));
  return roleUsesIn(configuration)(text).filter(
    ({ role, service }) => !known.has(role) && !deliveringServices.includes(service),
  );
}

/**
 * Services that do not say for whom they assume a role. Anyone who may pass the role can use it, and nobody passes a role of
 * another account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
const servicesWithoutSourceContext = ["ec2.amazonaws.com", "lambda.amazonaws.com", "servicecatalog.amazonaws.com"];

/** Whether a role passed to the service is bound to its account even where the trust asks for no source. */
export function isBoundToAccountByPassRole(host: string): boolean {
  return servicesWithoutSourceContext.includes(host);
}
