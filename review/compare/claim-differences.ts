import type { ClaimResult } from "../../verify/claims/decide-claims";
import { type Evidence, isSettled, type Verdict } from "../../verify/verdict/claim";
import { createDifference, type ReviewDifference, type Severity } from "../model/review-difference";

/** Claims whose verdict changes, and unproved claims, with changed evidence. */
export function claimDifferences(
  before: readonly ClaimResult[],
  after: readonly ClaimResult[],
): readonly ReviewDifference[] {
  const verdictsBefore = new Map(before.map(({ claim, verdict }) => [claim.name, verdict]));
  return after.flatMap((claimResult) => compareVerdicts(verdictsBefore.get(claimResult.claim.name), claimResult));
}

type VerdictKind = Verdict["kind"];

/** Nothing to report. */
type UnchangedVerdict = "proved proved" | "notApplicable notApplicable";

/** Severity and text of each change of verdict. */
const verdictChanges: Readonly<
  Record<Exclude<`${VerdictKind} ${VerdictKind}`, UnchangedVerdict>, readonly [Severity, string]>
> = {
  "proved violated": ["opens", "was proved and is now violated"],
  "undecided violated": ["opens", "was undecided and is now violated"],
  "proved undecided": ["unclear", "was proved and is now undecided"],
  "violated undecided": ["unclear", "was violated and is now undecided"],
  "violated proved": ["closes", "was violated and is now proved"],
  "undecided proved": ["closes", "was undecided and is now proved"],
  "violated violated": ["stands", "is violated, as before"],
  "undecided undecided": ["stands", "is undecided, as before"],
  "proved notApplicable": ["changes", "was proved and now has no subject"],
  "violated notApplicable": ["changes", "was violated and now has no subject"],
  "undecided notApplicable": ["changes", "was undecided and now has no subject"],
  "notApplicable proved": ["changes", "had no subject and is now proved"],
  "notApplicable violated": ["opens", "had no subject and is now violated"],
  "notApplicable undecided": ["unclear", "had no subject and is now undecided"],
};

/** A claim without an earlier verdict counts as proved before. */
function compareVerdicts(known: Verdict | undefined, { claim, verdict }: ClaimResult): readonly ReviewDifference[] {
  const before = known ?? { kind: "proved", evidence: [] };
  if ((known === undefined || before.kind === verdict.kind) && isSettled(verdict)) {
    return [];
  }
  const [severity, change] = verdictChanges[`${before.kind} ${verdict.kind}` as keyof typeof verdictChanges];
  if (before.kind === verdict.kind) {
    return [
      ...evidenceChanges(claim.name, before, verdict),
      claimDifference(severity, `${claim.name} ${change}`, verdict.evidence),
    ];
  }
  const evidence = verdict.kind === "proved" ? before.evidence : verdict.evidence;
  return [claimDifference(severity, `${claim.name} ${change}: ${claim.meaning}`, evidence)];
}

/** A claim that stays violated or undecided may gain or lose reasons. */
function evidenceChanges(name: string, before: Verdict, after: Verdict): readonly ReviewDifference[] {
  const added = evidenceNotIn(after.evidence, before.evidence);
  const removed = evidenceNotIn(before.evidence, after.evidence);
  const severity: Severity = after.kind === "violated" ? "opens" : "unclear";
  const start = `${name} is still ${after.kind}`;
  return [
    ...(added.length > 0 ? [claimDifference(severity, `${start}, for additional reasons`, added)] : []),
    ...(removed.length > 0 ? [claimDifference("changes", `${start}, but some reasons are gone`, removed)] : []),
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
    details: evidence.map((one) => one.text),
  };
}
