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
  meaning: "no packet from any subnet of the VPC has a way to an internet address, over IPv4 or IPv6",
  postures: ["isolated"],
  sources: ["S0.6", "S1.1", "S2.3", "S2.29", "W34", "D1"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const journeys = egressPathsToInternet(network, network.perimeterSubnets).map((journey) =>
      examine(network, journey),
    );
    return verdictOf(mergeFindings([...journeys, directInternetAccess(network), undecidedEgress(network, posture)]));
  },
};

function examine(network: NetworkModel, journey: EgressPaths): Findings {
  const { subnet } = journey;
  const tables = network.routeTableAssociations.ofSubnet(subnet).map(({ routeTable: table }) => table);
  const text = `${subnet.key}: ${tables.join(", ")} leads no packet to any internet address`;
  return {
    proofs: [{ text, addresses: [subnet.key, ...tables] }],
    counterexamples: internetPaths(journey).map((path) => pathEvidence(path)),
    doubts: undecidedPaths(journey),
  };
}
