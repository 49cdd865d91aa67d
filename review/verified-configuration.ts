import { acceptFindings } from "../verify/acceptance/accept-findings";
import { type ClaimResult, decideClaims } from "../verify/claims/decide-claims";
import type { AcceptanceUse, AcceptedFinding } from "../verify/posture/accepted-finding";
import { type DeclaredPosture, declarePosture, declaresPosture } from "../verify/posture/declare-posture";
import type { PerimeterPostureKind, Posture } from "../verify/posture/posture";
import { readPosture } from "../verify/posture/read-posture";
import type { TerraformConfiguration } from "../verify/terraform/terraform-configuration";
import type { ClaimSubject } from "../verify/verdict/claim";
import type { BeforeAndAfter } from "./before-and-after";
import type { ReviewDifference } from "./model/review-difference";

/** A configuration with the verdict of every claim. */
export interface VerifiedConfiguration extends ClaimSubject<Posture> {
  readonly claimResults: readonly ClaimResult[];
  /** Accepted findings of the stack, and which of them accept something. @default - none */
  readonly acceptances?: readonly AcceptanceUse[];
}

/** Decides every claim, and accepts the findings that the owners and the posture accept. */
export function verifyConfiguration(
  configuration: TerraformConfiguration,
  posture: Posture,
  accepted: readonly AcceptedFinding[],
): VerifiedConfiguration {
  const subject = { configuration, posture };
  const entries = [...accepted, ...(posture.accepted ?? [])];
  const { claimResults, uses } = acceptFindings(decideClaims(subject), entries);
  return { ...subject, claimResults, acceptances: uses };
}

/** The state of an unfinished apply, or of a root module that only calls ours, may not declare a posture. */
export function subjectBefore(
  before: TerraformConfiguration,
  posture: PerimeterPostureKind | undefined,
): ClaimSubject<Posture> | undefined {
  return declaresPosture(before) || posture !== undefined
    ? { configuration: before, posture: readPosture(before, posture) }
    : undefined;
}

/** Both sides with the posture of a policy file. */
export function withPosture({ before, after, ...rest }: BeforeAndAfter, declared: DeclaredPosture): BeforeAndAfter {
  return {
    ...rest,
    ...(before && { before: declarePosture(before, declared) }),
    ...(after && { after: declarePosture(after, declared) }),
  };
}

/** The accepted findings of the stack and of the review, and which of them accept something in either. */
export function acceptancesOf(
  accepted: readonly AcceptedFinding[],
  after: VerifiedConfiguration | undefined,
  differences: readonly ReviewDifference[],
): readonly AcceptanceUse[] {
  const declared = after?.posture.accepted ?? [];
  const used = new Set([
    ...(after?.acceptances ?? []).flatMap((use) => (use.isUsed ? [use.accepted] : [])),
    ...differences.flatMap((difference) => difference.accepted ?? []),
  ]);
  return [...accepted, ...declared].map((entry) => ({ accepted: entry, isUsed: used.has(entry) }));
}
