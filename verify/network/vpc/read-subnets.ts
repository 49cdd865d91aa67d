import { type Cidr, parseCidr } from "../../../ip/cidr";
import { emptySet, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { isSet, type Json, type Resource } from "../../terraform/terraform-configuration";

/** A VPC, declared here or only named by its id. */
export interface Vpc {
  /** Its Terraform address, or its id if it is declared elsewhere. */
  readonly key: string;
  readonly resource?: Resource;
  /** Its resolved CIDR blocks. The `local` routes have these destinations. */
  readonly cidrBlocks: readonly Cidr[];
  /** Whether a block cannot be resolved: Amazon-provided IPv6 block, IPAM pool, VPC of another configuration. */
  readonly hasUnknownAddresses: boolean;
  readonly hasIpv6: boolean;
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
  readonly hasIpv6: boolean;
}

/** Declared subnets by key: resources and data sources. */
export function readSubnets(graph: ResourceGraph): ReadonlyMap<string, Subnet> {
  const declared = graph.configuration.resources.filter(({ type }) => type === "aws_subnet");
  return new Map(declared.map((resource) => [resource.address, subnetOf(graph, resource)]));
}

/** VPCs by key: declared ones, and those that a subnet names. */
export function readVpcs(graph: ResourceGraph, subnets: Iterable<Subnet>): ReadonlyMap<string, Vpc> {
  const declared = graph.configuration.resources.filter(({ type }) => type === "aws_vpc" || type === "aws_default_vpc");
  const vpcs = new Map(declared.map((resource) => [resource.address, vpcOf(graph, resource)]));
  for (const { vpc } of subnets) {
    if (vpc !== undefined && !vpcs.has(vpc)) {
      vpcs.set(vpc, { key: vpc, cidrBlocks: [], hasUnknownAddresses: true, hasIpv6: false });
    }
  }
  return vpcs;
}

function subnetOf(graph: ResourceGraph, resource: Resource): Subnet {
  const { values } = resource;
  const cidr = cidrOfArgument(graph, values.cidr_block);
  const ipv6 = cidrOfArgument(graph, values.ipv6_cidr_block);
  const hasIpv6 = isSet(values.ipv6_cidr_block) || values.ipv6_native === true || isSet(values.ipv6_ipam_pool_id);
  return {
    key: resource.address,
    resource,
    vpc: graph.referenceKey(values.vpc_id),
    availabilityZone: graph.referenceKey(values.availability_zone) ?? graph.referenceKey(values.availability_zone_id),
    addresses: cidr === undefined ? undefined : union(cidr.addresses, ipv6?.addresses ?? emptySet),
    hasIpv6,
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
  const hasIpv6 =
    ipv6Associations.length > 0 ||
    values.assign_generated_ipv6_cidr_block === true ||
    isSet(values.ipv6_cidr_block) ||
    isSet(values.ipv6_ipam_pool_id);
  return {
    key: resource.address,
    resource,
    cidrBlocks: blocks.filter((block) => block !== undefined),
    hasUnknownAddresses: blocks.includes(undefined) || values.assign_generated_ipv6_cidr_block === true,
    hasIpv6,
  };
}

/** A literal CIDR block, or one that references resolve to. */
function cidrOfArgument(graph: ResourceGraph, value: Json | undefined): Cidr | undefined {
  const target = graph.target(value);
  return target.kind === "literal" ? parseCidr(target.text) : undefined;
}
