import { ownEntry } from "../../collections/own-entry";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { balancerTypes } from "../../terraform/resource-types/modeled/load-balancer-types";
import {
  isFalse,
  isJsonObject,
  isSet,
  isTrue,
  type Json,
  type Resource,
} from "../../terraform/terraform-configuration";

/** A public IP address, or a setting that assigns one. */
export interface PublicIpAddress {
  /** Terraform address of the resource that assigns it. */
  readonly address: string;
  /** For messages: `an Elastic IP address`. */
  readonly description: string;
  /** `nat`: accepts only replies. `reachable`: accepts connections from the internet. `unknown`: cannot be resolved. */
  readonly use: "nat" | "reachable" | "unused" | "unknown";
  /** Key of the instance, interface, subnet, gateway or load balancer that has the address; `undefined` when unknown. */
  readonly associatedResource: string | undefined;
}

/** Reads Elastic IP addresses, address settings of resources and subnets, and internet-facing load balancers. */
export function readPublicIpAddresses(graph: ResourceGraph): readonly PublicIpAddress[] {
  const allocations = graph.ofType("aws_nat_gateway").flatMap(allocationsOfNatGateway);
  const gatewayOf = new Map(allocations.map(({ gateway, eip }) => [graph.referenceKey(eip), gateway]));
  const associations = graph.ofType("aws_eip_association").map((resource) => elasticIpAssociationOf(graph, resource));
  const elastic = graph.ofType("aws_eip").map((eip): PublicIpAddress => {
    const associated = associations.find(({ eip: address }) => address === eip.address)?.associatedResource;
    const holder =
      graph.referenceKey(eip.values.instance) ?? graph.referenceKey(eip.values.network_interface) ?? associated;
    const gateway = gatewayOf.get(eip.address);
    const use = gateway !== undefined ? "nat" : holder === undefined ? "unused" : "reachable";
    return { address: eip.address, description: "an Elastic IP address", use, associatedResource: holder ?? gateway };
  });
  const natGateways = allocations
    .filter(({ eip }) => !elastic.some(({ address }) => address === graph.referenceKey(eip)))
    .map(
      ({ gateway }): PublicIpAddress => ({
        address: gateway,
        description: "a public address of a NAT gateway",
        use: "nat",
        associatedResource: gateway,
      }),
    );
  // Associations of an Elastic IP that is declared elsewhere, and second associations of a declared one.
  const associated = associations
    .filter(
      ({ eip, associatedResource: holder }) =>
        !elastic.some((one) => one.address === eip && one.associatedResource === holder),
    )
    .map(
      ({ address, associatedResource: holder }): PublicIpAddress => ({
        address,
        description: "an Elastic IP address",
        use: "reachable",
        associatedResource: holder,
      }),
    );
  const managed = graph.configuration.resources.filter(({ mode }) => mode === "managed");
  return [
    ...elastic,
    ...natGateways,
    ...associated,
    ...managed.flatMap(({ address, values }) => publicAddressesByArgument(address, values)),
    ...graph.ofType(...balancerTypes).flatMap(publicAddressesOfLoadBalancer),
    ...graph.ofType(...typesWithIpv6).flatMap(ipv6AddressesOf),
  ];
}

/** A NAT gateway is public unless its argument says private; a regional one gets its addresses from AWS. */
function allocationsOfNatGateway({
  address: gateway,
  values,
}: Resource): readonly { readonly gateway: string; readonly eip: Json }[] {
  if (values.connectivity_type === "private") {
    return [];
  }
  const secondary = Array.isArray(values.secondary_allocation_ids) ? values.secondary_allocation_ids : [];
  return [values.allocation_id ?? null, ...secondary].map((eip) => ({ gateway, eip }));
}

interface ElasticIpAssociation {
  readonly address: string;
  /** Terraform address of the Elastic IP, or its id when it is declared elsewhere. */
  readonly eip: string | undefined;
  readonly associatedResource: string | undefined;
}

function elasticIpAssociationOf(graph: ResourceGraph, { address, values }: Resource): ElasticIpAssociation {
  const holder = graph.referenceKey(values.instance_id) ?? graph.referenceKey(values.network_interface_id);
  const eip =
    graph.referenceKey(values.allocation_id) ?? graph.referenceKey(values.public_ip)?.replace(/\.public_ip$/, "");
  return { address, eip, associatedResource: holder };
}

const typesWithIpv6 = ["aws_instance", "aws_network_interface", "aws_spot_instance_request"];

/** An interface has IPv6 addresses although its subnet, with the IPv6 block, may be in another configuration. */
function ipv6AddressesOf({ address, values }: Resource): readonly PublicIpAddress[] {
  const { ipv6_address_count: count = 0, ipv6_addresses: list = [] } = values;
  const stated = [count, list].flat().filter((one) => one !== null && one !== 0 && one !== "0" && !isPrivateIpv6(one));
  const use = stated.some((one) => typeof one === "string" && one.includes("${")) ? "unknown" : "reachable";
  return stated.length === 0 ? [] : [{ address, description: "an IPv6 address", use, associatedResource: address }];
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html */
function isPrivateIpv6(value: Json): boolean {
  return typeof value === "string" && /^f[cd][0-9a-f]{2}:/i.test(value);
}

/** Arguments that assign public addresses, with their description. Nested blocks may contain them too. */
const publicAddressArguments: Readonly<Record<string, string>> = {
  map_public_ip_on_launch: "a public address for every interface in the subnet",
  map_customer_owned_ip_on_launch: "a customer-owned address for every interface in the subnet",
  assign_ipv6_address_on_creation: "an IPv6 address for every interface in the subnet",
  associate_public_ip_address: "a public address",
  associate_carrier_ip_address: "a carrier's address",
  assign_public_ip: "a public address",
  publicly_accessible: "a public address",
};

function publicAddressesByArgument(address: string, value: Json): readonly PublicIpAddress[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => publicAddressesByArgument(address, item));
  }
  if (!isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    const what = ownEntry(publicAddressArguments, name);
    if (what === undefined) {
      return publicAddressesByArgument(address, inner);
    }
    const use = isTrue(inner) ? "reachable" : "unknown";
    return isFalseOrAbsent(inner) ? [] : [{ address, description: what, use, associatedResource: address } as const];
  });
}

/** A load balancer is internet-facing unless `internal` is true. */
function publicAddressesOfLoadBalancer({ address, values }: Resource): readonly PublicIpAddress[] {
  if (values.internal === true || values.load_balancer_type === "gateway") {
    return [];
  }
  const use = isFalseOrAbsent(values.internal) ? "reachable" : "unknown";
  return [{ address, description: "public addresses of a load balancer", use, associatedResource: address }];
}

function isFalseOrAbsent(flag: Json | undefined): boolean {
  return !isSet(flag) || isFalse(flag);
}
