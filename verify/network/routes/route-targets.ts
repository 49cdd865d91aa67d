import { ownEntry } from "../../collections/own-entry";
import { firewallEndpointIndex, firewallEndpointTypes } from "../../terraform/references/firewall-sync-states";
import type { ReferenceTarget, ResourceGraph } from "../../terraform/references/resource-graph";
import type { Json, JsonObject, Resource } from "../../terraform/terraform-configuration";
import type { TransitAttachment } from "./transit-attachment";

/** The target of a route. */
export type RouteTarget =
  | { readonly kind: "local" }
  /** An internet gateway, an egress-only internet gateway or a carrier gateway. */
  | {
      readonly kind: "internet-gateway";
      readonly address: string;
      readonly ipVersions: readonly (4 | 6)[];
      /** A carrier gateway also reaches the private network of the telecommunication carrier. */
      readonly isCarrierGateway?: boolean;
    }
  | { readonly kind: "nat"; readonly address: string; readonly resource: Resource }
  /** The firewall endpoint in the subnet with the index `endpointIndex` among the firewall's subnet mappings. */
  | {
      readonly kind: "firewall";
      readonly address: string;
      readonly resource: Resource;
      readonly endpointIndex: number;
      /** The expression, where it selects by position from a set: each route with it targets the same endpoint, whichever it is. */
      readonly selectedBy?: string;
    }
  | { readonly kind: "gateway-endpoint"; readonly address: string }
  /** An EC2 instance, a network interface or a Gateway Load Balancer endpoint, which may forward packets anywhere. */
  | { readonly kind: "appliance"; readonly address: string; readonly resource: Resource }
  /** A transit gateway of this configuration. */
  | { readonly kind: "transit-gateway"; readonly address: string }
  /** In a table of a transit gateway: the attachment that receives the packets. */
  | { readonly kind: "transit-attachment"; readonly attachment: TransitAttachment }
  /** In a table of a transit gateway: the gateway drops the packets. */
  | { readonly kind: "blackhole"; readonly address: string }
  /** A network that this configuration does not describe. */
  | {
      readonly kind: "external-network";
      readonly address: string;
      readonly description: string;
      readonly gateway: ExternalGateway;
    }
  | { readonly kind: "unknown"; readonly text: string };

/** A gateway between a VPC and an external network. Corporate networks may be declared behind the first two. */
export type ExternalGateway = "transit-gateway" | "vpn-gateway" | "route-propagation" | "other";

/** Route arguments that do not name a target. */
const nonTargetArguments = new Set([
  "id",
  "region",
  "state",
  "origin",
  "instance_owner_id",
  "route_table_id",
  "destination_cidr_block",
  "destination_ipv6_cidr_block",
  "destination_prefix_list_id",
  "cidr_block",
  "ipv6_cidr_block",
  "timeouts",
  "depends_on",
  "lifecycle",
  "provider",
  "count",
  "for_each",
]);

type RouteTargetReader = (target: ReferenceTarget & { kind: "resource" }) => RouteTarget;

const externalNetworkReader =
  (description: string, gateway: ExternalGateway = "other"): RouteTargetReader =>
  ({ resource }) => ({ kind: "external-network", address: resource.address, description, gateway });

const applianceReader: RouteTargetReader = ({ resource }) => ({
  kind: "appliance",
  address: resource.address,
  resource,
});

/** Readers by the type of the target resource. */
const readersByResourceType: Readonly<Record<string, RouteTargetReader>> = {
  aws_internet_gateway: ({ resource }) => ({ kind: "internet-gateway", address: resource.address, ipVersions: [4, 6] }),
  aws_egress_only_internet_gateway: ({ resource }) => ({
    kind: "internet-gateway",
    address: resource.address,
    ipVersions: [6],
  }),
  aws_ec2_carrier_gateway: ({ resource }) => carrierGateway(resource.address),
  aws_nat_gateway: ({ resource }) => ({ kind: "nat", address: resource.address, resource }),
  aws_vpc_endpoint: targetOfVpcEndpoint,
  aws_network_interface: applianceReader,
  aws_instance: applianceReader,
  aws_vpc_peering_connection: externalNetworkReader("a peered VPC"),
  aws_vpc_peering_connection_accepter: externalNetworkReader("a peered VPC"),
  aws_ec2_transit_gateway: targetOfTransitGateway,
  aws_vpn_gateway: externalNetworkReader("a VPN or Direct Connect connection", "vpn-gateway"),
  aws_ec2_local_gateway: externalNetworkReader("an Outpost's local network"),
  aws_networkmanager_core_network: externalNetworkReader("a Cloud WAN core network"),
  aws_odb_network: externalNetworkReader("an Oracle Database@AWS network"),
};

/** The tables of a gateway from a data source are declared elsewhere. */
function targetOfTransitGateway(target: ReferenceTarget & { kind: "resource" }): RouteTarget {
  const { address, mode } = target.resource;
  return mode === "managed"
    ? { kind: "transit-gateway", address }
    : externalNetworkReader("the networks attached to the transit gateway", "transit-gateway")(target);
}

/** An endpoint from a data source may have any type, including that of a firewall endpoint. */
function targetOfVpcEndpoint({ resource, attribute }: ReferenceTarget & { kind: "resource" }): RouteTarget {
  const type = resource.mode === "data" ? undefined : (resource.values.vpc_endpoint_type ?? "Gateway");
  switch (type) {
    case "Gateway":
      return { kind: "gateway-endpoint", address: resource.address };
    case "GatewayLoadBalancer":
      return { kind: "appliance", address: resource.address, resource };
    default:
      return { kind: "unknown", text: `${resource.address}.${attribute}` };
  }
}

/** Readers by the prefix of a literal id, for gateways that are declared elsewhere. */
const readersByIdPrefix: readonly (readonly [string, (id: string) => RouteTarget])[] = [
  ["igw-", (id) => ({ kind: "internet-gateway", address: id, ipVersions: [4, 6] })],
  ["eigw-", (id) => ({ kind: "internet-gateway", address: id, ipVersions: [6] })],
  ["cagw-", carrierGateway],
  ["tgw-", (id) => gatewayDeclaredElsewhere(id, "transit-gateway")],
  ["vgw-", (id) => gatewayDeclaredElsewhere(id, "vpn-gateway")],
  ...["pcx-", "lgw-", "arn:", "nat-"].map((prefix) => [prefix, gatewayDeclaredElsewhere] as const),
];

function carrierGateway(address: string): RouteTarget {
  return { kind: "internet-gateway", address, ipVersions: [4], isCarrierGateway: true };
}

function gatewayDeclaredElsewhere(id: string, gateway: ExternalGateway = "other"): RouteTarget {
  return { kind: "external-network", address: id, description: "a gateway that is declared elsewhere", gateway };
}

/** The target of a route. Several candidates when the expression indexes an unordered set. */
export function readRouteTargets(graph: ResourceGraph, route: JsonObject): readonly RouteTarget[] {
  const set = Object.entries(route).filter(([name, value]) => !nonTargetArguments.has(name) && isSet(value));
  if (set.length !== 1) {
    return [{ kind: "unknown", text: set.length === 0 ? "a route without a target" : "a route with several targets" }];
  }
  return set.flatMap(([, value]) => {
    const targets = graph.targets(value).map((target) => routeTargetOf(target));
    const isChoice = targets.length > 1 && typeof value === "string" && !localNamePattern.test(value);
    return isChoice
      ? targets.map((target) => (target.kind === "firewall" ? { ...target, selectedBy: value } : target))
      : targets;
  });
}

/** Names that mean something else in another module or instance. */
const localNamePattern = /\b(?:count|each|local|path|self|var)\./;

function routeTargetOf(target: ReferenceTarget): RouteTarget {
  switch (target.kind) {
    case "absent":
      return { kind: "unknown", text: "a route without a target" };
    case "unknown":
      return { kind: "unknown", text: target.text };
    case "literal":
      return target.text === "local" ? { kind: "local" } : targetOfExternalId(target.text);
    case "resource":
      return targetOfResource(target);
  }
}

function targetOfExternalId(id: string): RouteTarget {
  const read = readersByIdPrefix.find(([prefix]) => id.startsWith(prefix))?.[1];
  return read === undefined ? { kind: "unknown", text: id } : read(id);
}

function targetOfResource(target: ReferenceTarget & { kind: "resource" }): RouteTarget {
  const { resource, attribute } = target;
  const endpointIndex = firewallEndpointTypes.includes(resource.type) ? firewallEndpointIndex(attribute) : undefined;
  if (endpointIndex !== undefined) {
    return { kind: "firewall", address: resource.address, resource, endpointIndex };
  }
  const read =
    attribute === "id" || attribute === "arn" || attribute === "primary_network_interface_id"
      ? ownEntry(readersByResourceType, resource.type)
      : undefined;
  return read === undefined ? { kind: "unknown", text: `${resource.address}.${attribute}` } : read(target);
}

function isSet(value: Json | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}
