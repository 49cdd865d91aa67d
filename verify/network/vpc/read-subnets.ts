import { type Cidr, parseCidr } from "../../../ip/cidr";
import { emptySet, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { isFalse, isSet, isTrue, type Json, type Resource } from "../../terraform/terraform-configuration";

/**
 * Whether a VPC or a subnet has an IPv6 block. `possible`: all that would give it one are expressions that choose, so that it may have none.
 */
export type Ipv6Block = "none" | "possible" | "certain";

/** A VPC, declared here or only named by its id. */
export interface Vpc {
  /** Its Terraform address, or its id if it is declared elsewhere. */
  readonly key: string;
  readonly resource?: Resource;
  /** Its resolved CIDR blocks. The `local` routes have these destinations. */
  readonly cidrBlocks: readonly Cidr[];
  /** Whether a block cannot be resolved: Amazon-provided IPv6 block, IPAM pool, VPC of another configuration. */
  readonly hasUnknownAddresses: boolean;
  readonly ipv6Block: Ipv6Block;
}

/** A subnet, declared here or only named by its id. */
export interface Subnet {
  /** Its Terraform address, or its id when it is declared elsewhere. */
  readonly key: string;
  readonly resource?: Resource;
  /** Key of its VPC. */
  readonly vpc: string | undefined;
  /** Name or id of its Availability Zone, or the reference that evaluates to it. */
  readonly availabilityZone: string | undefined;
  /** `undefined` when its CIDR block cannot be resolved. */
  readonly addresses: AddressSet | undefined;
  readonly ipv6Block: Ipv6Block;
}

/** Declared subnets by key: resources and data sources. */
export function readSubnets(graph: ResourceGraph): ReadonlyMap<string, Subnet> {
  const declared = graph.configuration.resources.filter(({ type }) => type === "aws_subnet");
  return new Map(declared.map((resource) => [resource.address, subnetOf(graph, resource)]));
}

/**
 * A subnet that is not declared: one that is only named by its id, or one that stands for where packets come from. Its zone and addresses
 * are unknown.
 *
 * @param vpc key of its VPC, if that is known
 */
export function undeclaredSubnet(key: string, vpc: string | undefined): Subnet {
  return { key, vpc, availabilityZone: undefined, addresses: undefined, ipv6Block: "none" };
}

/** VPCs by key: declared ones, and those that a subnet names. */
export function readVpcs(graph: ResourceGraph, subnets: Iterable<Subnet>): ReadonlyMap<string, Vpc> {
  const declared = graph.configuration.resources.filter(({ type }) => type === "aws_vpc" || type === "aws_default_vpc");
  const vpcs = new Map(declared.map((resource) => [resource.address, vpcOf(graph, resource)]));
  for (const { vpc } of subnets) {
    if (vpc !== undefined && !vpcs.has(vpc)) {
      vpcs.set(vpc, { key: vpc, cidrBlocks: [], hasUnknownAddresses: true, ipv6Block: "none" });
    }
  }
  return vpcs;
}

function subnetOf(graph: ResourceGraph, resource: Resource): Subnet {
  const { values } = resource;
  const cidr = cidrOfArgument(graph, values.cidr_block);
  const ipv6 = cidrOfArgument(graph, values.ipv6_cidr_block);
  return {
    key: resource.address,
    resource,
    vpc: graph.referenceKey(values.vpc_id),
    availabilityZone: graph.referenceKey(values.availability_zone) ?? graph.referenceKey(values.availability_zone_id),
    addresses: cidr === undefined ? undefined : union(cidr.addresses, ipv6?.addresses ?? emptySet),
    ipv6Block: surest(values.ipv6_cidr_block, values.ipv6_native, values.ipv6_ipam_pool_id),
  };
}

function vpcOf(graph: ResourceGraph, resource: Resource): Vpc {
  const ofVpc = ({ values }: Resource): boolean => graph.referenceKey(values.vpc_id) === resource.address;
  const ipv4Associations = graph.ofType("aws_vpc_ipv4_cidr_block_association").filter(ofVpc);
  const ipv6Associations = graph.ofType("aws_vpc_ipv6_cidr_block_association").filter(ofVpc);
  const { values } = resource;
  const blocks = [
    values.cidr_block,
    ...(isSet(values.ipv6_cidr_block) ? [values.ipv6_cidr_block] : []),
    ...ipv4Associations.map((association) => association.values.cidr_block),
    ...ipv6Associations.map((association) => association.values.ipv6_cidr_block),
  ].map((block) => cidrOfArgument(graph, block));
  const { assign_generated_ipv6_cidr_block: isGenerated, ipv6_cidr_block: block, ipv6_ipam_pool_id: pool } = values;
  return {
    key: resource.address,
    resource,
    cidrBlocks: blocks.filter((block) => block !== undefined),
    hasUnknownAddresses: blocks.includes(undefined) || isTrue(isGenerated),
    ipv6Block: ipv6Associations.length > 0 ? "certain" : surest(isGenerated, block, pool),
  };
}

/** What the arguments give together, each of which gives an IPv6 block where it is set and not false. */
function surest(...values: readonly (Json | undefined)[]): Ipv6Block {
  const given = values.map((value) =>
    !isSet(value) || isFalse(value) ? "none" : isChoice(value) ? "possible" : "certain",
  );
  return given.find((one) => one === "certain") ?? given.find((one) => one === "possible") ?? "none";
}

/** Such as `a ? b : null`, `try(a, null)` or `var.block`, of which the outcome is not known. */
function isChoice(value: Json | undefined): boolean {
  return (
    typeof value === "string" &&
    (/\$\{.*(?:\?|\b(?:null|try|lookup|one)\b)/s.test(value) || /^\$\{(?:each|local|module|var)\.[^(]*\}$/.test(value))
  );
}

/** A literal CIDR block, or one that references resolve to. */
function cidrOfArgument(graph: ResourceGraph, value: Json | undefined): Cidr | undefined {
  const target = graph.target(value);
  return target.kind === "literal" ? parseCidr(target.text) : undefined;
}
