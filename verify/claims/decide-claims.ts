import { withoutAnswerCache } from "../iam/ask/answer-cache";
import type { AcceptanceUse } from "../posture/accepted-finding";
import { currentDay } from "../posture/last-day";
import type { Posture } from "../posture/posture";
import { type Claim, type ClaimSubject, isOpen, type Verdict } from "../verdict/claim";
import { claims } from ".";
import { decideClaim } from "./decide-claim";

/** A claim and its verdict. */
export interface ClaimResult {
  readonly claim: Claim<Posture>;
  readonly verdict: Verdict;
}

/** One Terraform file with the verdicts of its claims, as reports show it. */
export interface VerifiedStack {
  /** The name of the environment, or the path of the file. */
  readonly name: string;
  /** Path of the file that was read. */
  readonly file: string;
  readonly subject: ClaimSubject<Posture>;
  readonly claimResults: readonly ClaimResult[];
  /** Accepted findings of the stack. @default - none */
  readonly acceptances?: readonly AcceptanceUse[];
}

/**
 * Decides every claim that the posture requires.
 *
 * @param today day that decides which declarations of the posture still count, as YYYY-MM-DD
 */
export function decideClaims(
  subject: ClaimSubject<Posture>,
  candidates: readonly Claim<Posture>[] = claims,
  today: string = currentDay(),
): readonly ClaimResult[] {
  return candidates
    .filter((claim) => claim.postures.includes(subject.posture.kind))
    .map((claim) => ({ claim, verdict: decideClaim(claim, subject, today) }));
}

/** As {@link decideClaims}, for a configuration that is compared with no other: nothing is kept for a second one. */
export function decideClaimsAlone(
  subject: ClaimSubject<Posture>,
  candidates: readonly Claim<Posture>[] = claims,
): readonly ClaimResult[] {
  return withoutAnswerCache(() => decideClaims(subject, candidates));
}

/**
 * Whether at least one claim is proved and each of the others is proved, not applicable, or accepted by its owners. Without one proof,
 * all claims of a posture are about nothing: the file holds no perimeter.
 */
export function perimeterHolds({ claimResults }: Pick<VerifiedStack, "claimResults">): boolean {
  return claimResults.some(({ verdict }) => verdict.kind === "proved") && chosenClaimsHold({ claimResults });
}

/** Whether each claim is proved, not applicable, or accepted by its owners. For claims that a user chose: no claim is no success. */
export function chosenClaimsHold({ claimResults }: Pick<VerifiedStack, "claimResults">): boolean {
  return claimResults.length > 0 && !claimResults.some(({ verdict }) => isOpen(verdict));
}
