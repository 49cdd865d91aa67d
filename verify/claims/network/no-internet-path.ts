import { type NetworkModel, networkOf } from "../../network/model/network-model";
import { pathEvidence } from "../../network/reachability/path";
import {
  egressDoubts,
  internetPaths,
  type Journey,
  journeysToInternet,
  ownInternet,
  uncertainPaths,
} from "../../network/reachability/paths-to-internet";
import { type Claim, verdict } from "../../verdict/claim";
import { type Findings, joinFindings } from "../../verdict/findings";

export const noInternetPath: Claim = {
  name: "no-internet-path",
  meaning: "no packet from any subnet of the VPC has a way to an internet address, over IPv4 or IPv6",
  postures: ["isolated"],
  sources: ["S0.6", "S1.1", "S2.3", "S2.29", "W34", "D1"],
  decide({ configuration, posture }) {
    const network = networkOf(configuration);
    const journeys = journeysToInternet(network, network.perimeter).map((journey) => examine(network, journey));
    return verdict(joinFindings([...journeys, ownInternet(network), egressDoubts(network, posture)]));
  },
};

function examine(network: NetworkModel, journey: Journey): Findings {
  const { subnet } = journey;
  const tables = network.associations.ofSubnet(subnet).map(({ table }) => table);
  const text = `${subnet.key}: ${tables.join(", ")} leads no packet to any internet address`;
  return {
    proofs: [{ text, addresses: [subnet.key, ...tables] }],
    counterexamples: internetPaths(journey).map((path) => pathEvidence(path)),
    doubts: uncertainPaths(journey),
  };
}
