import { type NetworkModel, networkModelOf } from "../../network/network-model";
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
import { type Findings, mergeFindings } from "../../verdict/findings";

export const noInternetPath: Claim = {
  name: "no-internet-path",
  title: "No route to the internet",
  meaning: "No packet from any subnet of the Studio VPC can reach an internet address, over IPv4 or IPv6.",
  details: [
    "Every subnet of the Studio VPC is traced, including subnets that Studio does not use.",
    "Peering, transit gateways, VPNs and unmodeled connections make the claim undecided, unless they lead only to declared networks.",
    "A domain outside VpcOnly mode, or a notebook instance with direct internet access, violates the claim.",
  ],
  remedy:
    "Remove the route, gateway or direct internet access that the evidence names. If internet access is intended, set `egress` to a firewall with an allow-list.",
  topic: "network",
  postures: ["isolated"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 AC-4"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const findings = egressPathsToInternet(network, network.perimeterSubnets).map((egress) => examine(network, egress));
    return verdictOf(mergeFindings([...findings, directInternetAccess(network), undecidedEgress(network, posture)]));
  },
};

function examine(network: NetworkModel, egress: EgressPaths): Findings {
  const { subnet } = egress;
  const tables = network.routeTableAssociations.ofSubnet(subnet).map(({ routeTable: table }) => table);
  const text = `${subnet.key}: ${tables.join(", ")} routes no packet to an internet address`;
  return {
    proofs: [{ text, addresses: [subnet.key, ...tables] }],
    counterexamples: internetPaths(egress).map((path) => pathEvidence(path)),
    doubts: undecidedPaths(egress),
  };
}
