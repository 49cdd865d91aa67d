import { parseAddressSet } from "../../../ip/cidr";
import { contains } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { Posture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../network-model";
import type { RouteTable } from "../routes/route-tables";

/** Connections to external networks, divided by whether the posture declares the network. */
export interface ClassifiedConnections {
  /** Undeclared connections by which traffic may leave. */
  readonly egress: readonly Evidence[];
  /** Undeclared connections by which traffic may arrive. */
  readonly ingress: readonly Evidence[];
  /** Terraform addresses of connections to declared corporate networks. */
  readonly declaredConnections: readonly string[];
}

/** Connection types that carry traffic only where a route of the VPC targets them. */
const routedConnectionTypes = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_vpn_gateway",
  "aws_vpn_gateway_attachment",
  "aws_vpn_connection",
];

/**
 * Separates connections to declared corporate networks from all other connections to external networks. The connections
 * count as declared only under these conditions:
 *
 * - every route to an external network has a declared destination
 * - no route table of a Studio subnet has such a route
 * - no route table has propagated routes, which the JSON does not show
 */
export function classifyExternalConnections(
  network: NetworkModel,
  { corporateNetworks = [] }: Posture,
): ClassifiedConnections {
  const { externalConnections, graph } = network;
  const isRoutedConnection = ({ addresses: [address = ""] }: Evidence): boolean =>
    routedConnectionTypes.includes(graph.find(address)?.type ?? "");
  const declaredAddresses = parseAddressSet(...corporateNetworks.flatMap(({ cidrs }) => cidrs));
  if (
    corporateNetworks.length === 0 ||
    ![...network.routeTables.values()].every((table) => routesOnlyToDeclaredNetworks(network, table, declaredAddresses))
  ) {
    return { ...externalConnections, declaredConnections: [] };
  }
  return {
    egress: externalConnections.egress.filter((connection) => !isRoutedConnection(connection)),
    ingress: externalConnections.ingress.filter((connection) => !isRoutedConnection(connection)),
    declaredConnections: externalConnections.ingress.filter(isRoutedConnection).flatMap(({ addresses }) => addresses),
  };
}

function routesOnlyToDeclaredNetworks(
  network: NetworkModel,
  table: RouteTable,
  declaredAddresses: AddressSet,
): boolean {
  const routesStudio = network.studioSubnets.some((subnet) =>
    network.routeTableAssociations.ofSubnet(subnet).some(({ routeTable: key }) => key === table.key),
  );
  const isToDeclaredNetwork = ({ destination }: RouteTable["routes"][number]): boolean =>
    destination.kind === "cidr" && contains(declaredAddresses, destination.addresses);
  const externalRoutes = table.routes.filter(({ targets }) =>
    targets.some(({ kind }) => kind === "external-network" || kind === "unknown"),
  );
  return (
    table.routePropagations.length === 0 && externalRoutes.every((route) => !routesStudio && isToDeclaredNetwork(route))
  );
}
