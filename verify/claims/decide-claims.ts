import { modelGaps } from "../unmodeled/model-gaps";
import type { Claim, ClaimSubject, Verdict } from "../verdict/claim";
import { claims } from ".";

/** A claim and its verdict. */
export interface ClaimResult {
  readonly claim: Claim;
  readonly verdict: Verdict;
}

/** One Terraform file with the verdicts of its claims, as reports show it. */
export interface VerifiedStack {
  /** The name of the environment, or the path of the file. */
  readonly name: string;
  /** Path of the file that was read. */
  readonly file: string;
  readonly subject: ClaimSubject;
  readonly claimResults: readonly ClaimResult[];
}

/** Decides every claim that the posture requires. */
export function decideClaims(subject: ClaimSubject, candidates: readonly Claim[] = claims): readonly ClaimResult[] {
  return candidates
    .filter((claim) => claim.postures.includes(subject.posture.kind))
    .map((claim) => ({ claim, verdict: decideClaim(claim, subject) }));
}

/** Whether at least one claim is proved and each of the others is proved or not applicable. */
export function perimeterHolds({ claimResults }: VerifiedStack): boolean {
  const kinds = claimResults.map(({ verdict }) => verdict.kind);
  return kinds.includes("proved") && kinds.every((kind) => kind === "proved" || kind === "notApplicable");
}

/** An exception is a fault of this program, and never a pass. */
function decideClaim(claim: Claim, subject: ClaimSubject): Verdict {
  try {
    return undecidedIfUnmodeled(claim, subject, claim.decide(subject));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: "undecided",
      evidence: [{ text: `the check failed with a fault of studio-perimeter: ${reason}`, addresses: [] }],
    };
  }
}

/**
 * A proof is worth only what its model has read, and what was not read may be the absent subject: a model gap leaves the claims of
 * its topics undecided.
 */
function undecidedIfUnmodeled(claim: Claim, { configuration }: ClaimSubject, verdict: Verdict): Verdict {
  const gaps = modelGaps(configuration).filter(({ topics }) => topics.some((topic) => topic === claim.topic));
  const isSettled = verdict.kind === "proved" || verdict.kind === "notApplicable";
  return isSettled && gaps.length > 0 ? { kind: "undecided", evidence: gaps.map(({ evidence }) => evidence) } : verdict;
}
