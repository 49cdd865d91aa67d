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
  title: "Internet traffic passes through the firewall",
  meaning:
    "Every Studio subnet reaches the internet, and every packet to the internet crosses exactly one firewall endpoint.",
  details: [
    "Traced from every subnet of the Studio VPC, except those that hold only firewall endpoints or NAT gateways.",
    "A domain outside VpcOnly mode, or a notebook instance with direct internet access, violates the claim.",
    "Paths into networks that the configuration does not describe make the claim undecided.",
  ],
  remedy:
    "Route 0.0.0.0/0 of each workload subnet to the firewall endpoint of its Availability Zone, and from there to the NAT gateway.",
  topic: "network",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 AC-4(21)"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const findings = egressPathsToInternet(network).map((egress) =>
      examine(egress, network.studioVpcConfig.subnets.has(egress.subnet.key)),
    );
    return verdictOf(mergeFindings([...findings, directInternetAccess(network), undecidedEgress(network, posture)]));
  },
};

function examine(egress: EgressPaths, mustReach: boolean): Findings {
  const { subnet } = egress;
  const paths = internetPaths(egress);
  const doubts = undecidedPaths(egress);
  if (paths.length === 0 && doubts.length === 0 && mustReach) {
    return counterexample(
      `${subnet.key} has no path to the internet, so no domain of the allow-list can be reached`,
      subnet.key,
    );
  }
  const crossings = paths.map((path) => ({ path, count: path.hops.filter(({ kind }) => kind === "firewall").length }));
  const wrong = crossings.filter(({ count }) => count !== 1);
  return {
    proofs: paths.map((path) => pathEvidence(path)),
    counterexamples: wrong.map(({ path, count }) =>
      pathEvidence(path, `crosses ${count} firewall endpoints instead of one`),
    ),
    doubts,
  };
}
