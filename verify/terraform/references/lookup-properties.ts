import { isJsonObject, isLiteralText, type Json, type Resource } from "../terraform-configuration";

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

/** Tags are arguments of `tags`, or filters `tag:KEY`. */
const LOOKUP_RULES: Readonly<Record<string, LookupRule>> = {
  aws_ec2_transit_gateway: { arguments: {}, filters: {} },
  aws_ec2_transit_gateway_route_table: { arguments: {}, filters: { "transit-gateway-id": "transit_gateway_id" } },
  aws_ec2_transit_gateway_vpc_attachment: {
    arguments: {},
    filters: { "transit-gateway-id": "transit_gateway_id", "vpc-id": "vpc_id" },
  },
  aws_vpc: { arguments: { cidr_block: "cidr_block" }, filters: { cidr: "cidr_block" } },
  aws_subnet: {
    arguments: { vpc_id: "vpc_id", availability_zone: "availability_zone", cidr_block: "cidr_block" },
    filters: { "vpc-id": "vpc_id", "availability-zone": "availability_zone", "cidr-block": "cidr_block" },
  },
  aws_subnets: {
    arguments: {},
    filters: { "vpc-id": "vpc_id", "availability-zone": "availability_zone", "cidr-block": "cidr_block" },
  },
  aws_security_group: { arguments: { vpc_id: "vpc_id", name: "name" }, filters: { "vpc-id": "vpc_id" } },
};

/** Arguments that ask for nothing. */
const META_ARGUMENTS: ReadonlySet<string> = new Set(["//", "lifecycle", "depends_on"]);

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
export function soughtProperties({ type, values }: Resource): readonly SoughtProperty[] | undefined {
  const rule = Object.hasOwn(LOOKUP_RULES, type) ? LOOKUP_RULES[type] : undefined;
  if (rule === undefined) {
    return undefined;
  }
  const properties = readProperties(rule, values);
  const isKnown = properties.every((property) => property !== undefined);
  // A lookup by nothing but its state finds anything.
  return isKnown && properties.some((property) => property !== "available")
    ? properties.filter((property) => property !== "available")
    : undefined;
}

type ReadProperty = SoughtProperty | "available" | undefined;

function isSought(property: ReadProperty): property is SoughtProperty {
  return property !== undefined && property !== "available";
}

function readProperties(rule: LookupRule, values: Resource["values"]): readonly ReadProperty[] {
  return Object.entries(values)
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
  return [name === "state" ? stateOf(value) : propertyOf("argument", rule.arguments[name], value)];
}

function propertyOfFilter(rule: LookupRule, block: Json): ReadProperty {
  const { name, values, ...others } = isJsonObject(block) ? block : {};
  // AWS takes any of several values, and * in each of them.
  const [value = null, ...more] = Array.isArray(values) ? values : [];
  if (typeof name !== "string" || more.length > 0 || Object.keys(others).length > 0 || /[*?\\]/.test(String(value))) {
    return undefined;
  }
  if (name === "state") {
    return stateOf(value);
  }
  const [, key] = /^tag:(.+)$/.exec(name) ?? [];
  return key === undefined ? propertyOf("argument", rule.filters[name], value) : propertyOf("tag", key, value);
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
  return knownProperties(lookup).some(({ kind, name, value }) => {
    const found = writtenValue(resource, kind, name);
    return isLiteralText(value) && isLiteralText(found) && found !== value;
  });
}

/** What a data source asks for, as far as rules read it. In a plan and a state, what it has found stands among its arguments. */
function knownProperties({ type, values }: Resource): readonly SoughtProperty[] {
  const rule = Object.hasOwn(LOOKUP_RULES, type) ? LOOKUP_RULES[type] : undefined;
  return rule === undefined ? [] : readProperties(rule, values).filter(isSought);
}

/** A tag or an argument of a resource, as long as Terraform keeps what is written, in the place of the provider. */
function keptValue(resource: Resource, kind: SoughtProperty["kind"], name: string): Json | undefined {
  const { provider, region } = resource.values;
  const isElsewhere = [provider, region].some((value) => value !== undefined && value !== null);
  return isElsewhere ? undefined : writtenValue(resource, kind, name);
}

/** A tag or an argument of a resource, as long as Terraform keeps what is written. */
function writtenValue(
  { values: { lifecycle, tags, ...values } }: Resource,
  kind: SoughtProperty["kind"],
  name: string,
): Json | undefined {
  if (JSON.stringify(lifecycle ?? null).includes('"ignore_changes"')) {
    return undefined;
  }
  const members = kind === "argument" ? values : isJsonObject(tags) ? tags : {};
  return Object.hasOwn(members, name) ? members[name] : undefined;
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
  return properties.every(({ kind, name, value }) => {
    const found = keptValue(resource, kind, name);
    return typeof found === "string" && (kind === "argument" || isLiteralText(found)) && isSame(found, value);
  });
}
