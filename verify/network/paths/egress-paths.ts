import { allIpv4Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { intersection, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { memoize } from "../../collections/memoize";
import type { PerimeterPosture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import { doubt, type Findings, findingsOf, mergeFindings } from "../../verdict/findings";
import type { NetworkModel } from "../network-model";
import { unresolvedStudioSubnets } from "../studio-vpc-config";
import type { Subnet } from "../vpc/read-subnets";
import { classifyExternalConnections } from "./classify-external-connections";
import { type ForwardingPath, isOpenEnd, pathEvidence, statefulHops } from "./forwarding-path";
import { instancesInOtherVpcs } from "./instances-in-other-vpcs";
import { undecidedServices } from "./own-services";
import { tracePackets } from "./trace-packets";

/** Every path from one subnet toward internet addresses, including paths that are dropped. */
export interface EgressPaths {
  readonly subnet: Subnet;
  readonly paths: readonly ForwardingPath[];
}

/**
 * Traces the paths of each subnet toward internet addresses. The result per subnet is cached for all claims.
 *
 * @param from subnets to trace from. @default - every subnet in which traffic may originate
 */
export function egressPathsToInternet(
  network: NetworkModel,
  from: readonly Subnet[] = network.sourceSubnets,
): readonly EgressPaths[] {
  const known = knownEgressPaths(network);
  return from.map((subnet) => {
    const egressPaths = known.get(subnet.key) ?? { subnet, paths: tracePackets(network, subnet) };
    known.set(subnet.key, egressPaths);
    return egressPaths;
  });
}

/** Traced paths by subnet key. */
const knownEgressPaths = memoize((_: NetworkModel) => new Map<string, EgressPaths>());

/** The paths that reach the internet. */
export function internetPaths({ paths }: EgressPaths): readonly ForwardingPath[] {
  return paths.filter(({ disposition: end }) => end.kind === "internet");
}

/** Paths that end in an external network or at an unresolved value. They may reach the internet, so they prove nothing. */
export function undecidedPaths({ paths }: EgressPaths): readonly Evidence[] {
  return paths.filter(isOpenEnd).map((path) => pathEvidence(path));
}

const publicIpv4Addresses = intersection(internetAddresses, allIpv4Addresses);

/**
 * The public IPv4 addresses that the subnet cannot reach, without those that a network ACL denies.
 *
 * @param isUsable which of the paths count
 */
export function unreachedInternetAddresses(
  network: NetworkModel,
  subnet: Subnet,
  isUsable: (path: ForwardingPath) => boolean = () => true,
): AddressSet {
  const paths = tracePackets(network, subnet, publicIpv4Addresses);
  const reached = paths.filter(
    (path) =>
      (path.disposition.kind === "internet" && isUsable(path)) ||
      (path.disposition.kind === "dropped" && path.disposition.isDeniedByAcl === true),
  );
  const lost = paths.filter((path) => isLostByChoice(path) && isUsable(path));
  return union(
    subtract(publicIpv4Addresses, union(...reached.map(({ destinations }) => destinations))),
    ...lost.map(({ destinations }) => destinations),
  );
}

/** Whether a transit gateway may choose a zone in which the packets are dropped, whatever other zones do. */
function isLostByChoice({ hops, disposition: end }: ForwardingPath): boolean {
  return (
    end.kind === "dropped" && end.isDeniedByAcl !== true && hops.some(({ zoneChoice }) => zoneChoice !== undefined)
  );
}

/**
 * Paths to a firewall or NAT gateway behind an attachment without appliance mode: the gateway may choose another zone for other
 * packets of the same flow, where the firewall has not seen its beginning.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config-tgw-multi-az.html
 */
export function pathsWithoutFixedZone({ paths }: EgressPaths): readonly Evidence[] {
  return paths.flatMap((path) => {
    const index = path.hops.findIndex(({ zoneChoice }) => zoneChoice === "of-each-packet");
    const attachment = path.hops[index];
    const isStateful = attachment !== undefined && statefulHops({ hops: path.hops.slice(index) }).length > 0;
    return isStateful ? [pathEvidence(path, `${attachment.address} is not in appliance mode`)] : [];
  });
}

/** Egress that tracing cannot decide: external networks, resource types without a model, unresolved associations and subnets. */
export function undecidedEgress(network: NetworkModel, posture: PerimeterPosture): Findings {
  const { routeTableAssociations: associations, studioVpcConfig: studio } = network;
  return mergeFindings([
    findingsOf({
      doubts: [
        ...classifyExternalConnections(network, posture).egress,
        ...undecidedServices(network, posture),
        ...[...network.studioVpcs].flatMap((vpc) => instancesInOtherVpcs(network, vpc)),
      ],
    }),
    ...associations.unresolved.map(({ address }) =>
      doubt(`${address}: the associated subnet or route table cannot be resolved`, address),
    ),
    ...unresolvedStudioSubnets(studio, network.graph.configuration),
  ]);
}

/** Internet access of Studio resources that bypasses the route tables of the VPC. */
export function directInternetAccess({ studioVpcConfig: studio }: NetworkModel): Findings {
  const counterexamples = studio.directInternetAccess.map(({ address, text }) => ({ text, addresses: [address] }));
  return { proofs: [], counterexamples, doubts: [] };
}
