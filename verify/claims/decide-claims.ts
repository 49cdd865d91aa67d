import { modelGaps } from "../unmodeled/model-gaps";
import type { Claim, ClaimSubject, Verdict } from "../verdict/claim";
import { claims } from ".";
import { topicOf } from "./claim-topics";

/** A claim and what came of it. */
export interface ClaimResult {
  readonly claim: Claim;
  readonly verdict: Verdict;
}

/** One Terraform file with all its judgements, as reports show it. */
export interface VerifiedStack {
  /** What people call it: the environment, or the file. */
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

/** Nothing judged is nothing proved. */
export function allClaimsProved(stack: VerifiedStack): boolean {
  return stack.claimResults.length > 0 && stack.claimResults.every(({ verdict }) => verdict.kind === "proved");
}

/** A claim that throws is a fault of this program: it has decided nothing, and nothing is never a pass. */
function decideClaim(claim: Claim, subject: ClaimSubject): Verdict {
  try {
    return undecidedIfUnmodeled(claim, subject, claim.decide(subject));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return {
      kind: "undecided",
      evidence: [{ text: `deciding it failed, which is a fault of studio-perimeter: ${reason}`, addresses: [] }],
    };
  }
}

/** A proof is worth what its model has read: where something cannot be placed, the claims of its topics are undecided. */
function undecidedIfUnmodeled(claim: Claim, { configuration }: ClaimSubject, verdict: Verdict): Verdict {
  const topic = topicOf(claim);
  const gaps = modelGaps(configuration).filter(({ topics }) => topic !== undefined && topics.includes(topic));
  return verdict.kind === "proved" && gaps.length > 0
    ? { kind: "undecided", evidence: gaps.map(({ evidence }) => evidence) }
    : verdict;
}
