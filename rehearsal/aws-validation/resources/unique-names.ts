import { accountResourcesOfType } from "../../fake-aws/account-state";
import { fillTemplate } from "../../fake-aws/computed/computed-attribute";
import type { ObjectValue } from "../../protocol/values";
import { knownString, sameValue } from "../../protocol/values";
import type { OperationCheck, OperationContext, ResourceOperation } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

interface UniquenessConstraint {
  readonly types: readonly string[];
  /** Arguments that no two of the type may have in common; an identity with a null in its first is none. */
  readonly uniqueArguments: readonly string[];
  readonly code: string;
  /** `{argument}` stands for the argument's value. */
  readonly message: string;
}

const SECURITY_GROUP_RULE_ARGUMENTS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

/** What AWS lets exist only once. */
const UNIQUENESS_CONSTRAINTS: readonly UniquenessConstraint[] = [
  {
    types: ["aws_s3_bucket"],
    uniqueArguments: ["bucket"],
    code: "BucketAlreadyOwnedByYou",
    message: "Your previous request to create the named bucket {bucket} succeeded and you already own it.",
  },
  {
    types: ["aws_iam_role"],
    uniqueArguments: ["name"],
    code: "EntityAlreadyExists",
    message: "Role with name {name} already exists.",
  },
  {
    types: ["aws_iam_policy"],
    uniqueArguments: ["name", "path"],
    code: "EntityAlreadyExists",
    message: "A policy called {name} already exists. Duplicate names are not allowed.",
  },
  {
    types: ["aws_cloudwatch_log_group"],
    uniqueArguments: ["name"],
    code: "ResourceAlreadyExistsException",
    message: "The specified log group already exists",
  },
  {
    types: ["aws_kms_alias"],
    uniqueArguments: ["name"],
    code: "AlreadyExistsException",
    message: "An alias with the name {name} already exists",
  },
  ...["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"].map((destination) => ({
    types: ["aws_route"],
    uniqueArguments: [destination, "route_table_id"],
    code: "RouteAlreadyExists",
    message: `The route identified by {${destination}} already exists.`,
  })),
  ...["subnet_id", "gateway_id"].map((associated) => ({
    types: ["aws_route_table_association"],
    uniqueArguments: [associated],
    code: "Resource.AlreadyAssociated",
    message: `the specified association for {${associated}} conflicts with an existing association`,
  })),
  {
    types: ["aws_security_group"],
    uniqueArguments: ["vpc_id", "name"],
    code: "InvalidGroup.Duplicate",
    message: "The security group '{name}' already exists for VPC '{vpc_id}'",
  },
  {
    types: ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
    uniqueArguments: ["security_group_id", "ip_protocol", "from_port", "to_port", ...SECURITY_GROUP_RULE_ARGUMENTS],
    code: "InvalidPermission.Duplicate",
    message: "the specified rule already exists in {security_group_id}",
  },
  {
    types: ["aws_networkfirewall_firewall", "aws_networkfirewall_firewall_policy", "aws_networkfirewall_rule_group"],
    uniqueArguments: ["name"],
    code: "InvalidRequestException",
    message: "A resource with the name {name} already exists",
  },
  {
    types: ["aws_sagemaker_domain"],
    uniqueArguments: ["domain_name"],
    code: "ResourceInUse",
    message: "Domain {domain_name} already exists in your account.",
  },
  {
    types: ["aws_sagemaker_user_profile"],
    uniqueArguments: ["user_profile_name", "domain_id"],
    code: "ResourceInUse",
    message: "User profile {user_profile_name} already exists in domain {domain_id}",
  },
  {
    types: ["aws_route53_resolver_firewall_rule"],
    uniqueArguments: ["firewall_rule_group_id", "priority"],
    code: "ConflictException",
    message: "a rule with the same priority exists in {firewall_rule_group_id}",
  },
  {
    types: ["aws_route53_resolver_firewall_rule_group_association"],
    uniqueArguments: ["vpc_id", "priority"],
    code: "ConflictException",
    message: "an association with the same priority exists for {vpc_id}",
  },
  {
    types: ["aws_lambda_function"],
    uniqueArguments: ["function_name"],
    code: "ResourceConflictException",
    message: "Function already exist: {function_name}",
  },
  {
    types: ["aws_sqs_queue"],
    uniqueArguments: ["name"],
    code: "QueueNameExists",
    message: "A queue named {name} already exists",
  },
  ...["aws_s3_bucket_policy", "aws_s3_bucket_public_access_block", "aws_s3_bucket_lifecycle_configuration"].map(
    (type) => ({
      types: [type],
      uniqueArguments: ["bucket"],
      code: "OperationAborted",
      message: "{bucket} has one already: the second would silently replace the first",
    }),
  ),
];

/** Refuses a second thing where AWS lets only one exist. */
export const namesAreUnique: OperationCheck = (change, context) =>
  change.kind === "create"
    ? [...duplicateErrors(change, change.after, context), ...duplicatePrivateDnsErrors(change, change.after, context)]
    : [];

function duplicateErrors(
  change: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): ReturnType<OperationCheck> {
  return UNIQUENESS_CONSTRAINTS.filter(
    ({ types, uniqueArguments: by }) => types.includes(change.type) && (attributes[by[0] ?? ""] ?? "") !== "",
  )
    .filter(({ uniqueArguments: by }) =>
      accountResourcesOfType(accountState, change.type).some((other) =>
        by.every((key) => sameValue(other.attributes[key] ?? null, attributes[key] ?? null)),
      ),
    )
    .map(({ code, message }) => awsApiError(change, code, fillTemplate(message, attributes)));
}

/** Two endpoints of one service would answer to the same private name. */
function duplicatePrivateDnsErrors(
  change: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): ReturnType<OperationCheck> {
  if (change.type !== "aws_vpc_endpoint" || attributes.private_dns_enabled !== true) {
    return [];
  }
  const rival = accountResourcesOfType(accountState, change.type).find(
    (other) =>
      other.attributes.vpc_id === attributes.vpc_id &&
      other.attributes.service_name === attributes.service_name &&
      other.attributes.private_dns_enabled === true,
  );
  return rival === undefined
    ? []
    : [
        awsApiError(
          change,
          "InvalidParameter",
          `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${knownString(attributes.service_name)} in the VPC ${knownString(attributes.vpc_id)}`,
        ),
      ];
}
