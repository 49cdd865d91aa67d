import { findingsInNetwork } from "../../network/absent-network";
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
import { deliveriesThroughServices } from "../../network/paths/own-services";
import { deliveriesToOtherVpcs } from "../../network/paths/transit-connections";
import { type Claim, verdictOf } from "../../verdict/claim";
import { type Findings, mergeFindings } from "../../verdict/findings";

export const noInternetPath: Claim = {
  name: "no-internet-path",
  title: "No route to the internet",
  meaning:
    "No packet from any subnet of the Studio VPC leaves it, over IPv4 or IPv6, except to declared networks and through VPC endpoints.",
  details: [
    "Every subnet of the Studio VPC is traced to every address, including subnets that Studio does not use.",
    "A path to an internet address violates the claim.",
    "A route to another gateway, an appliance or an unknown target makes the claim undecided, unless it leads only to declared networks.",
    "A packet that reaches something in another VPC of the configuration violates the claim, unless its network is declared.",
    "Each endpoint service of the configuration that an endpoint uses is followed to the targets of its load balancers.",
    "A target in another VPC violates the claim, unless the service is declared.",
    "A target that is not known, or that may forward packets out of its VPC, makes the claim undecided.",
    "Routes more specific than `local` and edge route tables count, whatever network ACLs deny.",
    "A domain outside VpcOnly mode, or a notebook instance with direct internet access, violates the claim.",
  ],
  remedy:
    "Remove the route, gateway or direct internet access that the evidence names. If internet access is intended, route it through a firewall with an allow-list, and declare the posture inspected.",
  topic: "network",
  postures: ["isolated"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 AC-4"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const findings = egressPathsToInternet(network, network.perimeterSubnets).map((egress) => examine(network, egress));
    return verdictOf(
      findingsInNetwork(
        configuration,
        mergeFindings([
          ...findings,
          directInternetAccess(network),
          undecidedEgress(network, posture),
          deliveriesToOtherVpcs(network, posture),
          deliveriesThroughServices(network, posture),
        ]),
      ),
    );
  },
};

function examine(network: NetworkModel, egress: EgressPaths): Findings {
  const { subnet } = egress;
  const tables = network.routeTableAssociations.ofSubnet(subnet).map(({ routeTable: table }) => table);
  const text = `${subnet.key}: ${tables.join(", ")} routes no packet to an internet address or an undeclared network`;
  return {
    proofs: [{ text, addresses: [subnet.key, ...tables] }],
    counterexamples: internetPaths(egress).map((path) => pathEvidence(path)),
    doubts: undecidedPaths(egress),
  };
}
