import { ownEntry } from "../../collections/own-entry";
import {
  isAbsent,
  isJsonObject,
  isLiteralText,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  type Resource,
} from "../terraform-configuration";

/**
 * A data source that finds exactly one object, or else stops the plan. What it is asked for are arguments of the resource that it
 * finds.
 */
interface LookupRule {
  /** Arguments of the data source, and the argument of the resource that has the same value. */
  readonly arguments: Readonly<Record<string, string>>;
  /** The same for the names of its `filter` blocks. */
  readonly filters: Readonly<Record<string, string>>;
}

const SUBNET_FILTERS: LookupRule["filters"] = {
  "vpc-id": "vpc_id",
  "availability-zone": "availability_zone",
  "cidr-block": "cidr_block",
};

const SECURITY_GROUP_FILTERS: LookupRule["filters"] = { "vpc-id": "vpc_id", "group-name": "name" };

/** Tags are arguments of `tags`, or filters `tag:KEY`. */
const LOOKUP_RULES: Readonly<Record<string, LookupRule>> = {
  aws_ec2_transit_gateway: { arguments: {}, filters: {} },
  aws_ec2_transit_gateway_route_table: { arguments: {}, filters: { "transit-gateway-id": "transit_gateway_id" } },
  aws_ec2_transit_gateway_vpc_attachment: {
    arguments: {},
    filters: { "transit-gateway-id": "transit_gateway_id", "vpc-id": "vpc_id" },
  },
  aws_internet_gateway: { arguments: {}, filters: { "attachment.vpc-id": "vpc_id" } },
  aws_nat_gateway: { arguments: { subnet_id: "subnet_id" }, filters: { "subnet-id": "subnet_id" } },
  aws_vpc: { arguments: { cidr_block: "cidr_block" }, filters: { cidr: "cidr_block" } },
  aws_vpcs: { arguments: {}, filters: { cidr: "cidr_block" } },
  aws_vpc_endpoint: {
    arguments: { vpc_id: "vpc_id", service_name: "service_name" },
    filters: { "vpc-id": "vpc_id", "service-name": "service_name" },
  },
  aws_subnet: {
    arguments: { vpc_id: "vpc_id", availability_zone: "availability_zone", cidr_block: "cidr_block" },
    filters: SUBNET_FILTERS,
  },
  aws_route_table: { arguments: { vpc_id: "vpc_id" }, filters: { "vpc-id": "vpc_id" } },
  aws_route_tables: { arguments: { vpc_id: "vpc_id" }, filters: { "vpc-id": "vpc_id" } },
  aws_subnets: { arguments: {}, filters: SUBNET_FILTERS },
  aws_security_group: { arguments: { vpc_id: "vpc_id", name: "name" }, filters: SECURITY_GROUP_FILTERS },
  aws_security_groups: { arguments: {}, filters: SECURITY_GROUP_FILTERS },
};

/** Arguments that ask for nothing. */
const META_ARGUMENTS: ReadonlySet<string> = new Set(["//", "lifecycle", "depends_on"]);

/** Whether a data source has no arguments but the named ones and those that ask for nothing. */
export function hasOnlyArguments(values: JsonObject, ...names: readonly string[]): boolean {
  return Object.entries(values).every(
    ([name, value]) => value === null || META_ARGUMENTS.has(name) || names.includes(name),
  );
}

/** A property that the object of a lookup has: a tag, or an argument of its resource. */
export interface SoughtProperty {
  readonly kind: "tag" | "argument";
  readonly name: string;
  readonly value: string;
}

/**
 * Everything that a data source asks for.
 *
 * @returns `undefined` when it may find several objects, or asks for something that no rule reads
 */
export function soughtProperties(lookup: Resource): readonly SoughtProperty[] | undefined {
  const properties = readProperties(lookup);
  const sought = properties.filter(isSought);
  // A lookup by nothing but its state finds anything.
  return properties.includes(undefined) || sought.length === 0 ? undefined : sought;
}

type ReadProperty = SoughtProperty | "available" | undefined;

function isSought(property: ReadProperty): property is SoughtProperty {
  return property !== undefined && property !== "available";
}

/** What a data source asks for; nothing if no rule reads its type. */
function readProperties({ type, values }: Resource): readonly ReadProperty[] {
  const rule = ownEntry(LOOKUP_RULES, type);
  return rule === undefined
    ? []
    : Object.entries(values)
        .filter(([name, value]) => !META_ARGUMENTS.has(name) && value !== null)
        .flatMap(([name, value]) => propertiesOfArgument(rule, name, value));
}

function propertiesOfArgument(rule: LookupRule, name: string, value: Json): readonly ReadProperty[] {
  if (name === "filter") {
    return (Array.isArray(value) ? value : [value]).map((block) => propertyOfFilter(rule, block));
  }
  if (name === "tags") {
    return isJsonObject(value) ? Object.entries(value).map(([key, tag]) => propertyOf("tag", key, tag)) : [undefined];
  }
  return [name === "state" ? stateOf(value) : propertyOf("argument", ownEntry(rule.arguments, name), value)];
}

function propertyOfFilter(rule: LookupRule, block: Json): ReadProperty {
  const { name, values, ...others } = isJsonObject(block) ? block : {};
  // AWS takes any of several values, and * in each of them.
  const [value = null, ...more] = Array.isArray(values) ? values : [];
  if (typeof name !== "string" || more.length > 0 || Object.keys(others).length > 0 || /[*?\\]/.test(jsonText(value))) {
    return undefined;
  }
  if (name === "state") {
    return stateOf(value);
  }
  const [, key] = /^tag:(.+)$/.exec(name) ?? [];
  return key === undefined
    ? propertyOf("argument", ownEntry(rule.filters, name), value)
    : propertyOf("tag", key, value);
}

/** Every object is available after an apply. */
function stateOf(value: Json): ReadProperty {
  return value === "available" ? "available" : undefined;
}

function propertyOf(kind: SoughtProperty["kind"], name: string | undefined, value: Json): ReadProperty {
  return name === undefined || typeof value !== "string" || value === "" ? undefined : { kind, name, value };
}

/**
 * Whether a data source certainly finds another object than that of a resource: one that has another tag or block, for example. One such
 * property is enough, whatever else the data source asks for, and wherever the resource is.
 */
export function isCertainlyOther(lookup: Resource, resource: Resource): boolean {
  // In a plan and a state, what the data source has found stands among its arguments, and no rule reads that.
  const properties = isKept(resource) ? readProperties(lookup).filter(isSought) : [];
  return properties.some((property) => {
    const found = writtenValue(resource, property);
    return isLiteralText(property.value) && isLiteralText(found) && found !== property.value;
  });
}

/**
 * Whether a data source may find what AWS creates with each VPC: the main route table and the default security group, which have no tags as
 * long as no resource adopts them.
 */
export function mayFindDefault(lookup: Resource): boolean {
  const properties = readProperties(lookup).filter(isSought);
  return !properties.some(({ kind, name, value }) => kind === "tag" || (name === "name" && isOtherName(value)));
}

function isOtherName(value: string): boolean {
  return isLiteralText(value) && value !== "default";
}

/** Whether Terraform keeps what is written in a resource, and the resource is in the place of the provider. */
export function isKeptInPlace(resource: Resource): boolean {
  const { provider, region } = resource.values;
  return [provider, region].every(isAbsent) && isKept(resource);
}

/** Whether Terraform keeps what is written in a resource. */
function isKept({ values: { lifecycle } }: Resource): boolean {
  return !JSON.stringify(lifecycle ?? null).includes('"ignore_changes"');
}

/** A tag or an argument of a resource. */
function writtenValue({ values }: Resource, { kind, name }: SoughtProperty): Json | undefined {
  return memberOf(kind === "argument" ? values : values.tags, name);
}

/**
 * Whether the object of a resource certainly has the properties after the apply.
 *
 * @param isSame whether two values are certainly one
 */
export function hasProperties(
  resource: Resource,
  properties: readonly SoughtProperty[],
  isSame: (one: string, other: string) => boolean,
): boolean {
  return (
    isKeptInPlace(resource) &&
    properties.every((property) => {
      const found = writtenValue(resource, property);
      const { kind, value } = property;
      return typeof found === "string" && (kind === "argument" || isLiteralText(found)) && isSame(found, value);
    })
  );
}
