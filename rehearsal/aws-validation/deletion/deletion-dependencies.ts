import type { AwsResource } from "../../fake-aws/account-state";
import { fillTemplate } from "../../fake-aws/computed/computed-attribute";
import type { ObjectValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import { dependentsOf, resourceLabel, stringsIn } from "../common/dependents";
import type { OperationCheck, ResourceOperation, ValidationError } from "../common/validation-error";
import { awsApiError, rehearsalError } from "../common/validation-error";

interface DeletionBlocker {
  readonly type: string;
  /** Whether a thing that names the one to be deleted keeps it from being deleted. */
  readonly blocks: (holder: AwsResource, attributes: ObjectValue) => boolean;
  /** AWS's words, or the rehearsal's own where AWS would go ahead to somebody's harm. */
  readonly error: { readonly code: string; readonly message: string } | { readonly own: string; readonly harm: string };
}

function dependentOfType(...types: readonly string[]): DeletionBlocker["blocks"] {
  return (holder) => types.includes(holder.type);
}

function dependentNotOfType(...types: readonly string[]): DeletionBlocker["blocks"] {
  return (holder) => !types.includes(holder.type);
}

const IN_USE = "Unable to delete the object because it is still in use";
const isDomainChild = dependentOfType("aws_sagemaker_user_profile", "aws_sagemaker_space", "aws_sagemaker_app");
const ROLE_POLICY_TYPES = ["aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_instance_profile"];

/** What keeps AWS from deleting a thing. */
const DELETION_BLOCKERS: readonly DeletionBlocker[] = [
  {
    type: "aws_vpc",
    blocks: dependentNotOfType("aws_default_security_group", "aws_default_route_table", "aws_default_network_acl"),
    error: { code: "DependencyViolation", message: "The vpc '{id}' has dependencies and cannot be deleted." },
  },
  {
    type: "aws_subnet",
    blocks: dependentNotOfType("aws_route_table_association", "aws_network_acl", "aws_default_network_acl"),
    error: { code: "DependencyViolation", message: "The subnet '{id}' has dependencies and cannot be deleted." },
  },
  {
    type: "aws_security_group",
    blocks: (holder, attributes) => holder.attributes.security_group_id !== attributes.id,
    error: { code: "DependencyViolation", message: "resource {id} has a dependent object" },
  },
  {
    type: "aws_route_table",
    blocks: dependentOfType("aws_route_table_association"),
    error: { code: "DependencyViolation", message: "The routeTable '{id}' has dependencies and cannot be deleted." },
  },
  {
    type: "aws_eip",
    blocks: dependentOfType("aws_nat_gateway"),
    error: { code: "InvalidIPAddress.InUse", message: "Address {public_ip} is in use." },
  },
  {
    type: "aws_networkfirewall_firewall",
    blocks: dependentOfType("aws_networkfirewall_logging_configuration"),
    error: {
      code: "InvalidOperationException",
      message: "Unable to delete the firewall: its logging configuration must be removed first",
    },
  },
  {
    type: "aws_networkfirewall_firewall_policy",
    blocks: dependentOfType("aws_networkfirewall_firewall"),
    error: { code: "InvalidOperationException", message: IN_USE },
  },
  {
    type: "aws_networkfirewall_rule_group",
    blocks: dependentOfType("aws_networkfirewall_firewall_policy"),
    error: { code: "InvalidOperationException", message: IN_USE },
  },
  {
    type: "aws_route53_resolver_firewall_domain_list",
    blocks: dependentOfType("aws_route53_resolver_firewall_rule"),
    error: { code: "ConflictException", message: "The domain list {id} is in use by a firewall rule" },
  },
  {
    type: "aws_route53_resolver_firewall_rule_group",
    blocks: dependentOfType("aws_route53_resolver_firewall_rule_group_association"),
    error: { code: "ConflictException", message: "The rule group {id} is associated with a VPC" },
  },
  {
    type: "aws_route53_resolver_query_log_config",
    blocks: dependentOfType("aws_route53_resolver_query_log_config_association"),
    error: { code: "InvalidRequestException", message: "The query log configuration {id} is associated with a VPC" },
  },
  {
    type: "aws_s3_bucket",
    blocks: (holder, row) => holder.type === "aws_s3_object" && row.force_destroy !== true,
    error: { code: "BucketNotEmpty", message: "The bucket you tried to delete is not empty" },
  },
  {
    type: "aws_iam_role",
    blocks: dependentOfType(...ROLE_POLICY_TYPES),
    error: { code: "DeleteConflict", message: "Cannot delete entity, must remove referenced objects first." },
  },
  {
    type: "aws_iam_role",
    blocks: (holder, row) =>
      stringsIn(holder.attributes).includes(knownString(row.arn) ?? "") && !ROLE_POLICY_TYPES.includes(holder.type),
    error: { own: "the role {name} is still in use", harm: "AWS would delete the role, and its user would fail." },
  },
  {
    type: "aws_iam_policy",
    blocks: dependentOfType("aws_iam_role_policy_attachment"),
    error: { code: "DeleteConflict", message: "Cannot delete a policy attached to entities." },
  },
  {
    type: "aws_kms_key",
    blocks: dependentNotOfType("aws_kms_alias", "aws_kms_key_policy"),
    error: {
      own: "the key {id} is still in use",
      harm: "AWS would schedule the key's deletion, and what it encrypts would be lost.",
    },
  },
  {
    type: "aws_sagemaker_domain",
    blocks: isDomainChild,
    error: {
      code: "ResourceInUse",
      message: "Unable to delete Domain {id} because UserProfile(s) or Space(s) are associated with it",
    },
  },
  {
    type: "aws_codeartifact_domain",
    blocks: dependentOfType("aws_codeartifact_repository"),
    error: { code: "ConflictException", message: "The domain {domain} still contains repositories" },
  },
];

/** Refuses to delete what something still in the world needs: the destroy order, as AWS enforces it. */
export const noDependentsOnDelete: OperationCheck = (change, { accountState }) => {
  if (change.kind !== "delete") {
    return [];
  }
  const dependents = dependentsOf(accountState, { type: change.type, attributes: change.before });
  return DELETION_BLOCKERS.filter(({ type }) => type === change.type).flatMap((blocker) => {
    const blocking = dependents.filter((dependent) => blocker.blocks(dependent, change.before));
    return blocking.length === 0 ? [] : [dependencyError(change, change.before, blocker, blocking)];
  });
};

function dependencyError(
  change: ResourceOperation,
  attributes: ObjectValue,
  { error }: DeletionBlocker,
  blocking: readonly AwsResource[],
): ValidationError {
  const detail = `Held by ${blocking.map(resourceLabel).join(", ")}.`;
  return "own" in error
    ? rehearsalError(change, fillTemplate(error.own, attributes), `${error.harm} ${detail}`)
    : awsApiError(change, error.code, fillTemplate(error.message, attributes), detail);
}

/** An internet gateway cannot be detached while a public address of its VPC is mapped to something. */
export const noMappedAddressesOnDetach: OperationCheck = (change, { accountState }) => {
  if (change.kind !== "delete" || change.type !== "aws_internet_gateway") {
    return [];
  }
  const vpc = knownString(change.before.vpc_id);
  const subnets = new Set(
    [...accountState.resources.values()]
      .filter(({ type, attributes }) => type === "aws_subnet" && attributes.vpc_id === vpc)
      .map(({ attributes: row }) => row.id),
  );
  const mapped = [...accountState.resources.values()].filter(
    ({ type, attributes: row }) =>
      type === "aws_nat_gateway" && subnets.has(row.subnet_id ?? null) && row.allocation_id,
  );
  const message = `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
  return mapped.length === 0
    ? []
    : [awsApiError(change, "DependencyViolation", message, `Held by ${mapped.map(resourceLabel).join(", ")}.`)];
};
