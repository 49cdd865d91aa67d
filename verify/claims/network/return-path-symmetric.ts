import { type NetworkModel, networkOf } from "../../network/model/network-model";
import type { Path } from "../../network/reachability/path";
import {
  egressDoubts,
  internetPaths,
  type Journey,
  journeysToInternet,
  uncertainPaths,
} from "../../network/reachability/paths-to-internet";
import { examineLeg } from "../../network/reachability/return-path-symmetry";
import { returnLegs } from "../../network/reachability/return-paths";
import { type Claim, verdict } from "../../verdict/claim";
import { type Findings, joinFindings } from "../../verdict/findings";

/**
 * A stateful engine that sees half of a flow drops it or, worse, cannot judge it. The router that answers go through is not
 * the one the question went through, so both are walked.
 */
export const returnPathSymmetric: Claim = {
  name: "return-path-symmetric",
  meaning:
    "the answers to every packet that reaches the internet come back through the same firewall endpoint and NAT gateway",
  postures: ["inspected", "inspected-multi-az"],
  sources: ["S4.2", "W1b", "W19", "D1"],
  decide({ configuration, posture }) {
    const network = networkOf(configuration);
    const journeys = journeysToInternet(network).map((journey) => examine(network, journey));
    return verdict(joinFindings([...journeys, egressDoubts(network, posture)]));
  },
};

function examine(network: NetworkModel, journey: Journey): Findings {
  const ways = internetPaths(journey).map((path) => examinePath(network, path));
  return joinFindings([...ways, { proofs: [], counterexamples: [], doubts: uncertainPaths(journey) }]);
}

function examinePath(network: NetworkModel, path: Path): Findings {
  return joinFindings(returnLegs(network, path).map((leg) => examineLeg(leg)));
}
