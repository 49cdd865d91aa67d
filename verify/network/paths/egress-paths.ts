import { memoize } from "../../collections/memoize";
import type { Posture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import { doubt, type Findings, mergeFindings } from "../../verdict/findings";
import type { NetworkModel } from "../network-model";
import type { Subnet } from "../vpc/read-subnets";
import { classifyExternalConnections } from "./classify-external-connections";
import { type ForwardingPath, pathEvidence } from "./forwarding-path";
import { tracePackets } from "./trace-packets";

/** All paths from one subnet to the internet. */
export interface EgressPaths {
  readonly subnet: Subnet;
  readonly paths: readonly ForwardingPath[];
}

/**
 * Paths from each subnet that can send packets, or from the given subnets. Each subnet is traced once for all claims.
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

/** The paths that do reach the internet. */
export function internetPaths({ paths }: EgressPaths): readonly ForwardingPath[] {
  return paths.filter(({ disposition: end }) => end.kind === "internet");
}

/**
 * Paths to a network that the configuration does not describe, or that it does not describe well enough: they prove
 * nothing.
 */
export function undecidedPaths({ paths }: EgressPaths): readonly Evidence[] {
  return paths
    .filter(({ disposition: end }) => end.kind === "external-network" || end.kind === "unknown")
    .map((path) => pathEvidence(path));
}

/**
 * What no trace can decide: external connections, unmodeled types, and associations or placements that are not
 * literals.
 */
export function undecidedEgress(network: NetworkModel, posture: Posture): Findings {
  const { routeTableAssociations: associations, studioVpcConfig: studio } = network;
  return mergeFindings([
    { proofs: [], counterexamples: [], doubts: classifyExternalConnections(network, posture).egress },
    ...associations.unresolved.map(({ address }) =>
      doubt(`${address}: what it associates is not written out`, address),
    ),
    ...studio.unresolved.map(({ address, text }) =>
      doubt(`${address}: its subnets are not written out, got ${text}`, address),
    ),
  ]);
}

/** Internet access that bypasses every route table. */
export function directInternetAccess({ studioVpcConfig: studio }: NetworkModel): Findings {
  const counterexamples = studio.directInternetAccess.map(({ address, text }) => ({ text, addresses: [address] }));
  return { proofs: [], counterexamples, doubts: [] };
}
