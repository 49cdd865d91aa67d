import { networkModelOf } from "../../network/network-model";
import {
  directInternetAccess,
  type EgressPaths,
  egressPathsToInternet,
  internetPaths,
  undecidedEgress,
  undecidedPaths,
} from "../../network/paths/egress-paths";
import { pathEvidence } from "../../network/paths/forwarding-path";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, mergeFindings } from "../../verdict/findings";

export const egressOnlyThroughFirewall: Claim = {
  name: "egress-only-through-firewall",
  meaning:
    "every Studio subnet reaches the internet, and no packet of any subnet reaches it without crossing exactly one firewall endpoint",
  postures: ["inspected", "inspected-multi-az"],
  sources: ["S4.2", "W1b", "W34", "D1", "D2"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const journeys = egressPathsToInternet(network).map((journey) =>
      examine(journey, network.studioVpcConfig.subnets.has(journey.subnet.key)),
    );
    return verdictOf(mergeFindings([...journeys, directInternetAccess(network), undecidedEgress(network, posture)]));
  },
};

function examine(journey: EgressPaths, mustReach: boolean): Findings {
  const { subnet } = journey;
  const paths = internetPaths(journey);
  const doubts = undecidedPaths(journey);
  if (paths.length === 0 && doubts.length === 0 && mustReach) {
    return counterexample(
      `${subnet.key}: no path to the internet, so nothing of the allow-list can be reached`,
      subnet.key,
    );
  }
  const crossings = paths.map((path) => ({ path, count: path.hops.filter(({ kind }) => kind === "firewall").length }));
  const wrong = crossings.filter(({ count }) => count !== 1);
  return {
    proofs: paths.map((path) => pathEvidence(path)),
    counterexamples: wrong.map(({ path, count }) => pathEvidence(path, `crosses ${count} firewall endpoints, not one`)),
    doubts,
  };
}
