import {
  type DeclaredElsewhere,
  isDeclaredElsewhere,
  nameWithoutKeys,
} from "../posture/declarations/declared-elsewhere";
import type { Evidence, Verdict } from "../verdict/claim";

/**
 * A verdict without the doubts about what is declared elsewhere. Where no other is left, the rest of the claim is about nothing here: it
 * does not apply, whatever this configuration has of its subject, because the declaration proves nothing.
 */
export function withoutDoubtsElsewhere(
  verdict: Verdict,
  declarations: readonly DeclaredElsewhere[],
  today: string,
): Verdict {
  const isOpen = (piece: Evidence): boolean => !isDeclaredElsewhere(declarations, piece, today);
  if (verdict.kind === "violated") {
    const { alsoUndecided = [], ...rest } = verdict;
    const open = alsoUndecided.filter(isOpen);
    return open.length === 0 ? rest : { ...rest, alsoUndecided: open };
  }
  if (verdict.kind !== "undecided") {
    return verdict;
  }
  const open = verdict.evidence.filter(isOpen);
  if (open.length > 0) {
    return { ...verdict, evidence: open };
  }
  const names = [...new Set(verdict.evidence.flatMap(({ elsewhere = [] }) => elsewhere.map(nameWithoutKeys)))];
  const text = `the posture declares elsewhere what the claim is about: ${names.join(", ")}`;
  return { kind: "notApplicable", evidence: [{ text, addresses: names }] };
}
