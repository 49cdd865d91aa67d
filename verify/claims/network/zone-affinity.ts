import { withoutInternetPath } from "../../network/absent-network";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import {
  type EgressPaths,
  egressPathsToInternet,
  internetPaths,
  undecidedEgress,
  undecidedPaths,
} from "../../network/paths/egress-paths";
import { type ForwardingPath, pathEvidence } from "../../network/paths/forwarding-path";
import { returnPathSegments } from "../../network/paths/return-path-segments";
import { compareZones } from "../../network/vpc/compare-zones";
import type { Subnet } from "../../network/vpc/read-subnets";
import { type Claim, verdictOf } from "../../verdict/claim";
import { type Findings, findingsOf, mergeFindings } from "../../verdict/findings";

/**
 * A path across zones costs transfer in both directions and depends on both zones. It is also the symptom of an endpoint
 * that was selected by list position, which AWS does not define.
 */
export const zoneAffinity: Claim = {
  name: "zone-affinity",
  title: "Paths stay in one Availability Zone",
  meaning:
    "Every path between a subnet and the internet stays in the Availability Zone of that subnet, in both directions.",
  details: [
    "Every subnet on the outbound and return paths is compared with the source subnet.",
    "Zones that the configuration does not distinguish make the claim undecided.",
  ],
  remedy: "Select the firewall endpoint and NAT gateway by Availability Zone or subnet id, never by list position.",
  topic: "network",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7"],
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
  const { subnet } = egress;
  const paths = internetPaths(egress);
  const back = paths.flatMap((path) => returnPathSegments(network, path).flatMap((leg) => leg.paths));
  const uncertain = { proofs: [], counterexamples: [], doubts: undecidedPaths(egress) };
  return mergeFindings([...[...paths, ...back].map((path) => examinePath(subnet, path)), uncertain]);
}

function examinePath(source: Subnet, path: ForwardingPath): Findings {
  const compared = path.hops
    .flatMap(({ subnet }) => subnet ?? [])
    .map(({ availabilityZone: zone }) => ({ zone, is: compareZones(source.availabilityZone, zone) }));
  const elsewhere = compared.filter(({ is }) => is === "different").map(({ zone }) => zone);
  if (elsewhere.length > 0) {
    const text = `crosses from ${source.availabilityZone} to ${[...new Set(elsewhere)].join(", ")}`;
    return findingsOf({ counterexamples: [pathEvidence(path, text)] });
  }
  return source.availabilityZone === undefined || compared.some(({ is }) => is === "unknown")
    ? findingsOf({ doubts: [pathEvidence(path, "the configuration does not say whether its subnets are in one zone")] })
    : findingsOf({ proofs: [pathEvidence(path, `stays in ${source.availabilityZone}`)] });
}
