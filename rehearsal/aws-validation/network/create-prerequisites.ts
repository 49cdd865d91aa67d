import type { AccountState } from "../../fake-aws/account-state";
import { accountResourcesOfType, findResource } from "../../fake-aws/account-state";
import { firewallSubnets } from "../../fake-aws/computed/firewall-attributes";
import type { ObjectValue } from "../../protocol/values";
import { knownString, knownStrings } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { OperationCheck, OperationContext, ResourceOperation, ValidationError } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";
import { vpcIdOf } from "./same-vpc";

/** What must hold in the world before something of a type can be created: the create order, as AWS enforces it. */
const CREATE_PREREQUISITES: Readonly<
  Record<
    string,
    readonly ((
      change: ResourceOperation,
      attributes: ObjectValue,
      context: OperationContext,
    ) => readonly ValidationError[])[]
  >
> = {
  aws_nat_gateway: [gatewayAttachmentErrors],
  aws_vpc_endpoint: [
    privateDnsErrors,
    (change, row, site) => subnetPerZoneErrors(change, knownStrings(row.subnet_ids), site),
  ],
  aws_networkfirewall_firewall: [(change, row, site) => subnetPerZoneErrors(change, firewallSubnets(row), site)],
  aws_cloudwatch_log_group: [logsKeyPolicyErrors],
  aws_s3_bucket_object_lock_configuration: [versioningErrors],
};

/** Refuses a creation that comes too early, or whose surroundings do not allow it. */
export const createPrerequisitesExist: OperationCheck = (change, context) =>
  change.kind === "create"
    ? (CREATE_PREREQUISITES[change.type] ?? []).flatMap((check) => check(change, change.after, context))
    : [];

function gatewayAttachmentErrors(
  change: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const vpc = vpcIdOf(accountState, knownString(attributes.subnet_id) ?? "");
  const attached = accountResourcesOfType(accountState, "aws_internet_gateway").some(
    (gateway) => gateway.attributes.vpc_id === vpc,
  );
  if (vpc === undefined || attached || attributes.connectivity_type === "private") {
    return [];
  }
  const detail = "Let the NAT gateway depend on the internet gateway.";
  return [awsApiError(change, "Gateway.NotAttached", `Network ${vpc} has no Internet gateway attached`, detail)];
}

/** A new VPC resolves names unless told otherwise, and gives none to its hosts unless told to. */
function privateDnsErrors(
  change: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const vpc = findResource(accountState, "aws_vpc", knownString(attributes.vpc_id))?.attributes;
  const served = vpc === undefined || (vpc.enable_dns_support !== false && vpc.enable_dns_hostnames === true);
  if (attributes.private_dns_enabled !== true || served) {
    return [];
  }
  const message = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${knownString(attributes.vpc_id)}`;
  return [awsApiError(change, "InvalidParameter", message)];
}

function subnetPerZoneErrors(
  change: ResourceOperation,
  subnetIds: readonly string[],
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const zones = subnetIds.flatMap(
    (id) => knownString(findResource(accountState, "aws_subnet", id)?.attributes.availability_zone) ?? [],
  );
  const twice = zones.find((zone, at) => zones.indexOf(zone) !== at);
  if (twice === undefined) {
    return [];
  }
  const message = `Found another subnet in the same availability zone of the service: ${twice}`;
  return [awsApiError(change, "DuplicateSubnetsInSameZone", message)];
}

/** CloudWatch Logs asks the key's own policy, at creation. */
function logsKeyPolicyErrors(
  change: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const key = findKey(accountState, knownString(attributes.kms_key_id));
  const granted = key === undefined || /"logs\.[a-z0-9-]+\.amazonaws\.com/.test(knownString(key.policy) ?? "");
  if (granted) {
    return [];
  }
  const message = `The specified KMS key does not exist or is not allowed to be used with Arn '${knownString(attributes.arn) ?? knownString(attributes.name)}'`;
  const detail = "The key's policy must allow the service principal logs.<region>.amazonaws.com.";
  return [awsApiError(change, "AccessDeniedException", message, detail)];
}

function findKey(accountState: AccountState, id: string | undefined): ObjectValue | undefined {
  return id === undefined
    ? undefined
    : accountResourcesOfType(accountState, "aws_kms_key").find(
        ({ attributes }) => attributes.arn === id || attributes.id === id,
      )?.attributes;
}

function versioningErrors(
  change: ResourceOperation,
  attributes: ObjectValue,
  { accountState }: OperationContext,
): readonly ValidationError[] {
  const versioning = findResource(accountState, "aws_s3_bucket_versioning", knownString(attributes.bucket));
  return versioning !== undefined && stringsIn(versioning.attributes.versioning_configuration).includes("Enabled")
    ? []
    : [
        awsApiError(
          change,
          "InvalidBucketState",
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        ),
      ];
}
