import { managedPolicyDocument, managedPolicyPath } from "../../aws/managed-policies";
import { endpointPrefixIn } from "../../aws/partition-endpoints";
import { dnsSuffixOfPartition, partitionNamed } from "../../aws/partitions";
import type { ObjectValue } from "../protocol/values";
import { isObjectValue, itemsOf, knownString, knownStrings } from "../protocol/values";
import { renderPolicyDocument } from "./policy-document";
import type { ProviderConfiguration } from "./provider-configuration";
import { availabilityZonesOf, declaredZonesOf, isOfRegion, zoneId } from "./provider-configuration";

/** Computes the attributes of a data source. Configured attributes keep their values. */
type DataSourceReader = (attributes: ObjectValue, providerConfig: ProviderConfiguration) => ObjectValue;

function regionOf(attributes: ObjectValue, providerConfig: ProviderConfiguration): string {
  return knownString(attributes.region) ?? knownString(attributes.name) ?? providerConfig.region;
}

function endpointService(attributes: ObjectValue, providerConfig: ProviderConfiguration): ObjectValue {
  const region = knownString(attributes.region) ?? providerConfig.region;
  const service = knownString(attributes.service) ?? knownString(attributes.service_name)?.split(".").at(-1) ?? "";
  const prefix = endpointPrefixIn(partitionNamed(providerConfig.partition), service) ?? "com.amazonaws";
  const name = knownString(attributes.service_name) ?? `${prefix}.${region}.${service}`;
  return {
    id: name,
    service_name: name,
    service_type: knownString(attributes.service_type) ?? "Interface",
    availability_zones: availabilityZonesOf(region, providerConfig.zoneLetters),
    private_dns_name: `${service}.${region}.${dnsSuffixOfPartition(providerConfig.partition)}`,
    vpc_endpoint_policy_supported: true,
  };
}

/** Which zones of a declared account a filter finds, by its name. Every declared zone is available. */
const zoneFilters: Readonly<Record<string, (zone: string, values: readonly string[]) => boolean>> = {
  "zone-name": (zone, values) => values.includes(zone),
  "opt-in-status": (zone, values) => values.includes(isOfRegion(zone) ? "opt-in-not-required" : "opted-in"),
  "zone-type": (zone, values) => values.includes(isOfRegion(zone) ? "availability-zone" : "local-zone"),
  state: (_zone, values) => values.includes("available"),
};

/** Which zones a lookup asks for: those that it does not exclude, and of a filter those that it finds. */
function zoneSelection({ exclude_names: excluded, filter }: ObjectValue): (zone: string) => boolean {
  const filters = itemsOf(filter).filter(isObjectValue);
  return (zone) =>
    !knownStrings(excluded).includes(zone) &&
    filters.every(({ name, values }) => zoneFilters[knownString(name) ?? ""]?.(zone, knownStrings(values)) !== false);
}

/** Whether names of zones say what a lookup finds: it asks for nothing that only the zones themselves have. */
function isByName({ all_availability_zones: all, exclude_zone_ids: excluded, state, filter }: ObjectValue): boolean {
  const filters = itemsOf(filter).filter(isObjectValue);
  return (
    all !== true &&
    itemsOf(excluded).length === 0 &&
    (knownString(state) ?? "available") === "available" &&
    filters.every(({ name }) => Object.hasOwn(zoneFilters, knownString(name) ?? ""))
  );
}

/** AMI ID that every SSM parameter returns. */
const EXAMPLE_IMAGE = "ami-0123456789abcdef0";

/** Names that only AWS uses for its policies, as far as a name tells. */
const AWS_POLICY_NAME =
  /^(?:AWS|Amazon|Administrator|PowerUser|ReadOnlyAccess|SecurityAudit|ViewOnly|CloudWatch|IAM)|(?:FullAccess|ReadOnlyAccess)$/;

const awsPolicyArn = /^arn:aws:iam::aws:policy\/(.+)$/;

/** A policy that a lookup finds. */
interface FoundPolicy {
  readonly owner: string;
  /** With a slash at both ends. */
  readonly path: string;
  readonly name: string;
  readonly document: string;
}

/** The policy that AWS publishes by the name or the ARN of a lookup, of those in the catalog, which has the documents of the partition aws. */
function publishedPolicy(
  { name, arn, path_prefix: prefix }: ObjectValue,
  partition: ProviderConfiguration["partition"],
): FoundPolicy | undefined {
  if (partition !== "aws") {
    return undefined;
  }
  const [, asked] = awsPolicyArn.exec(knownString(arn) ?? "") ?? [];
  const place = asked ?? managedPolicyPath(knownString(name) ?? "") ?? "";
  const document = managedPolicyDocument(place);
  if (document === undefined || !`/${place}`.startsWith(knownString(prefix) ?? "/")) {
    return undefined;
  }
  const found = place.split("/").at(-1) ?? place;
  return { owner: "aws", path: `/${place.slice(0, -found.length)}`, name: found, document };
}

/** An example in place of a policy of which nothing is known. */
function examplePolicy({ name, arn, path_prefix: prefix }: ObjectValue, account: string): FoundPolicy {
  const asked = knownString(name) ?? knownString(arn)?.split("/").at(-1) ?? "example";
  return {
    owner: AWS_POLICY_NAME.test(asked) ? "aws" : account,
    path: knownString(prefix) ?? "/",
    name: asked,
    document: '{"Version":"2012-10-17","Statement":[]}',
  };
}

const iamPolicy: DataSourceReader = (attributes, { account, partition }) => {
  const { owner, path, name, document } = publishedPolicy(attributes, partition) ?? examplePolicy(attributes, account);
  const arn = knownString(attributes.arn) ?? `arn:${partition}:iam::${owner}:policy${path}${name}`;
  return {
    id: arn,
    arn,
    name,
    path,
    policy: document,
    policy_id: "ANPAREHEARSAL",
    description: "",
    attachment_count: 0,
    tags: {},
  };
};

/** The supported data sources. */
export const DATA_SOURCES: Readonly<Record<string, DataSourceReader>> = {
  aws_caller_identity: (_attributes, { account, partition, callerRole }) => ({
    id: account,
    account_id: account,
    arn: `arn:${partition}:sts::${account}:assumed-role/${callerRole.split("/").at(-1)}/rehearsal`,
    user_id: "AROAREHEARSAL:rehearsal",
  }),
  aws_iam_policy: iamPolicy,
  aws_iam_session_context: (attributes, { account, partition, callerRole }) => {
    const arn = knownString(attributes.arn) ?? "";
    const [, role = "", session = ""] = arn.split(":").at(-1)?.split("/") ?? [];
    // A session's ARN lacks the path of its role, which IAM knows.
    const path = callerRole.split("/").at(-1) === role ? callerRole : role;
    const issuer = `arn:${partition}:iam::${account}:role/${path}`;
    return { id: arn, issuer_arn: issuer, issuer_id: "AROAREHEARSAL", issuer_name: role, session_name: session };
  },
  aws_region: (attributes, providerConfig) => {
    const region = regionOf(attributes, providerConfig);
    const endpoint = `ec2.${region}.${dnsSuffixOfPartition(providerConfig.partition)}`;
    return { id: region, region, name: region, description: `rehearsal of ${region}`, endpoint };
  },
  aws_partition: (_attributes, { partition }) => ({
    id: partition,
    partition,
    dns_suffix: dnsSuffixOfPartition(partition),
    reverse_dns_prefix: dnsSuffixOfPartition(partition).split(".").reverse().join("."),
  }),
  aws_availability_zones: (attributes, providerConfig) => {
    const region = regionOf(attributes, providerConfig);
    const zones = declaredZonesOf(region, providerConfig) ?? availabilityZonesOf(region, providerConfig.zoneLetters);
    const names = zones.filter(zoneSelection(attributes));
    return {
      id: region,
      names,
      zone_ids: names.map(zoneId),
      group_names: [region],
    };
  },
  aws_prefix_list: (attributes, providerConfig) => ({
    id: knownString(attributes.prefix_list_id) ?? "pl-0123456789abcdef0",
    name: knownString(attributes.name) ?? `com.amazonaws.${providerConfig.region}.s3`,
    cidr_blocks: ["198.51.100.0/24"],
  }),
  aws_ec2_managed_prefix_list: (attributes, providerConfig) => ({
    id: knownString(attributes.id) ?? "pl-0123456789abcdef0",
    name: knownString(attributes.name) ?? `com.amazonaws.${providerConfig.region}.s3`,
    address_family: "IPv4",
    entries: [{ cidr: "198.51.100.0/24", description: "" }],
    max_entries: 1,
    owner_id: "AWS",
  }),
  aws_ssm_parameter: (attributes, { account, partition, region }) => {
    const name = knownString(attributes.name) ?? "";
    const arn = `arn:${partition}:ssm:${region}:${name.startsWith("/aws/service/") ? "" : account}:parameter${name}`;
    return { id: name, arn, type: "String", value: EXAMPLE_IMAGE, insecure_value: EXAMPLE_IMAGE, version: 1 };
  },
  aws_vpc_endpoint_service: endpointService,
  aws_iam_policy_document: renderPolicyDocument,
};

/**
 * Whether a reader of its own makes up what only an account knows: a policy that is not one of AWS in the catalog, or the value of a
 * parameter.
 */
export function isExampleOf(
  type: string,
  attributes: ObjectValue,
  { partition }: Pick<ProviderConfiguration, "partition">,
): boolean {
  const name = knownString(attributes.name) ?? "";
  return type === "aws_iam_policy"
    ? publishedPolicy(attributes, partition) === undefined
    : type === "aws_ssm_parameter" && !name.startsWith("/aws/service/");
}

/** Data sources of which the answer is a fact where the provider names its Region, which says the partition. */
const FACTS_OF_REGION: ReadonlySet<string> = new Set([
  "aws_region",
  "aws_partition",
  "aws_availability_zones",
  "aws_iam_policy",
]);

/**
 * Whether nobody but AWS knows the answer of a reader of its own: who calls, what a prefix list has, which zones have a service, or anything
 * of a Region that the provider does not name. Zones are answered as the account says, and documents of IAM as Terraform itself renders them.
 */
export function isAssumed(type: string, attributes: ObjectValue, config: ProviderConfiguration): boolean {
  if (FACTS_OF_REGION.has(type)) {
    const isRegionOpen = !config.isRegionGiven && knownString(attributes.region) === undefined;
    return isRegionOpen || (type === "aws_availability_zones" && isNotDeclared(attributes, config));
  }
  return type in DATA_SOURCES && type !== "aws_iam_policy_document";
}

/** Whether an account whose zones are declared is asked for others, or for more of them than their names. */
function isNotDeclared(attributes: ObjectValue, config: ProviderConfiguration): boolean {
  const isDeclared = declaredZonesOf(regionOf(attributes, config), config) !== undefined && isByName(attributes);
  return config.zones !== undefined && !isDeclared;
}
