import { isJsonObject, type Json, type Resource } from "../../terraform/configuration";
import type { ResourceGraph } from "../../terraform/references/resource-graph";

/** Something with an address that the internet can name. */
export interface PublicAddress {
  /** The resource that gives the address. */
  readonly address: string;
  readonly what: string;
  /** A NAT gateway's address answers only what went out through it; any other can be called. */
  readonly use: "nat" | "reachable" | "unused" | "unknown";
  /** Key of the resource that holds it, where that is known: an instance, an interface, a subnet, a load balancer. */
  readonly holder: string | undefined;
}

export function readPublicAddresses(graph: ResourceGraph): readonly PublicAddress[] {
  const ofNat = new Set(
    graph
      .ofType("aws_nat_gateway")
      .flatMap(({ values }) => [
        graph.text(values.allocation_id),
        ...(Array.isArray(values.secondary_allocation_ids) ? values.secondary_allocation_ids : []).map(graph.text),
      ]),
  );
  const associations = graph.ofType("aws_eip_association").map((resource) => associationOf(graph, resource));
  const elastic = graph.ofType("aws_eip").map((eip): PublicAddress => {
    const associated = associations.find(({ eip: address }) => address === eip.address)?.holder;
    const holder = graph.text(eip.values.instance) ?? graph.text(eip.values.network_interface) ?? associated;
    const use = ofNat.has(eip.address) ? "nat" : holder === undefined ? "unused" : "reachable";
    return { address: eip.address, what: "an Elastic IP address", use, holder };
  });
  // An address that is declared elsewhere, or a second holder of one that is declared here.
  const associated = associations
    .filter(({ eip, holder }) => !elastic.some((one) => one.address === eip && one.holder === holder))
    .map(
      ({ address, holder }): PublicAddress => ({ address, what: "an Elastic IP address", use: "reachable", holder }),
    );
  const managed = graph.configuration.resources.filter(({ mode }) => mode === "managed");
  return [
    ...elastic,
    ...associated,
    ...managed.flatMap(({ address, values }) => flagged(address, values)),
    ...graph.ofType("aws_lb", "aws_alb", "aws_elb").flatMap(ofBalancer),
  ];
}

interface Association {
  readonly address: string;
  /** Address of the Elastic IP, where it is declared. */
  readonly eip: string | undefined;
  readonly holder: string | undefined;
}

function associationOf(graph: ResourceGraph, { address, values }: Resource): Association {
  const holder = graph.text(values.instance_id) ?? graph.text(values.network_interface_id);
  const eip = graph.text(values.allocation_id) ?? graph.text(values.public_ip)?.replace(/\.public_ip$/, "");
  return { address, eip, holder };
}

/** Arguments that give a machine a public address, in whatever resource or nested block they stand. */
const flags: Readonly<Record<string, string>> = {
  map_public_ip_on_launch: "a public address for every interface in the subnet",
  map_customer_owned_ip_on_launch: "a customer-owned address for every interface in the subnet",
  assign_ipv6_address_on_creation: "an IPv6 address for every interface in the subnet",
  associate_public_ip_address: "a public address",
  associate_carrier_ip_address: "a carrier's address",
  assign_public_ip: "a public address",
  publicly_accessible: "a public address",
};

function flagged(address: string, value: Json): readonly PublicAddress[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => flagged(address, item));
  }
  if (!isJsonObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([name, inner]) => {
    const what = flags[name];
    if (what === undefined) {
      return flagged(address, inner);
    }
    const use = inner === true || inner === "true" ? "reachable" : "unknown";
    return isOff(inner) ? [] : [{ address, what, use, holder: address } as const];
  });
}

/** A load balancer faces the internet unless it is told not to. */
function ofBalancer({ address, values }: Resource): readonly PublicAddress[] {
  if (values.internal === true || values.load_balancer_type === "gateway") {
    return [];
  }
  const use = isOff(values.internal) ? "reachable" : "unknown";
  return [{ address, what: "public addresses of a load balancer", use, holder: address }];
}

function isOff(flag: Json | undefined): boolean {
  return flag === undefined || flag === false || flag === null || flag === "false" || flag === "";
}
