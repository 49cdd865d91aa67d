import type { AcceptanceUse, AcceptedFinding } from "../posture/accepted-finding";
import { currentDay, expiryNote } from "../posture/last-day";

/** What follows the text of an accepted difference. */
export function acceptedRemark(accepted: AcceptedFinding | undefined): string {
  return accepted === undefined ? "" : ` (accepted until ${accepted.until} by ${accepted.owner}: ${accepted.reason})`;
}

/**
 * One line for each accepted finding, for every report. It warns before the last day, after it, and where nothing is accepted, unless a
 * stack that was not judged may need the entry.
 */
export function acceptanceNotes(uses: readonly AcceptanceUse[] = [], today = currentDay()): readonly string[] {
  return uses.map(({ accepted: { claim, finding, address, reason, owner, until, place }, isUsed, mayServeOthers }) => {
    const subject = claim === undefined ? finding : `${claim}: ${finding}`;
    const places = [address].flat().join(" and ");
    const advice = mayServeOthers
      ? ` (accepts nothing in this stack; remove ${place ?? "it"} if no other stack needs it)`
      : ` (WARNING: accepts nothing here; remove ${place ?? "it"})`;
    const unused = isUsed || until < today ? "" : advice;
    const expiry = expiryNote(until, today, "so it fails again");
    return `accepted until ${until} by ${owner}: ${subject} at ${places}: ${reason}${expiry}${unused}`;
  });
}
