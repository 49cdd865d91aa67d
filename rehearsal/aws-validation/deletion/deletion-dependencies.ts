import type { Thing } from "../../fake-aws/account-state";
import { filled } from "../../fake-aws/computed/attribute";
import type { Row } from "../../protocol/values";
import { textOf } from "../../protocol/values";
import { mentionsOf, nameOf, stringsIn } from "../common/dependents";
import type { Change, Check, Refusal } from "../common/validation-error";
import { awsError, ownRefusal } from "../common/validation-error";

interface Hold {
  readonly type: string;
  /** Whether a thing that names the one to be deleted keeps it from being deleted. */
  readonly by: (holder: Thing, row: Row) => boolean;
  /** AWS's words, or the rehearsal's own where AWS would go ahead to somebody's harm. */
  readonly refusal:
    | { readonly code: string; readonly message: string }
    | { readonly own: string; readonly harm: string };
}

function oneOf(...types: readonly string[]): Hold["by"] {
  return (holder) => types.includes(holder.type);
}

function anyBut(...types: readonly string[]): Hold["by"] {
  return (holder) => !types.includes(holder.type);
}

const IN_USE = "Unable to delete the object because it is still in use";
const STUDIO_CHILDREN = oneOf("aws_sagemaker_user_profile", "aws_sagemaker_space", "aws_sagemaker_app");
const ROLE_PARTS = ["aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_instance_profile"];

/** What keeps AWS from deleting a thing. */
const HOLDS: readonly Hold[] = [
  {
    type: "aws_vpc",
    by: anyBut("aws_default_security_group", "aws_default_route_table", "aws_default_network_acl"),
    refusal: { code: "DependencyViolation", message: "The vpc '{id}' has dependencies and cannot be deleted." },
  },
  {
    type: "aws_subnet",
    by: anyBut("aws_route_table_association", "aws_network_acl", "aws_default_network_acl"),
    refusal: { code: "DependencyViolation", message: "The subnet '{id}' has dependencies and cannot be deleted." },
  },
  {
    type: "aws_security_group",
    by: (holder, row) => holder.row.security_group_id !== row.id,
    refusal: { code: "DependencyViolation", message: "resource {id} has a dependent object" },
  },
  {
    type: "aws_route_table",
    by: oneOf("aws_route_table_association"),
    refusal: { code: "DependencyViolation", message: "The routeTable '{id}' has dependencies and cannot be deleted." },
  },
  {
    type: "aws_eip",
    by: oneOf("aws_nat_gateway"),
    refusal: { code: "InvalidIPAddress.InUse", message: "Address {public_ip} is in use." },
  },
  {
    type: "aws_networkfirewall_firewall",
    by: oneOf("aws_networkfirewall_logging_configuration"),
    refusal: {
      code: "InvalidOperationException",
      message: "Unable to delete the firewall: its logging configuration must be removed first",
    },
  },
  {
    type: "aws_networkfirewall_firewall_policy",
    by: oneOf("aws_networkfirewall_firewall"),
    refusal: { code: "InvalidOperationException", message: IN_USE },
  },
  {
    type: "aws_networkfirewall_rule_group",
    by: oneOf("aws_networkfirewall_firewall_policy"),
    refusal: { code: "InvalidOperationException", message: IN_USE },
  },
  {
    type: "aws_route53_resolver_firewall_domain_list",
    by: oneOf("aws_route53_resolver_firewall_rule"),
    refusal: { code: "ConflictException", message: "The domain list {id} is in use by a firewall rule" },
  },
  {
    type: "aws_route53_resolver_firewall_rule_group",
    by: oneOf("aws_route53_resolver_firewall_rule_group_association"),
    refusal: { code: "ConflictException", message: "The rule group {id} is associated with a VPC" },
  },
  {
    type: "aws_route53_resolver_query_log_config",
    by: oneOf("aws_route53_resolver_query_log_config_association"),
    refusal: { code: "InvalidRequestException", message: "The query log configuration {id} is associated with a VPC" },
  },
  {
    type: "aws_s3_bucket",
    by: (holder, row) => holder.type === "aws_s3_object" && row.force_destroy !== true,
    refusal: { code: "BucketNotEmpty", message: "The bucket you tried to delete is not empty" },
  },
  {
    type: "aws_iam_role",
    by: oneOf(...ROLE_PARTS),
    refusal: { code: "DeleteConflict", message: "Cannot delete entity, must remove referenced objects first." },
  },
  {
    type: "aws_iam_role",
    by: (holder, row) => stringsIn(holder.row).includes(textOf(row.arn) ?? "") && !ROLE_PARTS.includes(holder.type),
    refusal: { own: "the role {name} is still in use", harm: "AWS would delete the role, and its user would fail." },
  },
  {
    type: "aws_iam_policy",
    by: oneOf("aws_iam_role_policy_attachment"),
    refusal: { code: "DeleteConflict", message: "Cannot delete a policy attached to entities." },
  },
  {
    type: "aws_kms_key",
    by: anyBut("aws_kms_alias", "aws_kms_key_policy"),
    refusal: {
      own: "the key {id} is still in use",
      harm: "AWS would schedule the key's deletion, and what it encrypts would be lost.",
    },
  },
  {
    type: "aws_sagemaker_domain",
    by: STUDIO_CHILDREN,
    refusal: {
      code: "ResourceInUse",
      message: "Unable to delete Domain {id} because UserProfile(s) or Space(s) are associated with it",
    },
  },
  {
    type: "aws_codeartifact_domain",
    by: oneOf("aws_codeartifact_repository"),
    refusal: { code: "ConflictException", message: "The domain {domain} still contains repositories" },
  },
];

/** Refuses to delete what something still in the world needs: the destroy order, as AWS enforces it. */
export const heldByOthers: Check = (change, { world }) => {
  if (change.kind !== "delete") {
    return [];
  }
  const mentions = mentionsOf(world, { type: change.type, row: change.before });
  return HOLDS.filter(({ type }) => type === change.type).flatMap((hold) => {
    const holders = mentions.filter((holder) => hold.by(holder, change.before));
    return holders.length === 0 ? [] : [refusalOf(change, change.before, hold, holders)];
  });
};

function refusalOf(change: Change, row: Row, { refusal }: Hold, holders: readonly Thing[]): Refusal {
  const held = `Held by ${holders.map(nameOf).join(", ")}.`;
  return "own" in refusal
    ? ownRefusal(change, filled(refusal.own, row), `${refusal.harm} ${held}`)
    : awsError(change, refusal.code, filled(refusal.message, row), held);
}

/** An internet gateway cannot be detached while a public address of its VPC is mapped to something. */
export const addressesMapped: Check = (change, { world }) => {
  if (change.kind !== "delete" || change.type !== "aws_internet_gateway") {
    return [];
  }
  const vpc = textOf(change.before.vpc_id);
  const subnets = new Set(
    [...world.things.values()]
      .filter(({ type, row }) => type === "aws_subnet" && row.vpc_id === vpc)
      .map(({ row }) => row.id),
  );
  const mapped = [...world.things.values()].filter(
    ({ type, row }) => type === "aws_nat_gateway" && subnets.has(row.subnet_id ?? null) && row.allocation_id,
  );
  const message = `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
  return mapped.length === 0
    ? []
    : [awsError(change, "DependencyViolation", message, `Held by ${mapped.map(nameOf).join(", ")}.`)];
};
