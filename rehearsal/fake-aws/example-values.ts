import { createHash } from "node:crypto";
import type { ObjectValue, ProviderValue } from "../protocol/values";
import { knownString } from "../protocol/values";
import type { Block, CtyType } from "../schema/provider-schema";
import { availabilityZonesOf, type ProviderConfiguration } from "./provider-configuration";

/** Attributes of lookups whose form decides whether other resources accept them. */
const knownForms: Readonly<Record<string, (config: ProviderConfiguration, digits: string) => ProviderValue>> = {
  account_id: ({ account }) => account,
  owner_id: ({ account }) => account,
  region: ({ region }) => region,
  cidr_block: () => "10.0.0.0/16",
  ipv6_cidr_block: () => "",
  enable_dns_support: () => true,
  enable_dns_hostnames: () => true,
  availability_zone: ({ region, zoneLetters }) => availabilityZonesOf(region, zoneLetters)[0] ?? "",
  availability_zones: ({ region, zoneLetters }) => availabilityZonesOf(region, zoneLetters),
  image_id: (_config, digits) => `ami-${digits}`,
  vpc_id: (_config, digits) => `vpc-${digits}`,
  subnet_id: (_config, digits) => `subnet-${digits}`,
  security_group_id: (_config, digits) => `sg-${digits}`,
  json: () => '{"Version":"2012-10-17","Statement":[]}',
  policy: () => '{"Version":"2012-10-17","Statement":[]}',
  secret_string: () => "{}",
};

/** Prefixes of IDs, by the end of the type. */
const idPrefixes: Readonly<Record<string, string>> = {
  vpc: "vpc",
  vpcs: "vpc",
  subnet: "subnet",
  subnets: "subnet",
  security_group: "sg",
  security_groups: "sg",
  route_table: "rtb",
  internet_gateway: "igw",
  nat_gateway: "nat",
  ami: "ami",
  vpc_endpoint: "vpce",
  transit_gateway: "tgw",
  instance: "i",
};

/**
 * Values for a data source of which nothing is known but its schema: an account has what a root module looks up. Equal lookups give
 * equal values.
 */
export function exampleValues(
  type: string,
  block: Block,
  attributes: ObjectValue,
  config: ProviderConfiguration,
): ObjectValue {
  const digits = createHash("sha256")
    .update(`${type}${JSON.stringify(attributes)}`)
    .digest("hex")
    .slice(0, 17);
  const kind = type.replace(/^aws_(?:ec2_)?/, "");
  const prefix = idPrefixes[kind];
  const id = knownString(attributes.id) ?? (prefix === undefined ? digits : `${prefix}-${digits}`);
  // EC2 has what begins with a prefix, and its ARNs name the kind of the object.
  const words = prefix === undefined ? kind.split("_") : ["ec2", ...kind.split("_")];
  const [service = "", ...noun] = words;
  const what = prefix === undefined && service !== "iam" ? kind : noun.join("-");
  // IAM has one account for all Regions.
  const place = `${service === "iam" ? "" : config.region}:${config.account}:${what}`;
  const special: ObjectValue = {
    id,
    arn: `arn:${config.partition}:${service}:${place}/${service === "iam" ? (knownString(attributes.name) ?? id) : id}`,
    ids: prefix === undefined ? [digits] : ["0", "1", "2"].map((end) => `${prefix}-${digits.slice(0, -1)}${end}`),
    name: knownString(attributes.name) ?? `example-${digits.slice(0, 6)}`,
    names: [`example-${digits.slice(0, 6)}`],
  };
  const computed = Object.entries(block.attributes).filter(
    ([name, attribute]) => attribute.computed === true && (attributes[name] ?? null) === null,
  );
  return Object.fromEntries(
    computed.map(([name, attribute]) => {
      const value = special[name] ?? knownForms[name]?.(config, digits);
      return [
        name,
        value !== undefined && fits(value, attribute.type) ? value : emptyValue(name, attribute.type, digits),
      ];
    }),
  );
}

function fits(value: ProviderValue, type: CtyType): boolean {
  if (Array.isArray(value)) {
    return Array.isArray(type) && type[0] !== "map" && type[1] === "string";
  }
  return type === (typeof value === "boolean" ? "bool" : "string");
}

function emptyValue(name: string, type: CtyType, digits: string): ProviderValue {
  if (type === "string") {
    return name.endsWith("arn") ? `arn:aws:example:::${digits}` : `example-${digits.slice(0, 6)}`;
  }
  if (type === "number") {
    return 1;
  }
  if (type === "bool") {
    return false;
  }
  if (type === "dynamic") {
    return null;
  }
  return type[0] === "map" ? {} : type[0] === "object" ? null : [];
}
