import type { Evidence } from "../../verdict/claim";
import type { Findings } from "../../verdict/findings";
import { type ForwardingPath, type Hop, isSameHop, pathEvidence, statefulHops } from "./forwarding-path";
import type { ReturnPathSegment } from "./return-path-segments";

/** Whether responses over one segment cross the stateful hops of the outbound path, and arrive. */
export function checkReturnPathSymmetry(leg: ReturnPathSegment): Findings {
  const { from, toSubnet: toward, expectedHops: expected, paths } = leg;
  if (paths.length === 0) {
    const text = `answers from ${from} to ${toward.key} cannot be followed: its addresses are not written out`;
    return { proofs: [], counterexamples: [], doubts: [{ text, addresses: [from, toward.key] }] };
  }
  const open = paths.filter(({ disposition: end }) => end.kind === "unknown" || end.kind === "external-network");
  const wrong = paths.filter((path) => !open.includes(path) && !isSymmetricPath(leg, path));
  const remark = `answers to ${toward.key} should come back through ${hopNames(expected)}`;
  const evidence = (path: ForwardingPath): Evidence => pathEvidence(path, remark);
  // A route whose destination is not a literal may take the responses, so the other paths are no counterexamples.
  return {
    proofs: paths.map((path) => pathEvidence(path, `answers to ${toward.key}`)),
    counterexamples: open.length === 0 ? wrong.map(evidence) : [],
    doubts: open.map(evidence),
  };
}

function hopNames(hops: readonly Hop[]): string {
  return hops.length === 0 ? "nothing" : hops.map(({ address, subnet }) => `${address} in ${subnet?.key}`).join(", ");
}

/** Whether a response arrives over exactly the hops that track its flow. */
function isSymmetricPath(leg: ReturnPathSegment, path: ForwardingPath): boolean {
  const crossed = statefulHops(path);
  const { expectedHops: expected } = leg;
  return (
    path.disposition.kind === "local" &&
    crossed.length === expected.length &&
    crossed.every((hop, index) => isSameHop(hop, expected[index] ?? hop))
  );
}
