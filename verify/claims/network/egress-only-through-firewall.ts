import { describeAddresses } from "../../../ip/cidr";
import { emptySet } from "../../../ip/interval-set";
import { withoutInternetPath } from "../../network/absent-network";
import { networkAclsReachInternet, securityGroupsReachInternet } from "../../network/endpoints/internet-reach";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import {
  directInternetAccess,
  type EgressPaths,
  egressPathsToInternet,
  internetPaths,
  pathsWithoutFixedZone,
  undecidedEgress,
  undecidedPaths,
  unreachedInternetAddresses,
} from "../../network/paths/egress-paths";
import { pathEvidence } from "../../network/paths/forwarding-path";
import { deliveriesThroughServices } from "../../network/paths/own-services";
import { deliveriesToOtherVpcs } from "../../network/paths/transit-connections";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, mergeFindings } from "../../verdict/findings";

export const egressOnlyThroughFirewall: Claim = {
  name: "egress-only-through-firewall",
  title: "Internet traffic passes through the firewall",
  meaning:
    "Every Studio subnet reaches every public IPv4 address, and every packet that leaves the VPC crosses exactly one firewall endpoint.",
  details: [
    "Studio subnets need no path to addresses that a network ACL denies.",
    "Security groups of Studio allow each declared port to every public IPv4 address, and network ACLs leave some addresses for it.",
    "Traced from every subnet of the Studio VPC, except those that hold only firewall endpoints or NAT gateways.",
    "A domain outside VpcOnly mode, or a notebook instance with direct internet access, violates the claim.",
    "A route to another gateway, an appliance or an unknown target makes the claim undecided, unless it leads only to declared networks.",
    "A packet to another VPC of the configuration crosses one firewall endpoint too, unless nothing in that VPC receives it.",
    "Each endpoint service of the configuration that an endpoint uses is followed to the targets of its load balancers.",
    "A target in another VPC violates the claim, unless the service is declared.",
    "A target that is not known, or that may forward packets past a firewall, makes the claim undecided.",
    "A transit gateway attachment with several zones before a firewall must be in appliance mode, or the claim is undecided.",
    "Routes more specific than `local` and edge route tables count, whatever network ACLs deny.",
  ],
  remedy:
    "Route 0.0.0.0/0 of each workload subnet to the firewall endpoint of its Availability Zone, and from there to the NAT gateway.",
  topic: "network",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 AC-4(21)"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const ports = new Set(posture.allowedDomains.flatMap((domain) => domain.ports));
    const egressPaths = egressPathsToInternet(network);
    const findings = egressPaths.map((egress) => examine(network, egress));
    const ofStudio = egressPaths.filter(({ subnet }) => network.studioVpcConfig.subnets.has(subnet.key));
    const filters = [
      securityGroupsReachInternet(network, ports),
      ...ofStudio.map((egress) => networkAclsReachInternet(network, egress, ports)),
    ];
    return verdictOf(
      mergeFindings([
        ...findings,
        ...filters,
        directInternetAccess(network),
        undecidedEgress(network, posture),
        deliveriesToOtherVpcs(network, posture),
        deliveriesThroughServices(network, posture),
        withoutInternetPath(network, egressPaths),
      ]),
    );
  },
};

function examine(network: NetworkModel, egress: EgressPaths): Findings {
  const { subnet } = egress;
  const paths = internetPaths(egress);
  const undecided = undecidedPaths(egress);
  const doubts = [...undecided, ...pathsWithoutFixedZone(egress)];
  const mustReach = network.studioVpcConfig.subnets.has(subnet.key) && undecided.length === 0;
  const unreached = mustReach ? unreachedInternetAddresses(network, subnet) : emptySet;
  const crossings = paths.map((path) => ({ path, count: path.hops.filter(({ kind }) => kind === "firewall").length }));
  const wrong = crossings.filter(({ count }) => count !== 1);
  return mergeFindings([
    ...(mustReach && paths.length === 0
      ? [
          counterexample(
            `${subnet.key} has no path to the internet, so no domain of the allow-list can be reached`,
            subnet.key,
          ),
        ]
      : []),
    ...(paths.length > 0 && unreached.length > 0
      ? [counterexample(`${subnet.key} has no path to ${describeAddresses(unreached)}`, subnet.key)]
      : []),
    {
      proofs: paths.map((path) => pathEvidence(path)),
      counterexamples: wrong.map(({ path, count }) =>
        pathEvidence(path, `crosses ${count} firewall endpoints instead of one`),
      ),
      doubts,
    },
  ]);
}
