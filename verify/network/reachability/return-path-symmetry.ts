import type { Evidence } from "../../verdict/claim";
import type { Findings } from "../../verdict/findings";
import { type Hop, isSameHop, type Path, pathEvidence, statefulHops } from "./path";
import type { ReturnLeg } from "./return-paths";

/** Answers over one stretch, from the gateway or a NAT back to the NAT or the subnet before it. */
export function examineLeg(leg: ReturnLeg): Findings {
  const { from, toward, expected, paths } = leg;
  if (paths.length === 0) {
    const text = `answers from ${from} to ${toward.key} cannot be followed: its addresses are not written out`;
    return { proofs: [], counterexamples: [], doubts: [{ text, addresses: [from, toward.key] }] };
  }
  const open = paths.filter(({ end }) => end.kind === "unknown" || end.kind === "elsewhere");
  const wrong = paths.filter((path) => !open.includes(path) && !isSymmetric(leg, path));
  const remark = `answers to ${toward.key} should come back through ${namesOf(expected)}`;
  const evidence = (path: Path): Evidence => pathEvidence(path, remark);
  // A route that is not written out may take the answers from the others: none of them is then a counterexample.
  return {
    proofs: paths.map((path) => pathEvidence(path, `answers to ${toward.key}`)),
    counterexamples: open.length === 0 ? wrong.map(evidence) : [],
    doubts: open.map(evidence),
  };
}

function namesOf(hops: readonly Hop[]): string {
  return hops.length === 0 ? "nothing" : hops.map(({ address, subnet }) => `${address} in ${subnet?.key}`).join(", ");
}

/** Whether an answer arrives, over exactly the hops that know its flow. */
function isSymmetric(leg: ReturnLeg, path: Path): boolean {
  const crossed = statefulHops(path);
  const { expected } = leg;
  return (
    path.end.kind === "local" &&
    crossed.length === expected.length &&
    crossed.every((hop, index) => isSameHop(hop, expected[index] ?? hop))
  );
}
