import { withoutInternetPath } from "../../network/absent-network";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import {
  type EgressPaths,
  egressPathsToInternet,
  internetPaths,
  undecidedEgress,
  undecidedPaths,
} from "../../network/paths/egress-paths";
import { type ForwardingPath, type Hop, pathEvidence } from "../../network/paths/forwarding-path";
import { returnPathSegments } from "../../network/paths/return-path-segments";
import { compareZones, type ZoneComparison } from "../../network/vpc/compare-zones";
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
    "Every path to and from the internet stays in its Availability Zone; only a transit gateway in appliance mode changes the zone.",
  details: [
    "Every subnet on the outbound and return paths is compared with the source subnet.",
    "Behind an attachment in appliance mode, subnets are compared with the attachment's subnet that the gateway chooses.",
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
  const uncertain = { proofs: [], counterexamples: [], doubts: undecidedPaths(egress) };
  return mergeFindings([...internetPaths(egress).map((path) => examineBothWays(network, path)), uncertain]);
}

function examineBothWays(network: NetworkModel, path: ForwardingPath): Findings {
  const outbound = comparedHops(path, path.source.availabilityZone);
  const isChosen = path.hops.some(isChosenByGateway);
  const back = returnPathSegments(network, path).flatMap((segment) => segment.paths);
  return mergeFindings([
    judge(path, outbound),
    ...back.map((replies) => {
      // Replies that leave the zone of the gateway's choice arrive in that zone of the source's VPC.
      const arrival = isChosen ? replies.hops.findIndex(({ kind }) => kind === "from-transit-gateway") : -1;
      const hops = arrival === -1 ? replies.hops : replies.hops.slice(0, arrival);
      return judge(replies, comparedHops({ hops }, outbound.zone));
    }),
  ]);
}

interface ComparedHops {
  /** The zone in which the path ends. */
  readonly zone: string | undefined;
  readonly compared: readonly {
    readonly from: string | undefined;
    readonly zone: string | undefined;
    readonly is: ZoneComparison;
  }[];
}

/** Compares each hop with the zone in which the path began, or which a transit gateway in appliance mode chose. */
function comparedHops({ hops }: Pick<ForwardingPath, "hops">, from: string | undefined): ComparedHops {
  const compared: ComparedHops["compared"][number][] = [];
  let expected = from;
  for (const hop of hops) {
    if (hop.subnet !== undefined) {
      const zone = hop.subnet.availabilityZone;
      expected = isChosenByGateway(hop) ? zone : expected;
      compared.push({ from: expected, zone, is: compareZones(expected, zone) });
    }
  }
  return { zone: expected, compared };
}

function isChosenByGateway({ zoneChoice }: Hop): boolean {
  return zoneChoice === "of-the-flow";
}

function judge(path: ForwardingPath, { zone, compared }: ComparedHops): Findings {
  const elsewhere = compared.filter(({ is }) => is === "different");
  const [first] = elsewhere;
  if (first !== undefined) {
    const zones = new Set(elsewhere.map((one) => one.zone));
    const text = `crosses from ${first.from} to ${[...zones].join(", ")}`;
    return findingsOf({ counterexamples: [pathEvidence(path, text)] });
  }
  return zone === undefined || compared.some(({ is }) => is === "unknown")
    ? findingsOf({ doubts: [pathEvidence(path, "the configuration does not say whether its subnets are in one zone")] })
    : findingsOf({ proofs: [pathEvidence(path, `stays in ${zone}`)] });
}
