import { ownEntry } from "../../../verify/collections/own-entry";
import {
  blocksOf,
  isJsonObject,
  type JsonObject,
  jsonText,
  objectOf,
} from "../../../verify/terraform/terraform-configuration";

/** How to import a resource that AWS has. */
export type ImportIdentifier =
  | { readonly kind: "known"; readonly id: string }
  /** The ID is not made of arguments: what finds it. */
  | { readonly kind: "searched"; readonly placeholder: string; readonly command: string }
  | { readonly kind: "documented"; readonly page: string };

/**
 * What the provider imports a resource by, where arguments say it. `{name}` is the argument.
 *
 * @see the section Import of each resource at https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 */
const IDENTIFIERS: Readonly<Record<string, string>> = {
  aws_cloudformation_stack: "{name}",
  aws_cloudwatch_log_group: "{name}",
  aws_cloudwatch_log_metric_filter: "{log_group_name}:{name}",
  aws_cloudwatch_metric_alarm: "{alarm_name}",
  aws_config_config_rule: "{name}",
  aws_iam_instance_profile: "{name}",
  aws_iam_role: "{name}",
  aws_iam_role_policy: "{role}:{name}",
  aws_iam_role_policy_attachment: "{role}/{policy_arn}",
  aws_kms_alias: "{name}",
  aws_lambda_function: "{function_name}",
  aws_route: "{route_table_id}_{destination_cidr_block}",
  aws_route_table_association: "{subnet_id}/{route_table_id}",
  aws_s3_bucket: "{bucket}",
  aws_s3_bucket_lifecycle_configuration: "{bucket}",
  aws_s3_bucket_logging: "{bucket}",
  aws_s3_bucket_ownership_controls: "{bucket}",
  aws_s3_bucket_policy: "{bucket}",
  aws_s3_bucket_public_access_block: "{bucket}",
  aws_s3_bucket_server_side_encryption_configuration: "{bucket}",
  aws_s3_bucket_versioning: "{bucket}",
  aws_sagemaker_notebook_instance: "{name}",
  aws_sagemaker_notebook_instance_lifecycle_configuration: "{name}",
  aws_sagemaker_studio_lifecycle_config: "{studio_lifecycle_config_name}",
  aws_scheduler_schedule: "{group_name}/{name}",
  aws_ssm_parameter: "{name}",
};

/** What finds the ID of a resource by its arguments, where AWS makes the ID. */
const SEARCHES: Readonly<Record<string, { readonly placeholder: string; readonly command: string }>> = {
  aws_codeartifact_domain: {
    placeholder: "ARN",
    command: "aws codeartifact describe-domain --domain {domain} --query domain.arn",
  },
  aws_codeartifact_repository: {
    placeholder: "ARN",
    command: "aws codeartifact describe-repository --domain {domain} --repository {repository} --query repository.arn",
  },
  aws_iam_policy: {
    placeholder: "ARN",
    command: "aws iam list-policies --scope Local --query \"Policies[?PolicyName=='{name}'].Arn\"",
  },
  aws_networkfirewall_firewall: {
    placeholder: "ARN",
    command: "aws network-firewall describe-firewall --firewall-name {name} --query Firewall.FirewallArn",
  },
  aws_networkfirewall_firewall_policy: {
    placeholder: "ARN",
    command:
      "aws network-firewall describe-firewall-policy --firewall-policy-name {name} --query FirewallPolicyResponse.FirewallPolicyArn",
  },
  aws_networkfirewall_rule_group: {
    placeholder: "ARN",
    command:
      "aws network-firewall describe-rule-group --rule-group-name {name} --type {type} --query RuleGroupResponse.RuleGroupArn",
  },
  aws_sagemaker_domain: {
    placeholder: "DOMAIN_ID",
    command: "aws sagemaker list-domains --query \"Domains[?DomainName=='{domain_name}'].DomainId\"",
  },
  aws_sagemaker_user_profile: {
    placeholder: "ARN",
    command:
      "aws sagemaker describe-user-profile --domain-id {domain_id} --user-profile-name {user_profile_name} --query UserProfileArn",
  },
  aws_security_group: {
    placeholder: "SECURITY_GROUP_ID",
    command:
      "aws ec2 describe-security-groups --filters Name=vpc-id,Values={vpc_id} Name=group-name,Values={name} --query SecurityGroups[].GroupId",
  },
  aws_sqs_queue: { placeholder: "URL", command: "aws sqs get-queue-url --queue-name {name} --query QueueUrl" },
  aws_subnet: {
    placeholder: "SUBNET_ID",
    command:
      "aws ec2 describe-subnets --filters Name=vpc-id,Values={vpc_id} Name=cidr-block,Values={cidr_block} --query Subnets[].SubnetId",
  },
  aws_vpc_endpoint: {
    placeholder: "ENDPOINT_ID",
    command:
      "aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values={vpc_id} Name=service-name,Values={service_name} --query VpcEndpoints[].VpcEndpointId",
  },
};

/** An argument in a template of the tables. */
const ARGUMENT = /\{(\w+)\}/g;

/** Types whose import is in one of the tables. */
export const typesWithIdentifier: readonly string[] = [...Object.keys(IDENTIFIERS), ...Object.keys(SEARCHES)];

/** The arguments that a type's import is made of, or searched by. */
export function argumentsOfImport(type: string): readonly string[] {
  return argumentsIn(ownEntry(IDENTIFIERS, type) ?? ownEntry(SEARCHES, type)?.command ?? "");
}

function argumentsIn(template: string): readonly string[] {
  return [...template.matchAll(ARGUMENT)].map(([, name = ""]) => name);
}

/** How to import a resource with these arguments, as far as they are known. */
export function importIdentifier(type: string, values: JsonObject): ImportIdentifier {
  const id = filled(ownEntry(IDENTIFIERS, type), values);
  if (id !== undefined) {
    return { kind: "known", id };
  }
  const search = ownEntry(SEARCHES, type);
  const command = filled(search?.command, values);
  return search === undefined || command === undefined
    ? { kind: "documented", page: documentationOf(type) }
    : { kind: "searched", placeholder: search.placeholder, command: `${command}${regionOption(command, values)}` };
}

/** The template with the values of its arguments. @returns nothing if one is not known */
function filled(template: string | undefined, values: JsonObject): string | undefined {
  const isUnknown = (name: string): boolean => typeof values[name] !== "string" || values[name] === "";
  return template === undefined || argumentsIn(template).some(isUnknown)
    ? undefined
    : template.replace(ARGUMENT, (_, name: string) => String(values[name]));
}

function regionOption(command: string, { region }: JsonObject): string {
  return typeof region === "string" && !command.startsWith("aws iam ") ? ` --region ${region}` : "";
}

function documentationOf(type: string): string {
  const page = type.replace(/^aws_/, "");
  return `https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/${page}#import`;
}

/** The arguments that a plan creates a resource with. */
export function plannedValues(
  plan: JsonObject,
  address: string,
): { readonly type: string; readonly values: JsonObject } | undefined {
  const found = blocksOf(plan.resource_changes).find((change) => change.address === address);
  const { after } = objectOf(found?.change);
  return isJsonObject(after) ? { type: jsonText(found?.type), values: after } : undefined;
}
