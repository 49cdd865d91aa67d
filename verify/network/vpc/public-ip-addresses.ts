import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { isJsonObject, type Json, type Resource } from "../../terraform/terraform-configuration";

/** An address that is reachable from the internet. */
export interface PublicIpAddress {
  /** The resource that assigns the address. */
  readonly address: string;
  readonly description: string;
  /** A NAT gateway's address accepts responses only; any other address accepts connections. */
  readonly use: "nat" | "reachable" | "unused" | "unknown";
  /** Key of the resource that uses it, if known: an instance, an interface, a subnet, a load balancer. */
  readonly associatedResource: string | undefined;
}

export function readPublicIpAddresses(graph: ResourceGraph): readonly PublicIpAddress[] {
  const ofNat = new Set(
    graph
      .ofType("aws_nat_gateway")
      .flatMap(({ values }) => [
        graph.referenceKey(values.allocation_id),
        ...(Array.isArray(values.secondary_allocation_ids) ? values.secondary_allocation_ids : []).map(
          graph.referenceKey,
        ),
      ]),
  );
  const associations = graph.ofType("aws_eip_association").map((resource) => elasticIpAssociationOf(graph, resource));
  const elastic = graph.ofType("aws_eip").map((eip): PublicIpAddress => {
    const associated = associations.find(({ eip: address }) => address === eip.address)?.associatedResource;
    const holder =
      graph.referenceKey(eip.values.instance) ?? graph.referenceKey(eip.values.network_interface) ?? associated;
    const use = ofNat.has(eip.address) ? "nat" : holder === undefined ? "unused" : "reachable";
    return { address: eip.address, description: "an Elastic IP address", use, associatedResource: holder };
  });
  // An address that is declared elsewhere, or a second resource that uses an address declared here.
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
    ...associated,
    ...managed.flatMap(({ address, values }) => publicAddressesByArgument(address, values)),
    ...graph.ofType("aws_lb", "aws_alb", "aws_elb").flatMap(publicAddressesOfLoadBalancer),
  ];
}

interface ElasticIpAssociation {
  readonly address: string;
  /** Address of the Elastic IP resource, if it is declared. */
  readonly eip: string | undefined;
  readonly associatedResource: string | undefined;
}

function elasticIpAssociationOf(graph: ResourceGraph, { address, values }: Resource): ElasticIpAssociation {
  const holder = graph.referenceKey(values.instance_id) ?? graph.referenceKey(values.network_interface_id);
  const eip =
    graph.referenceKey(values.allocation_id) ?? graph.referenceKey(values.public_ip)?.replace(/\.public_ip$/, "");
  return { address, eip, associatedResource: holder };
}

/** Arguments that assign a public address to an instance, in any resource or nested block. */
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
    const what = publicAddressArguments[name];
    if (what === undefined) {
      return publicAddressesByArgument(address, inner);
    }
    const use = inner === true || inner === "true" ? "reachable" : "unknown";
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
  return flag === undefined || flag === false || flag === null || flag === "false" || flag === "";
}
