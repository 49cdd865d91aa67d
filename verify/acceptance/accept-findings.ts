import type { ClaimResult } from "../claims/decide-claims";
import { type AcceptanceUse, type AcceptedFinding, acceptsFinding } from "../posture/accepted-finding";
import { currentDay } from "../posture/declared-harmless";
import { isSettled } from "../verdict/claim";

/** The claims of a stack after its accepted findings, and what each entry accepts. */
export interface AcceptedResults {
  readonly claimResults: readonly ClaimResult[];
  /** Entries of the stack, in their order. */
  readonly uses: readonly AcceptanceUse[];
}

/**
 * Gives the verdict `accepted` to each claim whose every piece of evidence an entry accepts. One other piece, and the verdict stays;
 * a proof never depends on an entry.
 *
 * @param accepted entries of the stack
 * @param today day that decides which entries still count, as YYYY-MM-DD
 */
export function acceptFindings(
  claimResults: readonly ClaimResult[],
  accepted: readonly AcceptedFinding[],
  today: string = currentDay(),
): AcceptedResults {
  const current = accepted.filter(({ until }) => today <= until);
  const used = new Set<AcceptedFinding>();
  const results = claimResults.map((result): ClaimResult => {
    const { claim, verdict } = result;
    if (isSettled(verdict) || verdict.kind === "accepted" || current.length === 0) {
      return result;
    }
    const matching = verdict.evidence.map(({ text, addresses }) =>
      current.filter((entry) => acceptsFinding(entry, { claim: claim.name, text, addresses })),
    );
    for (const entry of matching.flat()) {
      used.add(entry);
    }
    const isAccepted = matching.length > 0 && matching.every((found) => found.length > 0);
    return isAccepted ? { claim, verdict: { kind: "accepted", of: verdict.kind, evidence: verdict.evidence } } : result;
  });
  return { claimResults: results, uses: accepted.map((entry) => ({ accepted: entry, isUsed: used.has(entry) })) };
}
