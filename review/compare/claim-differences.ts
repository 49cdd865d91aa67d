import type { ClaimResult } from "../../verify/claims/decide-claims";
import type { Evidence, Verdict } from "../../verify/verdict/claim";
import { createDifference, type ReviewDifference, type Severity } from "../model/review-difference";

/** The claims whose verdict is another one after the change, or rests on other evidence against them. */
export function claimDifferences(
  before: readonly ClaimResult[],
  after: readonly ClaimResult[],
): readonly ReviewDifference[] {
  const old = new Map(before.map(({ claim, verdict }) => [claim.name, verdict]));
  return after.flatMap((judgement) => compareVerdicts(old.get(judgement.claim.name), judgement));
}

type VerdictKind = Verdict["kind"];

/** What a turn of a verdict means, and how to say it. */
const verdictChanges: Readonly<
  Record<Exclude<`${VerdictKind} ${VerdictKind}`, `proved proved`>, readonly [Severity, string]>
> = {
  "proved violated": ["opens", "no longer holds"],
  "undecided violated": ["opens", "could not be decided, and does not hold"],
  "proved undecided": ["unclear", "held, and can no longer be decided"],
  "violated undecided": ["unclear", "did not hold, and can no longer be decided"],
  "violated proved": ["closes", "did not hold, and holds now"],
  "undecided proved": ["closes", "could not be decided, and holds now"],
  "violated violated": ["stands", "does not hold, before as after"],
  "undecided undecided": ["stands", "cannot be decided, before as after"],
};

function compareVerdicts(old: Verdict | undefined, { claim, verdict }: ClaimResult): readonly ReviewDifference[] {
  const was = old ?? { kind: "proved", evidence: [] };
  if (was.kind === "proved" && verdict.kind === "proved") {
    return [];
  }
  const [severity, turn] = verdictChanges[`${was.kind} ${verdict.kind}` as keyof typeof verdictChanges];
  if (was.kind === verdict.kind) {
    return [
      ...evidenceChanges(claim.name, was, verdict),
      claimDifference(severity, `${claim.name} ${turn}`, verdict.evidence),
    ];
  }
  const shown = verdict.kind === "proved" ? was.evidence : verdict.evidence;
  return [claimDifference(severity, `${claim.name} ${turn}: ${claim.meaning}`, shown)];
}

/** A claim that did not hold may be broken in another way too. */
function evidenceChanges(name: string, was: Verdict, is: Verdict): readonly ReviewDifference[] {
  const added = evidenceNotIn(is.evidence, was.evidence);
  const gone = evidenceNotIn(was.evidence, is.evidence);
  const opening: Severity = is.kind === "violated" ? "opens" : "unclear";
  return [
    ...(added.length > 0 ? [claimDifference(opening, `${name} does not hold, now for other reasons too`, added)] : []),
    ...(gone.length > 0 ? [claimDifference("closes", `${name} still does not hold, but for fewer reasons`, gone)] : []),
  ];
}

function evidenceNotIn(evidence: readonly Evidence[], others: readonly Evidence[]): readonly Evidence[] {
  const texts = new Set(others.map(({ text }) => text));
  return evidence.filter(({ text }) => !texts.has(text));
}

function claimDifference(severity: Severity, text: string, evidence: readonly Evidence[]): ReviewDifference {
  return {
    ...createDifference(
      severity,
      text,
      evidence.flatMap(({ addresses }) => addresses),
    ),
    details: evidence.map((piece) => piece.text),
  };
}
