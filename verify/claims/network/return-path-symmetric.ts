import { withoutInternetPath } from "../../network/absent-network";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import {
  type EgressPaths,
  egressPathsToInternet,
  internetPaths,
  pathsWithoutFixedZone,
  undecidedEgress,
  undecidedPaths,
} from "../../network/paths/egress-paths";
import { type ForwardingPath, pathEvidence } from "../../network/paths/forwarding-path";
import { returnPathSegments } from "../../network/paths/return-path-segments";
import { checkReturnPathSymmetry } from "../../network/paths/return-path-symmetry";
import { isTransitSubnet } from "../../network/vpc-hosts";
import { type Claim, verdictOf } from "../../verdict/claim";
import { doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

/**
 * A stateful firewall that sees only one direction of a flow drops or misjudges it. Responses use other route tables than
 * requests, so both directions are traced.
 */
export const returnPathSymmetric: Claim = {
  name: "return-path-symmetric",
  title: "Responses return through the same firewall endpoint",
  meaning:
    "Responses to every packet that reaches the internet return through the same firewall endpoint and NAT gateway.",
  details: [
    "Every outbound path from every subnet is followed back, hop by hop.",
    "A transit gateway attachment with several zones before a firewall must be in appliance mode, or the claim is undecided.",
    "A path from a subnet that holds only transit gateway attachments makes the claim undecided, unless only traced VPCs are attached.",
    "A route target that is not written in the configuration makes the claim undecided.",
  ],
  remedy:
    "In the route table of each NAT subnet, route the CIDR of the workload subnet to the firewall endpoint of the same Availability Zone.",
  topic: "network",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7", "NIST.800-53.r5 AC-4(21)"],
  decide({ configuration, posture }) {
    const network = networkModelOf(configuration);
    const egressPaths = egressPathsToInternet(network);
    const findings = egressPaths.map((egress) => examine(network, egress));
    return verdictOf(
      mergeFindings([...findings, undecidedEgress(network, posture), withoutInternetPath(network, egressPaths)]),
    );
  },
};

function examine(network: NetworkModel, egress: EgressPaths): Findings {
  const paths = internetPaths(egress).map((path) => examinePath(network, path));
  return mergeFindings([
    ...paths,
    { proofs: [], counterexamples: [], doubts: [...undecidedPaths(egress), ...pathsWithoutFixedZone(egress)] },
  ]);
}

/** Whether every packet that a gateway sends into a subnet starts in another subnet that is examined: nothing else is attached. */
function nothingElseEnters({ transitNetwork, interfaceOwners, studioVpcs }: NetworkModel, subnet: string): boolean {
  const { attachments, entries, unresolved } = transitNetwork;
  const isTraced = (address: string): boolean => attachments.some((one) => one.address === address);
  return (
    entries.length + unresolved.length === 0 &&
    (interfaceOwners.bySubnet.get(subnet) ?? []).every(({ address }) => isTraced(address)) &&
    attachments.every(({ vpc }) => vpc !== undefined && studioVpcs.has(vpc))
  );
}

/** Nothing in a subnet of attachments alone sends packets: what leaves it came from another network, to which the responses go. */
function examinePath(network: NetworkModel, path: ForwardingPath): Findings {
  if (isTransitSubnet(network, path.source.key)) {
    if (nothingElseEnters(network, path.source.key)) {
      return proof(
        `${path.source.key} receives packets of traced subnets only, through a transit gateway`,
        path.source.key,
      );
    }
    const { text, addresses } = pathEvidence(
      path,
      "responses go to what is behind the attachment, not into its subnet",
    );
    return doubt(text, ...addresses);
  }
  return mergeFindings(returnPathSegments(network, path).map((segment) => checkReturnPathSymmetry(segment)));
}
