import type { PerimeterPosture } from "../../posture/posture";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../network-model";
import { ownTransitGateway } from "../vpc/external-connections";
import { ownEndpointAt } from "../vpc/own-endpoint-at";
import { declaredAddresses } from "./declared-addresses";
import { type ForwardingPath, type PathDisposition, pathEvidence } from "./forwarding-path";
import { leadsToDeclaredNetwork, openEnds } from "./open-ends";
import { ownServiceConnections } from "./own-services";
import { transitIngress } from "./transit-connections";

/** Connections to external networks, divided by whether the posture declares the network. */
export interface ClassifiedConnections {
  /** Undeclared connections by which traffic may leave. */
  readonly egress: readonly Evidence[];
  /** Undeclared connections by which traffic may arrive. */
  readonly ingress: readonly Evidence[];
  /** Terraform addresses of connections to declared corporate networks. */
  readonly declaredConnections: readonly string[];
}

/** Connection types that routes of the VPC target, with the arguments that name their gateway. */
const gatewayArguments: Readonly<Record<string, readonly string[]>> = {
  aws_ec2_transit_gateway_vpc_attachment: ["transit_gateway_id"],
  aws_vpn_gateway: [],
  aws_vpn_gateway_attachment: ["vpn_gateway_id"],
  aws_vpn_connection: ["transit_gateway_id", "vpn_gateway_id"],
};

/**
 * Separates connections to declared corporate networks and declared endpoint services from all other outbound paths of the Studio VPC. A gateway that is only named
 * by its ID is a connection, too. An endpoint service of the configuration is followed to its targets. Connections count as declared only
 * under these conditions:
 *
 * - every open end is a transit or VPN gateway with a declared destination
 * - one of these ends is the gateway of the connection: what no route targets may still deliver packets from any network
 * - none of them is the end of a path from a Studio subnet
 * - no route table has propagated routes, which the JSON does not show
 * - what a transit gateway of the configuration routes into the VPC comes from the end of one of these paths
 */
export function classifyExternalConnections(network: NetworkModel, posture: PerimeterPosture): ClassifiedConnections {
  const { corporateNetworks = [] } = posture;
  const { graph } = network;
  const followed = new Set(ownServiceConnections(network).map(({ endpoint }) => endpoint));
  const isOwnEndpoint = ({ addresses: [address = ""] }: Evidence): boolean =>
    followed.has(address) || ownEndpointAt(graph, address, posture) !== undefined;
  const { networks, vpcs } = transitIngress(network);
  const externalConnections = {
    egress: network.externalConnections.egress.filter((connection) => !isOwnEndpoint(connection)),
    ingress: [...network.externalConnections.ingress, ...vpcs],
  };
  const advised = (connection: Evidence): Evidence => withAdvice(graph, connection);
  const declared = declaredAddresses(network, posture);
  const ends = openEnds(network);
  const undeclared = ends.filter((end) => !leadsToDeclaredNetwork(network, end, declared));
  if (corporateNetworks.length === 0 || undeclared.length > 0) {
    const gateways = undeclared.filter(({ disposition: end }) => gatewayOf(end) !== undefined);
    return {
      egress: [...externalConnections.egress.map(advised), ...undeclared.map(evidenceOfEnd)],
      ingress: [...externalConnections.ingress.map(advised), ...networks, ...gateways.map(evidenceOfEnd)],
      declaredConnections: [],
    };
  }
  const gateways = new Set(ends.flatMap(({ disposition: end }) => gatewayOf(end) ?? []));
  const isAnswered = ({ addresses: [address = ""] }: Evidence): boolean => gateways.has(address);
  const isRoutedConnection = ({ addresses: [address = ""] }: Evidence): boolean =>
    gatewaysOf(graph, address).some((gateway) => gateways.has(gateway));
  return {
    egress: externalConnections.egress.filter((connection) => !isRoutedConnection(connection)).map(advised),
    ingress: [
      ...externalConnections.ingress.filter((connection) => !isRoutedConnection(connection)).map(advised),
      ...networks.filter((one) => !isAnswered(one)),
    ],
    declaredConnections: [
      ...[...externalConnections.ingress.filter(isRoutedConnection), ...networks.filter(isAnswered)].flatMap(
        ({ addresses }) => addresses,
      ),
      ...gateways,
    ],
  };
}

/** The gateways that a connection attaches to the VPC; none for a connection that no route can target. */
function gatewaysOf(graph: ResourceGraph, address: string): readonly string[] {
  const resource = graph.find(address);
  const names = gatewayArguments[resource?.type ?? ""];
  return names === undefined
    ? []
    : [address, ...names.flatMap((name) => graph.referenceKey(resource?.values[name]) ?? [])];
}

function gatewayOf(end: PathDisposition): string | undefined {
  return end.kind === "external-network" && end.gateway !== undefined ? end.address : undefined;
}

const declaring = "declare the networks behind it as sources, and route only these to it, from subnets without Studio";

/** A connection with what decides it, if that is not in its text: the posture can declare what is behind a transit or VPN gateway. */
function withAdvice(graph: ResourceGraph, connection: Evidence): Evidence {
  const [address = ""] = connection.addresses;
  const resource = graph.find(address);
  const isDeclarable = gatewaysOf(graph, address).length > 0 && resource && !ownTransitGateway(graph, resource);
  return isDeclarable ? { ...connection, text: `${connection.text}; ${declaring}` } : connection;
}

/** A path to an undeclared network with what decides it. */
function evidenceOfEnd(path: ForwardingPath): Evidence {
  const evidence = pathEvidence(path);
  const advice = adviceOnEnd(path.disposition);
  return advice === undefined ? evidence : { ...evidence, text: `${evidence.text}; ${advice}` };
}

function adviceOnEnd(end: PathDisposition): string | undefined {
  switch (end.kind === "external-network" && end.gateway) {
    case "transit-gateway":
    case "vpn-gateway":
      return declaring;
    case "route-propagation":
      return "write the routes as aws_route, which say where they lead";
    default:
      return undefined;
  }
}
