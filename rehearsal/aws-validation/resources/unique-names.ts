import { accountResourcesOfType } from "../../fake-aws/account-state";
import { fillTemplate } from "../../fake-aws/computed/computed-attribute";
import type { ObjectValue } from "../../protocol/values";
import { knownString, sameValue } from "../../protocol/values";
import type { OperationCheck, OperationContext, ResourceOperation } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

interface UniquenessConstraint {
  readonly types: readonly string[];
  /** Arguments that must differ between resources of the type. Not checked if the first is null or empty. */
  readonly uniqueArguments: readonly string[];
  readonly code: string;
  /** `{argument}` is replaced with the value of the argument. */
  readonly message: string;
}

const SECURITY_GROUP_RULE_ARGUMENTS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

/** Values that must be unique in an account. */
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
    types: [
      "aws_networkfirewall_firewall",
      "aws_networkfirewall_firewall_policy",
      "aws_networkfirewall_rule_group",
      "aws_networkfirewall_tls_inspection_configuration",
    ],
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
      message: "{bucket} already has this configuration, and a second resource would overwrite it",
    }),
  ),
];

/** Rejects a resource with a name or setting that must be unique and already exists. */
export const namesAreUnique: OperationCheck = (operation, context) =>
  operation.kind === "create"
    ? [
        ...duplicateErrors(operation, operation.after, context),
        ...duplicatePrivateDnsErrors(operation, operation.after, context),
      ]
    : [];

function duplicateErrors(
  operation: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): ReturnType<OperationCheck> {
  return UNIQUENESS_CONSTRAINTS.filter(
    ({ types, uniqueArguments }) =>
      types.includes(operation.type) && (attributes[uniqueArguments[0] ?? ""] ?? "") !== "",
  )
    .filter(({ uniqueArguments }) =>
      accountResourcesOfType(accountState, operation.type).some((other) =>
        uniqueArguments.every((key) => sameValue(other.attributes[key] ?? null, attributes[key] ?? null)),
      ),
    )
    .map(({ code, message }) => awsApiError(operation, code, fillTemplate(message, attributes)));
}

/** Two VPC endpoints of one service cannot both have private DNS. */
function duplicatePrivateDnsErrors(
  operation: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): ReturnType<OperationCheck> {
  if (operation.type !== "aws_vpc_endpoint" || attributes.private_dns_enabled !== true) {
    return [];
  }
  const conflicting = accountResourcesOfType(accountState, operation.type).find(
    (other) =>
      other.attributes.vpc_id === attributes.vpc_id &&
      other.attributes.service_name === attributes.service_name &&
      other.attributes.private_dns_enabled === true,
  );
  return conflicting === undefined
    ? []
    : [
        awsApiError(
          operation,
          "InvalidParameter",
          `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${knownString(attributes.service_name)} in the VPC ${knownString(attributes.vpc_id)}`,
        ),
      ];
}
