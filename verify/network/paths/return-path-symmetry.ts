import type { Evidence } from "../../verdict/claim";
import type { Findings } from "../../verdict/findings";
import { type ForwardingPath, type Hop, isSameHop, pathEvidence, statefulHops } from "./forwarding-path";
import type { ReturnPathSegment } from "./return-path-segments";

/** Checks that replies over one segment cross the same stateful hops as the outbound packets, in reverse order. */
export function checkReturnPathSymmetry(segment: ReturnPathSegment): Findings {
  const { from, toSubnet, expectedHops, paths } = segment;
  if (paths.length === 0) {
    const text = `replies from ${from} to ${toSubnet.key} cannot be traced: its CIDR block cannot be resolved`;
    return { proofs: [], counterexamples: [], doubts: [{ text, addresses: [from, toSubnet.key] }] };
  }
  const undecided = paths.filter(({ disposition: end }) => end.kind === "unknown" || end.kind === "external-network");
  const asymmetric = paths.filter((path) => !undecided.includes(path) && !isSymmetricPath(segment, path));
  const remark = `replies to ${toSubnet.key} must return through ${hopNames(expectedHops)}`;
  const evidence = (path: ForwardingPath): Evidence => pathEvidence(path, remark);
  // An unresolved route may replace the other routes. Their paths are then no certain counterexamples.
  return {
    proofs: paths.map((path) => pathEvidence(path, `replies to ${toSubnet.key}`)),
    counterexamples: undecided.length === 0 ? asymmetric.map(evidence) : [],
    doubts: undecided.map(evidence),
  };
}

function hopNames(hops: readonly Hop[]): string {
  return hops.length === 0
    ? "no stateful hop"
    : hops.map(({ address, subnet }) => (subnet === undefined ? address : `${address} in ${subnet.key}`)).join(", ");
}

/** Whether replies arrive and cross exactly the expected stateful hops. */
function isSymmetricPath({ expectedHops, toSubnet }: ReturnPathSegment, path: ForwardingPath): boolean {
  const crossed = statefulHops(path);
  return (
    path.disposition.kind === "local" &&
    (path.disposition.vpc ?? toSubnet.vpc) === toSubnet.vpc &&
    crossed.length === expectedHops.length &&
    crossed.every((hop, index) => isSameHop(hop, expectedHops[index] ?? hop))
  );
}
