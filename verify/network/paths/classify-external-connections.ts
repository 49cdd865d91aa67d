import { parseAddressSet } from "../../../ip/cidr";
import { contains } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { Posture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../network-model";
import type { RouteTable } from "../routes/route-tables";

/** Ways in and out whose far end this configuration does not describe, once the posture has spoken. */
export interface ClassifiedConnections {
  readonly egress: readonly Evidence[];
  readonly ingress: readonly Evidence[];
  /** Joints with networks that are declared as sources, by the address of the resource. */
  readonly declaredConnections: readonly string[];
}

/** Types that join a VPC to a network by routes of its own tables and by nothing else. */
const routedConnectionTypes = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_vpn_gateway",
  "aws_vpn_gateway_attachment",
  "aws_vpn_connection",
];

/**
 * The open ends but for joints with declared networks. A joint is known when every route beyond the VPC leads to declared
 * addresses, none of them from Studio's own tables, and nobody else writes routes: only then does nothing else pass it.
 */
export function classifyExternalConnections(
  network: NetworkModel,
  { corporateNetworks: sources = [] }: Posture,
): ClassifiedConnections {
  const { externalConnections: openEnds, graph } = network;
  const isRoutedConnection = ({ addresses: [address = ""] }: Evidence): boolean =>
    routedConnectionTypes.includes(graph.find(address)?.type ?? "");
  const declaredAddresses = parseAddressSet(...sources.flatMap(({ cidrs }) => cidrs));
  if (
    sources.length === 0 ||
    ![...network.routeTables.values()].every((table) => routesOnlyToDeclaredNetworks(network, table, declaredAddresses))
  ) {
    return { ...openEnds, declaredConnections: [] };
  }
  return {
    egress: openEnds.egress.filter((end) => !isRoutedConnection(end)),
    ingress: openEnds.ingress.filter((end) => !isRoutedConnection(end)),
    declaredConnections: openEnds.ingress.filter(isRoutedConnection).flatMap(({ addresses }) => addresses),
  };
}

function routesOnlyToDeclaredNetworks(
  network: NetworkModel,
  table: RouteTable,
  declaredAddresses: AddressSet,
): boolean {
  const isStudio = network.studioSubnets.some((subnet) =>
    network.routeTableAssociations.ofSubnet(subnet).some(({ routeTable: key }) => key === table.key),
  );
  const isToDeclaredNetwork = ({ destination }: RouteTable["routes"][number]): boolean =>
    destination.kind === "cidr" && contains(declaredAddresses, destination.addresses);
  const externalRoutes = table.routes.filter(({ targets }) =>
    targets.some(({ kind }) => kind === "external-network" || kind === "unknown"),
  );
  return (
    table.routePropagations.length === 0 && externalRoutes.every((route) => !isStudio && isToDeclaredNetwork(route))
  );
}
