import { type NetworkModel, networkOf } from "../../network/model/network-model";
import { type Path, pathEvidence } from "../../network/reachability/path";
import {
  egressDoubts,
  internetPaths,
  type Journey,
  journeysToInternet,
  uncertainPaths,
} from "../../network/reachability/paths-to-internet";
import { returnLegs } from "../../network/reachability/return-paths";
import type { Subnet } from "../../network/routing/subnets";
import { type Claim, verdict } from "../../verdict/claim";
import { type Findings, joinFindings } from "../../verdict/findings";

/**
 * Crossing zones pays for transfer both ways and couples their failures; above all it is the sign of an endpoint picked by
 * position, which is a coin toss.
 */
export const zoneAffinity: Claim = {
  name: "zone-affinity",
  meaning: "every path between a subnet and the internet stays in that subnet's Availability Zone, out and back",
  postures: ["inspected", "inspected-multi-az"],
  sources: ["S4.3", "W19", "W24", "D5"],
  decide({ configuration, posture }) {
    const network = networkOf(configuration);
    const journeys = journeysToInternet(network).map((journey) => examine(network, journey));
    return verdict(joinFindings([...journeys, egressDoubts(network, posture)]));
  },
};

function examine(network: NetworkModel, journey: Journey): Findings {
  const { subnet } = journey;
  const paths = internetPaths(journey);
  const back = paths.flatMap((path) => returnLegs(network, path).flatMap((leg) => leg.paths));
  const uncertain = { proofs: [], counterexamples: [], doubts: uncertainPaths(journey) };
  return joinFindings([...[...paths, ...back].map((path) => examinePath(subnet, path)), uncertain]);
}

function examinePath(source: Subnet, path: Path): Findings {
  const subnets = path.hops.flatMap(({ subnet }) => subnet ?? []);
  const zones = [source, ...subnets].map(({ zone }) => zone);
  const elsewhere = subnets.filter(({ zone }) => zone !== source.zone);
  if (zones.includes(undefined)) {
    return { proofs: [], counterexamples: [], doubts: [pathEvidence(path, "the zone of a subnet is not written out")] };
  }
  const text = `leaves ${source.zone} for ${[...new Set(elsewhere.map(({ zone }) => zone))].join(", ")}`;
  return elsewhere.length === 0
    ? { proofs: [pathEvidence(path, `stays in ${source.zone}`)], counterexamples: [], doubts: [] }
    : { proofs: [], counterexamples: [pathEvidence(path, text)], doubts: [] };
}
