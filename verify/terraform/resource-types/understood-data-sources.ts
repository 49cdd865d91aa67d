import { ownEntry } from "../../collections/own-entry";

/** A data source of which a model may use a value. */
export interface UnderstoodDataSource {
  /** Arguments that may be set. Any other one can make it read something else, unless that is elsewhere anyway. */
  readonly arguments: readonly string[];
  /** Attributes that a model resolves, or of which it knows that the value is unknown. */
  readonly attributes: readonly string[];
  /** Values that must be the Region of the provider where they are known. @default - none */
  readonly ownRegion?: readonly string[];
  /** For each argument, the one data source type and attribute that it may refer to. @default - any value */
  readonly mustReferTo?: Readonly<Record<string, readonly [type: string, attribute: string]>>;
  /** Whether a value that the models do not resolve is a gap. @default - no: what they do with it is right for any value */
  readonly onlyResolved?: true;
  /** Resource types of what it finds, which the models take for another object than each resource of these types. @default - they do not */
  readonly elsewhere?: readonly string[];
  /** Whether AWS creates one with each VPC, without a resource for it. @default - no */
  readonly isCreatedWithVpc?: true;
}

const zones: UnderstoodDataSource = {
  arguments: ["all_availability_zones", "exclude_names", "exclude_zone_ids", "filter", "region", "state"],
  attributes: ["names", "zone_ids"],
  ownRegion: ["region"],
};

const prefixList: UnderstoodDataSource = {
  arguments: ["id", "name", "prefix_list_id", "region"],
  attributes: ["id"],
  ownRegion: ["region"],
};

/** A network, or a part of one, that is elsewhere, unless a root module that is joined has it. The models know nothing of it. */
function networkLookup(...finds: readonly string[]): UnderstoodDataSource {
  return { arguments: [], attributes: ["id"], elsewhere: finds };
}

/** Several of them, as one thing that is elsewhere. */
function networkList(...finds: readonly string[]): UnderstoodDataSource {
  return { arguments: [], attributes: ["ids"], elsewhere: finds };
}

/**
 * Data sources whose values a model may use. A value of any other one, in an argument that a model reads, is a gap: in a plan or a
 * state that value is known, and no gap.
 */
const understoodDataSources: Readonly<Record<string, UnderstoodDataSource>> = {
  aws_availability_zones: zones,
  aws_caller_identity: { arguments: [], attributes: ["account_id", "arn", "id", "user_id"] },
  aws_ec2_managed_prefix_list: prefixList,
  aws_ec2_transit_gateway: networkLookup("aws_ec2_transit_gateway"),
  aws_ec2_transit_gateway_vpc_attachment: networkLookup("aws_ec2_transit_gateway_vpc_attachment"),
  aws_iam_policy: { arguments: ["arn", "name", "path_prefix"], attributes: ["arn", "id"], onlyResolved: true },
  aws_iam_session_context: {
    arguments: ["arn"],
    attributes: ["issuer_arn"],
    mustReferTo: { arn: ["aws_caller_identity", "arn"] },
  },
  aws_internet_gateway: networkLookup("aws_internet_gateway"),
  aws_nat_gateway: networkLookup("aws_nat_gateway"),
  aws_organizations_organization: { arguments: ["return_organization_only"], attributes: ["id"] },
  aws_partition: { arguments: [], attributes: ["dns_suffix", "id", "partition", "reverse_dns_prefix"] },
  aws_prefix_list: prefixList,
  aws_region: {
    arguments: ["name", "region"],
    attributes: ["id", "name", "region"],
    ownRegion: ["id", "name", "region"],
  },
  aws_route_table: {
    ...networkLookup("aws_route_table", "aws_default_route_table"),
    isCreatedWithVpc: true,
  },
  aws_route_tables: {
    ...networkList("aws_route_table", "aws_default_route_table"),
    isCreatedWithVpc: true,
  },
  aws_security_group: {
    ...networkLookup("aws_security_group", "aws_default_security_group"),
    isCreatedWithVpc: true,
  },
  aws_security_groups: {
    ...networkList("aws_security_group", "aws_default_security_group"),
    isCreatedWithVpc: true,
  },
  aws_subnet: networkLookup("aws_subnet", "aws_default_subnet"),
  aws_subnets: networkList("aws_subnet", "aws_default_subnet"),
  aws_vpc: networkLookup("aws_vpc", "aws_default_vpc"),
  aws_vpc_endpoint: networkLookup("aws_vpc_endpoint"),
  aws_vpcs: networkList("aws_vpc", "aws_default_vpc"),
};

/** How models read a data source of a type; `undefined` where none does. */
export function understoodDataSourceOf(type: string): UnderstoodDataSource | undefined {
  return ownEntry(understoodDataSources, type);
}
