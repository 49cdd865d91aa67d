import { type AddressSet, contains } from "../../ip/address-space";
import { addressesOf } from "../../ip/cidr";
import type { Posture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import type { NetworkModel } from "../model/network-model";
import type { RouteTable } from "../routing/route-tables";

/** Ways in and out whose far end this configuration does not describe, once the posture has spoken. */
export interface Ends {
  readonly egress: readonly Evidence[];
  readonly ingress: readonly Evidence[];
  /** Joints with networks that are declared as sources, by the address of the resource. */
  readonly declared: readonly string[];
}

/** Types that join a VPC to a network by routes of its own tables and by nothing else. */
const joints = [
  "aws_ec2_transit_gateway_vpc_attachment",
  "aws_vpn_gateway",
  "aws_vpn_gateway_attachment",
  "aws_vpn_connection",
];

/**
 * The open ends but for joints with declared networks. A joint is known when every route beyond the VPC leads to declared
 * addresses, none of them from Studio's own tables, and nobody else writes routes: only then does nothing else pass it.
 */
export function endsGiven(network: NetworkModel, { sources = [] }: Posture): Ends {
  const { openEnds, graph } = network;
  const isJoint = ({ addresses: [address = ""] }: Evidence): boolean =>
    joints.includes(graph.find(address)?.type ?? "");
  const named = addressesOf(...sources.flatMap(({ cidrs }) => cidrs));
  if (sources.length === 0 || ![...network.tables.values()].every((table) => staysWithin(network, table, named))) {
    return { ...openEnds, declared: [] };
  }
  return {
    egress: openEnds.egress.filter((end) => !isJoint(end)),
    ingress: openEnds.ingress.filter((end) => !isJoint(end)),
    declared: openEnds.ingress.filter(isJoint).flatMap(({ addresses }) => addresses),
  };
}

function staysWithin(network: NetworkModel, table: RouteTable, named: AddressSet): boolean {
  const isStudio = network.studioSubnets.some((subnet) =>
    network.associations.ofSubnet(subnet).some(({ table: key }) => key === table.key),
  );
  const isNamed = ({ destination }: RouteTable["routes"][number]): boolean =>
    destination.kind === "cidr" && contains(named, destination.addresses);
  const beyond = table.routes.filter(({ targets }) =>
    targets.some(({ kind }) => kind === "elsewhere" || kind === "unknown"),
  );
  return table.propagations.length === 0 && beyond.every((route) => !isStudio && isNamed(route));
}
