import { distinctByContent } from "../collections/distinct";
import { memoize } from "../collections/memoize";
import { sharedPlaceholderTable } from "../iam/patterns/placeholders";
import { visibleText } from "../terraform/visible-text";
import type { Evidence, Verdict } from "../verdict/claim";

/** The verdict with evidence that reports can print: each piece once, on single lines, without placeholders of the policy model. */
export function withVisibleEvidence(verdict: Verdict): Verdict {
  const evidence = distinctVisible(verdict.evidence);
  return "alsoUndecided" in verdict && verdict.alsoUndecided !== undefined
    ? { ...verdict, evidence, alsoUndecided: distinctVisible(verdict.alsoUndecided) }
    : { ...verdict, evidence };
}

/** Two questions of a claim may find the same, and different requests may have the same text. */
function distinctVisible(evidence: readonly Evidence[]): readonly Evidence[] {
  return distinctByContent(evidence.map(visibleEvidence));
}

/**
 * Memoized, because many claims carry the same piece: each model gap of a large plan leaves most claims undecided. `absent` is left out:
 * reports do not read it.
 */
const visibleEvidence = memoize(
  ({ text, addresses, absent: _, ...rest }: Evidence): Evidence => ({
    ...rest,
    text: textForPeople(text),
    addresses: addresses.map(textForPeople),
  }),
);

function textForPeople(text: string): string {
  return visibleText(sharedPlaceholderTable().readable(text));
}
