import type { AwsResource } from "../../fake-aws/account-state";
import { fillTemplate } from "../../fake-aws/computed/computed-attribute";
import type { ObjectValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import { dependentsOf, resourceLabel, stringsIn } from "../common/dependents";
import type { OperationCheck, ResourceOperation, ValidationError } from "../common/validation-error";
import { awsApiError, rehearsalError } from "../common/validation-error";

interface DeletionBlocker {
  readonly type: string;
  /** Whether a dependent resource prevents the deletion. */
  readonly blocks: (dependent: AwsResource, attributes: ObjectValue) => boolean;
  /** The error of the AWS API, or an error of the rehearsal where AWS would delete the resource and cause damage. */
  readonly error:
    | { readonly code: string; readonly message: string }
    | { readonly rehearsalMessage: string; readonly damage: string };
}

function dependentOfType(...types: readonly string[]): DeletionBlocker["blocks"] {
  return (dependent) => types.includes(dependent.type);
}

function dependentNotOfType(...types: readonly string[]): DeletionBlocker["blocks"] {
  return (dependent) => !types.includes(dependent.type);
}

const IN_USE = "Unable to delete the object because it is still in use";
const isDomainChild = dependentOfType("aws_sagemaker_user_profile", "aws_sagemaker_space", "aws_sagemaker_app");
const ROLE_POLICY_TYPES = ["aws_iam_role_policy", "aws_iam_role_policy_attachment", "aws_iam_instance_profile"];

/** Dependent resources that prevent a deletion, by type of the deleted resource. */
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
    blocks: (dependent, attributes) => dependent.attributes.security_group_id !== attributes.id,
    error: { code: "DependencyViolation", message: "resource {id} has a dependent object" },
  },
  {
    type: "aws_route_table",
    blocks: dependentOfType("aws_route_table_association"),
    error: { code: "DependencyViolation", message: "The routeTable '{id}' has dependencies and cannot be deleted." },
  },
  {
    type: "aws_ec2_transit_gateway",
    blocks: dependentOfType("aws_ec2_transit_gateway_vpc_attachment"),
    error: { code: "IncorrectState", message: "{id} has non-deleted VPC Attachments." },
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
    type: "aws_networkfirewall_tls_inspection_configuration",
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
    blocks: (dependent, attributes) => dependent.type === "aws_s3_object" && attributes.force_destroy !== true,
    error: { code: "BucketNotEmpty", message: "The bucket you tried to delete is not empty" },
  },
  {
    type: "aws_iam_role",
    blocks: dependentOfType(...ROLE_POLICY_TYPES),
    error: { code: "DeleteConflict", message: "Cannot delete entity, must remove referenced objects first." },
  },
  {
    type: "aws_iam_role",
    blocks: (dependent, attributes) =>
      stringsIn(dependent.attributes).includes(knownString(attributes.arn) ?? "") &&
      !ROLE_POLICY_TYPES.includes(dependent.type),
    error: {
      rehearsalMessage: "the role {name} is still in use",
      damage: "AWS would delete the role, and the resources that use it would fail.",
    },
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
      rehearsalMessage: "the key {id} is still in use",
      damage: "AWS would schedule the deletion of the key, and the data that it encrypts would be lost.",
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

/** Rejects the deletion of a resource that other resources need: AWS enforces the destroy order in this way. */
export const noDependentsOnDelete: OperationCheck = (operation, { accountState }) => {
  if (operation.kind !== "delete") {
    return [];
  }
  const dependents = dependentsOf(accountState, { type: operation.type, attributes: operation.before });
  return DELETION_BLOCKERS.filter(({ type }) => type === operation.type).flatMap((blocker) => {
    const blocking = dependents.filter((dependent) => blocker.blocks(dependent, operation.before));
    return blocking.length === 0 ? [] : [dependencyError(operation, operation.before, blocker, blocking)];
  });
};

function dependencyError(
  operation: ResourceOperation,
  attributes: ObjectValue,
  { error }: DeletionBlocker,
  blocking: readonly AwsResource[],
): ValidationError {
  const detail = `Dependent resources: ${blocking.map(resourceLabel).join(", ")}.`;
  return "rehearsalMessage" in error
    ? rehearsalError(operation, fillTemplate(error.rehearsalMessage, attributes), `${error.damage} ${detail}`)
    : awsApiError(operation, error.code, fillTemplate(error.message, attributes), detail);
}

/** Rejects the deletion of an internet gateway while its VPC has mapped public addresses. */
export const noMappedAddressesOnDetach: OperationCheck = (operation, { accountState }) => {
  if (operation.kind !== "delete" || operation.type !== "aws_internet_gateway") {
    return [];
  }
  const vpc = knownString(operation.before.vpc_id);
  const subnets = new Set(
    [...accountState.resources.values()]
      .filter(({ type, attributes }) => type === "aws_subnet" && attributes.vpc_id === vpc)
      .map(({ attributes }) => attributes.id),
  );
  const mapped = [...accountState.resources.values()].filter(
    ({ type, attributes }) =>
      type === "aws_nat_gateway" && subnets.has(attributes.subnet_id ?? null) && attributes.allocation_id,
  );
  const message = `Network ${vpc} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`;
  return mapped.length === 0
    ? []
    : [
        awsApiError(
          operation,
          "DependencyViolation",
          message,
          `Dependent resources: ${mapped.map(resourceLabel).join(", ")}.`,
        ),
      ];
};
