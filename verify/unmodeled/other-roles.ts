import { policyModel } from "../iam/attachments/policy-model";
import { usesOfOtherRoles } from "../iam/aws/service-role-arguments";
import { stringLeaves } from "../iam/language/arn-owner";
import type { PolicyTextResolver } from "../iam/language/policy-text-resolver";
import { resourceTypeOf } from "../terraform/resource-types";
import { argumentsOf, metaArguments } from "../terraform/resource-types/argument-uses";
import {
  blocksOf,
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { type ModelGap, modelGap } from "./model-gap";

/**
 * Code and calls that run as a role whose policies the configuration does not contain: it may do anything that the claims about roles
 * say no role does.
 */
export function otherRoleGaps(configuration: TerraformConfiguration): readonly ModelGap[] {
  const { text, roles } = policyModel(configuration);
  const gap = (resource: Resource, role: string): ModelGap =>
    modelGap(
      ["data", "identities"],
      `${resource.address} runs as ${text.placeholders.readable(role)}, whose policies are not in the configuration`,
      resource,
    );
  const profiles = resourcesOfType(configuration, "aws_iam_instance_profile").flatMap(({ address }) =>
    ["name", "id", "arn"].map((attribute) => text.resolve(`\${${address}.${attribute}}`)),
  );
  const known = new Set([...roles.flatMap(({ arn, name }) => [arn, name]), ...profiles]);
  const machines = Object.entries(profileArguments).flatMap(([type, profileOf]) =>
    resourcesOfType(configuration, type).flatMap((resource) => {
      const named = profileOf(resource.values);
      const profile = typeof named === "string" && named !== "" ? text.resolve(named) : undefined;
      return profile === undefined || profiles.includes(profile) ? [] : [gap(resource, profile)];
    }),
  );
  return [
    ...usesOfOtherRoles(configuration, text, roles).map(({ resource, role }) => gap(resource, role)),
    ...machines,
    ...configuration.resources.flatMap((resource) =>
      unreadRolesOf(text, resource)
        .filter((role) => !known.has(role))
        .map((role) => gap(resource, role)),
    ),
  ];
}

/** Where machines name the instance profile as which they work. */
const profileArguments: Readonly<Record<string, (values: JsonObject) => Json | undefined>> = {
  aws_emr_cluster: ({ ec2_attributes }) => blocksOf(ec2_attributes)[0]?.instance_profile,
  aws_instance: ({ iam_instance_profile }) => iam_instance_profile,
};

/** Types that only deliver, to where they say, whatever else their role is allowed. */
const deliveringTypes: ReadonlySet<string> = new Set([
  "aws_cloudwatch_metric_stream",
  "aws_kinesis_firehose_delivery_stream",
  "aws_s3_bucket_replication_configuration",
]);

/** Roles and instance profiles that a resource names although no model reads its arguments, or although they seem harmless. */
function unreadRolesOf(text: PolicyTextResolver, resource: Resource): readonly string[] {
  return unreadArgumentsOf(resource)
    .flatMap(([argument, value]) => stringLeaves(value, argument))
    .map(([argument, written]) => ({ argument, role: text.resolve(written) }))
    .filter(({ argument, role }) => roleArn.test(role) || roleArgument.test(argument))
    .map(({ role }) => role)
    .filter((role) => role !== "" && !role.includes(":role/aws-service-role/"));
}

/** Types whose modeled arguments also name roles as which apps call other services, such as Canvas does with Bedrock. */
const typesWithAppRoles: ReadonlySet<string> = new Set(["aws_sagemaker_domain", "aws_sagemaker_user_profile"]);

function unreadArgumentsOf(resource: Resource): readonly (readonly [argument: string, value: Json])[] {
  const { mode, type: name, values } = resource;
  const type = mode === "managed" && !deliveringTypes.has(name) ? resourceTypeOf(name) : undefined;
  if (type?.kind === "gap" || (type?.kind === "neutral" && !type.isFreeText)) {
    return Object.entries(values).filter(([argument]) => !metaArguments.has(argument));
  }
  return type?.kind === "modeled" && typesWithAppRoles.has(name)
    ? argumentsOf(resource, type).flatMap(({ path, value, use }) =>
        use?.kind === "read" ? [] : [[path.slice(path.lastIndexOf(".") + 1), value] as const],
      )
    : [];
}

const roleArn = /^arn:[^:]*:iam::[^:]*:(?:role|instance-profile)\//u;

/** Names of arguments with a role, of which a text may not show that it is one. */
const roleArgument = /(?:^|_)(?:roles?(?:_arns?)?|instance_profile)$/u;
