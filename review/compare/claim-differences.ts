import type { ClaimResult } from "../../verify/claims/decide-claims";
import { groupBy } from "../../verify/collections/group-by";
import { evidenceBeyond, type SharedEvidence, sharedEvidence } from "../../verify/report/evidence/shared-causes";
import { type Evidence, isSettled, type Verdict } from "../../verify/verdict/claim";
import { markPattern } from "../../verify/verdict/marked-finding";
import type { DifferenceKind } from "../model/difference-kinds";
import { createDifference, type ReviewDifference, type Severity } from "../model/review-difference";

/**
 * Claims whose verdict changes, and unproved claims, with changed evidence.
 *
 * @param before empty where nothing was judged before, such as for a new stack
 * @param renamed earlier addresses of resources by later ones, for evidence that only names one of them otherwise. @default - none
 */
export function claimDifferences(
  before: readonly ClaimResult[],
  after: readonly ClaimResult[],
  renamed: ReadonlyMap<string, string> = new Map(),
): readonly ReviewDifference[] {
  const findingOf = findingsWith(renamed);
  const verdictsBefore = new Map(before.map(({ claim, verdict }) => [claim.name, verdict]));
  const differences = after.flatMap((claimResult) =>
    compareVerdicts(verdictsBefore.get(claimResult.claim.name), claimResult, findingOf),
  );
  const alike = groupBy(differences, ({ severity, change }) => JSON.stringify([severity, change]));
  return [...alike.values()].flatMap(mergedDifferences);
}

/** How one claim changes, and why. */
interface ClaimDifference {
  readonly name: string;
  readonly severity: Severity;
  readonly kind?: DifferenceKind;
  /** In words, without the name of the claim. */
  readonly change: string;
  /** What the claim says, where the change concerns all of it. */
  readonly meaning?: string;
  readonly evidence: readonly Evidence[];
}

/** What several claims that change in the same way have in common is one item; what is left of each claim is one of its own. */
function mergedDifferences(alike: readonly ClaimDifference[]): readonly ReviewDifference[] {
  const causes = sharedEvidence(alike, ({ evidence }) => evidence);
  const shared = causes.flatMap((cause) => sharedDifference(cause));
  const ownEvidence = evidenceBeyond(causes);
  const single = alike.flatMap((difference) => {
    const own = ownEvidence(difference.evidence);
    const isListed = causes.some(({ items }) => items.includes(difference));
    return isListed && own.length === 0 ? [] : [claimDifference({ ...difference, evidence: own })];
  });
  return [...shared, ...single];
}

function sharedDifference({ evidence, items }: SharedEvidence<ClaimDifference>): readonly ReviewDifference[] {
  const [first, ...others] = evidence;
  const names = items.map(({ name }) => name);
  return items.slice(0, 1).map(({ severity, kind, change }) => ({
    ...createDifference(
      severity,
      `${items.length} claims, each of which ${change}: ${first?.text ?? ""}`,
      evidence.flatMap(({ addresses }) => addresses),
      kind,
    ),
    claims: names,
    details: [`Claims: ${names.join(", ")}`, ...others.map(({ text }) => text)],
  }));
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
  "proved accepted": ["opens", "was proved and does not hold any more, which is accepted"],
  "notApplicable accepted": ["opens", "had no subject and does not hold, which is accepted"],
  "violated accepted": ["changes", "was violated, which is now accepted"],
  "undecided accepted": ["changes", "was undecided, which is now accepted"],
  "accepted accepted": ["stands", "does not hold and is accepted, as before"],
  "accepted proved": ["closes", "did not hold, which was accepted, and is now proved"],
  "accepted violated": ["opens", "is violated by more than what is accepted"],
  "accepted undecided": ["unclear", "is undecided for more than what is accepted"],
  "accepted notApplicable": ["changes", "did not hold, which was accepted, and now has no subject"],
  "notApplicable proved": ["changes", "had no subject and is now proved"],
  "notApplicable violated": ["opens", "had no subject and is now violated"],
  "notApplicable undecided": ["unclear", "had no subject and is now undecided"],
};

/** Severity and text of each verdict that is not settled, of a claim that was not judged before: it cannot be lost. */
const firstVerdicts: Readonly<Record<Exclude<VerdictKind, SettledKind>, readonly [Severity, string]>> = {
  violated: ["opens", "is violated"],
  undecided: ["unclear", "is undecided"],
  accepted: ["opens", "does not hold, which is accepted"],
};

type SettledKind = "proved" | "notApplicable";

function firstVerdict({ claim: { name, meaning }, verdict }: ClaimResult): readonly ClaimDifference[] {
  if (isSettled(verdict)) {
    return [];
  }
  const [severity, change] = firstVerdicts[verdict.kind];
  return [{ name, severity, kind: "claim-unproved", change, meaning, evidence: verdict.evidence }];
}

function compareVerdicts(
  before: Verdict | undefined,
  claimResult: ClaimResult,
  findingOf: FindingOf,
): readonly ClaimDifference[] {
  if (before === undefined) {
    return firstVerdict(claimResult);
  }
  const { claim, verdict } = claimResult;
  if (before.kind === verdict.kind && isSettled(verdict)) {
    return [];
  }
  const { name } = claim;
  const [severity, change] = verdictChanges[`${before.kind} ${verdict.kind}` as keyof typeof verdictChanges];
  if (before.kind === verdict.kind) {
    const added = evidenceNotIn(verdict.evidence, before.evidence, findingOf);
    // Reasons are examples: where the claim gains some, a reason that is gone may only be shown in another way.
    const removed = added.length > 0 ? [] : evidenceNotIn(before.evidence, verdict.evidence, findingOf);
    const kept = verdict.evidence.filter((piece) => !added.includes(piece));
    return [
      ...evidenceChanges(claimResult, { added, removed }),
      ...(kept.length === 0 && added.length > 0
        ? []
        : [{ name, severity, ...lossOf(severity), change, evidence: kept }]),
    ];
  }
  const evidence = verdict.kind === "proved" ? before.evidence : verdict.evidence;
  return [{ name, severity, ...lossOf(severity), change, meaning: claim.meaning, evidence }];
}

/** Nothing is lost where nothing was proved. */
const worsened = { kind: "claim-worsened" } as const;

/** What is told of a claim that stays violated or undecided, and gains or loses reasons. */
function evidenceChanges(
  { claim: { name }, verdict: { kind } }: ClaimResult,
  { added, removed }: Readonly<Record<"added" | "removed", readonly Evidence[]>>,
): readonly ClaimDifference[] {
  const severity: Severity = kind === "undecided" ? "unclear" : "opens";
  const difference = (of: Severity, remark: string, evidence: readonly Evidence[]): readonly ClaimDifference[] => {
    const change = `is still ${kind}, ${remark}`;
    return evidence.length === 0 ? [] : [{ name, severity: of, ...(of !== "changes" && worsened), change, evidence }];
  };
  return [
    ...difference(severity, "for additional reasons", added),
    ...difference("changes", "but some reasons are gone", removed),
  ];
}

function evidenceNotIn(
  evidence: readonly Evidence[],
  others: readonly Evidence[],
  findingOf: FindingOf,
): readonly Evidence[] {
  const known = new Set(others.map(findingOf));
  return evidence.filter((piece) => !known.has(findingOf(piece)));
}

type FindingOf = (evidence: Evidence) => string;

/**
 * What a piece of evidence is about: its mark, because the request that it shows is only an example, or else its text with the earlier
 * address of each resource.
 */
function findingsWith(renamed: ReadonlyMap<string, string>): FindingOf {
  const addresses = /[\w[\]"-]+(?:\.[\w[\]"-]+)+/g;
  return ({ text }) =>
    markPattern.exec(text)?.[0] ??
    (renamed.size === 0 ? text : text.replace(addresses, (address) => renamed.get(address) ?? address));
}

/** A claim that opens or becomes unclear is lost. */
function lossOf(severity: Severity): Pick<ClaimDifference, "kind"> {
  return severity === "opens" || severity === "unclear" ? { kind: "claim-lost" } : {};
}

function claimDifference({ name, severity, kind, change, meaning, evidence }: ClaimDifference): ReviewDifference {
  const text = `${name} ${change}${meaning === undefined ? "" : `: ${meaning}`}`;
  return {
    ...createDifference(
      severity,
      text,
      evidence.flatMap(({ addresses }) => addresses),
      kind,
    ),
    claims: [name],
    details: evidence.map((one) => one.text),
  };
}
