import { parseAddressSet } from "../../../ip/cidr";
import { contains } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { Posture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../network-model";
import type { RouteTable } from "../routes/route-tables";

/** Connections to networks that this configuration does not describe, without those that the posture declares. */
export interface ClassifiedConnections {
  readonly egress: readonly Evidence[];
  readonly ingress: readonly Evidence[];
  /** Attachments to networks that the posture declares as sources, by the address of the resource. */
  readonly declaredConnections: readonly string[];
}

/** Types that connect a VPC to a network only through routes of its own tables. */
const routedConnectionTypes = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_vpn_gateway",
  "aws_vpn_gateway_attachment",
  "aws_vpn_connection",
];

/**
 * External connections except attachments to declared networks. An attachment counts as declared if every route out of
 * the VPC has a declared destination, no route of Studio's own tables leaves the VPC, and no gateway propagates routes.
 * Then no other traffic can use it.
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
