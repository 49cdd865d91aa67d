import type { World } from "../../fake-aws/account-state";
import { find, thingsOf } from "../../fake-aws/account-state";
import { firewallSubnets } from "../../fake-aws/computed/firewall-attributes";
import type { Row } from "../../protocol/values";
import { textOf, textsOf } from "../../protocol/values";
import { stringsIn } from "../common/dependents";
import type { Change, Check, Refusal, Site } from "../common/validation-error";
import { awsError } from "../common/validation-error";
import { vpcOf } from "./same-vpc";

/** What must hold in the world before something of a type can be created: the create order, as AWS enforces it. */
const PREREQUISITES: Readonly<
  Record<string, readonly ((change: Change, row: Row, site: Site) => readonly Refusal[])[]>
> = {
  aws_nat_gateway: [gatewayAttached],
  aws_vpc_endpoint: [
    privateNamesServed,
    (change, row, site) => oneSubnetPerZone(change, textsOf(row.subnet_ids), site),
  ],
  aws_networkfirewall_firewall: [(change, row, site) => oneSubnetPerZone(change, firewallSubnets(row), site)],
  aws_cloudwatch_log_group: [keyGranted],
  aws_s3_bucket_object_lock_configuration: [versioned],
};

/** Refuses a creation that comes too early, or whose surroundings do not allow it. */
export const prerequisites: Check = (change, site) =>
  change.kind === "create"
    ? (PREREQUISITES[change.type] ?? []).flatMap((check) => check(change, change.after, site))
    : [];

function gatewayAttached(change: Change, row: Row, { world }: Site): readonly Refusal[] {
  const vpc = vpcOf(world, textOf(row.subnet_id) ?? "");
  const attached = thingsOf(world, "aws_internet_gateway").some((gateway) => gateway.row.vpc_id === vpc);
  if (vpc === undefined || attached || row.connectivity_type === "private") {
    return [];
  }
  const detail = "Let the NAT gateway depend on the internet gateway.";
  return [awsError(change, "Gateway.NotAttached", `Network ${vpc} has no Internet gateway attached`, detail)];
}

/** A new VPC resolves names unless told otherwise, and gives none to its hosts unless told to. */
function privateNamesServed(change: Change, row: Row, { world }: Site): readonly Refusal[] {
  const vpc = find(world, "aws_vpc", textOf(row.vpc_id))?.row;
  const served = vpc === undefined || (vpc.enable_dns_support !== false && vpc.enable_dns_hostnames === true);
  if (row.private_dns_enabled !== true || served) {
    return [];
  }
  const message = `Enabling private DNS requires both enableDnsSupport and enableDnsHostnames VPC attributes set to true for ${textOf(row.vpc_id)}`;
  return [awsError(change, "InvalidParameter", message)];
}

function oneSubnetPerZone(change: Change, subnetIds: readonly string[], { world }: Site): readonly Refusal[] {
  const zones = subnetIds.flatMap((id) => textOf(find(world, "aws_subnet", id)?.row.availability_zone) ?? []);
  const twice = zones.find((zone, at) => zones.indexOf(zone) !== at);
  if (twice === undefined) {
    return [];
  }
  const message = `Found another subnet in the same availability zone of the service: ${twice}`;
  return [awsError(change, "DuplicateSubnetsInSameZone", message)];
}

/** CloudWatch Logs asks the key's own policy, at creation. */
function keyGranted(change: Change, row: Row, { world }: Site): readonly Refusal[] {
  const key = keyNamed(world, textOf(row.kms_key_id));
  const granted = key === undefined || /"logs\.[a-z0-9-]+\.amazonaws\.com/.test(textOf(key.policy) ?? "");
  if (granted) {
    return [];
  }
  const message = `The specified KMS key does not exist or is not allowed to be used with Arn '${textOf(row.arn) ?? textOf(row.name)}'`;
  const detail = "The key's policy must allow the service principal logs.<region>.amazonaws.com.";
  return [awsError(change, "AccessDeniedException", message, detail)];
}

function keyNamed(world: World, id: string | undefined): Row | undefined {
  return id === undefined
    ? undefined
    : thingsOf(world, "aws_kms_key").find(({ row }) => row.arn === id || row.id === id)?.row;
}

function versioned(change: Change, row: Row, { world }: Site): readonly Refusal[] {
  const versioning = find(world, "aws_s3_bucket_versioning", textOf(row.bucket));
  return versioning !== undefined && stringsIn(versioning.row.versioning_configuration).includes("Enabled")
    ? []
    : [
        awsError(
          change,
          "InvalidBucketState",
          "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        ),
      ];
}
