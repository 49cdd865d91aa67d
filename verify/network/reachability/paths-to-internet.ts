import type { Posture } from "../../posture/posture";
import type { Evidence } from "../../verdict/claim";
import { doubt, type Findings, joinFindings } from "../../verdict/findings";
import type { NetworkModel } from "../model/network-model";
import type { Subnet } from "../routing/subnets";
import { endsGiven } from "./external-networks";
import { type Path, pathEvidence } from "./path";
import { pathsFrom } from "./reachability";

/** All that packets from one subnet to the internet may go through. */
export interface Journey {
  readonly subnet: Subnet;
  readonly paths: readonly Path[];
}

const journeysOf = new WeakMap<NetworkModel, Map<string, Journey>>();

/** From every subnet that may send, or from the ones given; each is walked once for all claims. */
export function journeysToInternet(
  network: NetworkModel,
  from: readonly Subnet[] = network.sources,
): readonly Journey[] {
  const known = journeysOf.get(network) ?? new Map<string, Journey>();
  journeysOf.set(network, known);
  return from.map((subnet) => {
    const journey = known.get(subnet.key) ?? { subnet, paths: pathsFrom(network, subnet) };
    known.set(subnet.key, journey);
    return journey;
  });
}

/** Paths of a journey that do reach the internet. */
export function internetPaths({ paths }: Journey): readonly Path[] {
  return paths.filter(({ end }) => end.kind === "internet");
}

/** Paths that leave what the configuration describes, or that it does not describe well enough: none is a proof. */
export function uncertainPaths({ paths }: Journey): readonly Evidence[] {
  return paths
    .filter(({ end }) => end.kind === "elsewhere" || end.kind === "unknown")
    .map((path) => pathEvidence(path));
}

/** What no walk can show: joined networks, types nobody modelled, associations and placements that are not written out. */
export function egressDoubts(network: NetworkModel, posture: Posture): Findings {
  const { associations, studio } = network;
  return joinFindings([
    { proofs: [], counterexamples: [], doubts: endsGiven(network, posture).egress },
    ...associations.unread.map(({ address }) => doubt(`${address}: what it associates is not written out`, address)),
    ...studio.unread.map(({ address, text }) =>
      doubt(`${address}: its subnets are not written out, got ${text}`, address),
    ),
  ]);
}

/** A way to the internet that goes around every route table. */
export function ownInternet({ studio }: NetworkModel): Findings {
  const counterexamples = studio.ownInternet.map(({ address, text }) => ({ text, addresses: [address] }));
  return { proofs: [], counterexamples, doubts: [] };
}
