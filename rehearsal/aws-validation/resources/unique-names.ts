import { thingsOf } from "../../fake-aws/account-state";
import { filled } from "../../fake-aws/computed/attribute";
import type { Row } from "../../protocol/values";
import { sameValue, textOf } from "../../protocol/values";
import type { Change, Check, Site } from "../common/validation-error";
import { awsError } from "../common/validation-error";

interface Identity {
  readonly types: readonly string[];
  /** Arguments that no two of the type may have in common; an identity with a null in its first is none. */
  readonly by: readonly string[];
  readonly code: string;
  /** `{argument}` stands for the argument's value. */
  readonly message: string;
}

const RULE_ARGUMENTS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"];

/** What AWS lets exist only once. */
const IDENTITIES: readonly Identity[] = [
  {
    types: ["aws_s3_bucket"],
    by: ["bucket"],
    code: "BucketAlreadyOwnedByYou",
    message: "Your previous request to create the named bucket {bucket} succeeded and you already own it.",
  },
  {
    types: ["aws_iam_role"],
    by: ["name"],
    code: "EntityAlreadyExists",
    message: "Role with name {name} already exists.",
  },
  {
    types: ["aws_iam_policy"],
    by: ["name", "path"],
    code: "EntityAlreadyExists",
    message: "A policy called {name} already exists. Duplicate names are not allowed.",
  },
  {
    types: ["aws_cloudwatch_log_group"],
    by: ["name"],
    code: "ResourceAlreadyExistsException",
    message: "The specified log group already exists",
  },
  {
    types: ["aws_kms_alias"],
    by: ["name"],
    code: "AlreadyExistsException",
    message: "An alias with the name {name} already exists",
  },
  ...["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"].map((destination) => ({
    types: ["aws_route"],
    by: [destination, "route_table_id"],
    code: "RouteAlreadyExists",
    message: `The route identified by {${destination}} already exists.`,
  })),
  ...["subnet_id", "gateway_id"].map((associated) => ({
    types: ["aws_route_table_association"],
    by: [associated],
    code: "Resource.AlreadyAssociated",
    message: `the specified association for {${associated}} conflicts with an existing association`,
  })),
  {
    types: ["aws_security_group"],
    by: ["vpc_id", "name"],
    code: "InvalidGroup.Duplicate",
    message: "The security group '{name}' already exists for VPC '{vpc_id}'",
  },
  {
    types: ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"],
    by: ["security_group_id", "ip_protocol", "from_port", "to_port", ...RULE_ARGUMENTS],
    code: "InvalidPermission.Duplicate",
    message: "the specified rule already exists in {security_group_id}",
  },
  {
    types: ["aws_networkfirewall_firewall", "aws_networkfirewall_firewall_policy", "aws_networkfirewall_rule_group"],
    by: ["name"],
    code: "InvalidRequestException",
    message: "A resource with the name {name} already exists",
  },
  {
    types: ["aws_sagemaker_domain"],
    by: ["domain_name"],
    code: "ResourceInUse",
    message: "Domain {domain_name} already exists in your account.",
  },
  {
    types: ["aws_sagemaker_user_profile"],
    by: ["user_profile_name", "domain_id"],
    code: "ResourceInUse",
    message: "User profile {user_profile_name} already exists in domain {domain_id}",
  },
  {
    types: ["aws_route53_resolver_firewall_rule"],
    by: ["firewall_rule_group_id", "priority"],
    code: "ConflictException",
    message: "a rule with the same priority exists in {firewall_rule_group_id}",
  },
  {
    types: ["aws_route53_resolver_firewall_rule_group_association"],
    by: ["vpc_id", "priority"],
    code: "ConflictException",
    message: "an association with the same priority exists for {vpc_id}",
  },
  {
    types: ["aws_lambda_function"],
    by: ["function_name"],
    code: "ResourceConflictException",
    message: "Function already exist: {function_name}",
  },
  {
    types: ["aws_sqs_queue"],
    by: ["name"],
    code: "QueueNameExists",
    message: "A queue named {name} already exists",
  },
  ...["aws_s3_bucket_policy", "aws_s3_bucket_public_access_block", "aws_s3_bucket_lifecycle_configuration"].map(
    (type) => ({
      types: [type],
      by: ["bucket"],
      code: "OperationAborted",
      message: "{bucket} has one already: the second would silently replace the first",
    }),
  ),
];

/** Refuses a second thing where AWS lets only one exist. */
export const namesTaken: Check = (change, site) =>
  change.kind === "create"
    ? [...taken(change, change.after, site), ...privateNameTaken(change, change.after, site)]
    : [];

function taken(change: Change, row: Row, { world }: Site): ReturnType<Check> {
  return IDENTITIES.filter(({ types, by }) => types.includes(change.type) && (row[by[0] ?? ""] ?? "") !== "")
    .filter(({ by }) =>
      thingsOf(world, change.type).some((other) =>
        by.every((key) => sameValue(other.row[key] ?? null, row[key] ?? null)),
      ),
    )
    .map(({ code, message }) => awsError(change, code, filled(message, row)));
}

/** Two endpoints of one service would answer to the same private name. */
function privateNameTaken(change: Change, row: Row, { world }: Site): ReturnType<Check> {
  if (change.type !== "aws_vpc_endpoint" || row.private_dns_enabled !== true) {
    return [];
  }
  const rival = thingsOf(world, change.type).find(
    (other) =>
      other.row.vpc_id === row.vpc_id &&
      other.row.service_name === row.service_name &&
      other.row.private_dns_enabled === true,
  );
  return rival === undefined
    ? []
    : [
        awsError(
          change,
          "InvalidParameter",
          `private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${textOf(row.service_name)} in the VPC ${textOf(row.vpc_id)}`,
        ),
      ];
}
