import { regionalServiceHost } from "../../../aws/partitions";
import type { AccountState } from "../../fake-aws/account-state";
import { accountResourcesOfType, findResource } from "../../fake-aws/account-state";
import { firewallSubnets } from "../../fake-aws/computed/firewall-attributes";
import type { ObjectValue } from "../../protocol/values";
import { knownString, knownStrings } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { OperationCheck, OperationContext, ResourceOperation, ValidationError } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";
import { vpcIdOf } from "./same-vpc";

/** Checks before the creation of a resource, by type: AWS enforces the create order in this way. */
const CREATE_PREREQUISITES: Readonly<
  Record<
    string,
    readonly ((
      operation: ResourceOperation,
      attributes: ObjectValue,
      context: OperationContext,
    ) => readonly ValidationError[])[]
  >
> = {
  aws_nat_gateway: [gatewayAttachmentErrors],
  aws_vpc_endpoint: [
    privateDnsErrors,
    (operation, attributes, context) => subnetPerZoneErrors(operation, knownStrings(attributes.subnet_ids), context),
  ],
  aws_networkfirewall_firewall: [
    (operation, attributes, context) => subnetPerZoneErrors(operation, firewallSubnets(attributes), context),
  ],
  aws_cloudwatch_log_group: [logsKeyPolicyErrors],
  aws_s3_bucket_object_lock_configuration: [versioningErrors],
};

/** Rejects the creation of a resource whose prerequisites do not exist. */
export const createPrerequisitesExist: OperationCheck = (operation, context) =>
  operation.kind === "create"
    ? (CREATE_PREREQUISITES[operation.type] ?? []).flatMap((check) => check(operation, operation.after, context))
    : [];

function gatewayAttachmentErrors(
  operation: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const vpc = vpcIdOf(accountState, knownString(attributes.subnet_id) ?? "");
  const hasGateway = accountResourcesOfType(accountState, "aws_internet_gateway").some(
    (gateway) => gateway.attributes.vpc_id === vpc,
  );
  if (vpc === undefined || hasGateway || attributes.connectivity_type === "private") {
    return [];
  }
  const detail = "Add the internet gateway to depends_on of the NAT gateway.";
  return [awsApiError(operation, "Gateway.NotAttached", `Network ${vpc} has no Internet gateway attached`, detail)];
}

/** By default, a VPC has DNS support on and DNS hostnames off. */
function privateDnsErrors(
  operation: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const vpc = findResource(accountState, "aws_vpc", knownString(attributes.vpc_id))?.attributes;
  const isEnabled = vpc === undefined || (vpc.enable_dns_support !== false && vpc.enable_dns_hostnames === true);
  if (attributes.private_dns_enabled !== true || isEnabled) {
    return [];
  }
  const message = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${knownString(attributes.vpc_id)}`;
  return [awsApiError(operation, "InvalidParameter", message)];
}

function subnetPerZoneErrors(
  operation: ResourceOperation,
  subnetIds: readonly string[],
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const zones = subnetIds.flatMap(
    (id) => knownString(findResource(accountState, "aws_subnet", id)?.attributes.availability_zone) ?? [],
  );
  const duplicate = zones.find((zone, index) => zones.indexOf(zone) !== index);
  if (duplicate === undefined) {
    return [];
  }
  const message = `Found another VPC endpoint subnet in the availability zone ${duplicate}`;
  return [awsApiError(operation, "DuplicateSubnetsInSameZone", message)];
}

/** CloudWatch Logs requires that the key policy allows it, when the log group is created. */
function logsKeyPolicyErrors(
  operation: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const key = findKey(accountState, knownString(attributes.kms_key_id));
  const principals = [...(knownString(key?.policy) ?? "").matchAll(/"logs\.([a-z0-9-]+)\.[a-z.]+"/g)];
  const isGranted =
    key === undefined ||
    principals.some(([principal, region = ""]) => principal === `"${regionalServiceHost("logs", region)}"`);
  if (isGranted) {
    return [];
  }
  const message = `The specified KMS key does not exist or is not allowed to be used with Arn '${knownString(attributes.arn) ?? knownString(attributes.name)}'`;
  const detail =
    "The key policy must allow the service principal logs.<region>.amazonaws.com, with the suffix of the partition.";
  return [awsApiError(operation, "AccessDeniedException", message, detail)];
}

function findKey(accountState: AccountState, id: string | undefined): ObjectValue | undefined {
  return id === undefined
    ? undefined
    : accountResourcesOfType(accountState, "aws_kms_key").find(
        ({ attributes }) => attributes.arn === id || attributes.id === id,
      )?.attributes;
}

function versioningErrors(
  operation: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const versioning = findResource(accountState, "aws_s3_bucket_versioning", knownString(attributes.bucket));
  return versioning !== undefined && stringsIn(versioning.attributes.versioning_configuration).includes("Enabled")
    ? []
    : [
        awsApiError(
          operation,
          "InvalidBucketState",
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        ),
      ];
}
