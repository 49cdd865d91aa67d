import { type AcceptanceUse, type AcceptedFinding, addressesOf, subjectOf } from "../posture/accepted-finding";
import { countsOn, currentDay, expiryNote } from "../posture/last-day";

/** What follows the text of an accepted difference. */
export function acceptedRemark(accepted: AcceptedFinding | undefined): string {
  return accepted === undefined ? "" : ` (accepted until ${accepted.until} by ${accepted.owner}: ${accepted.reason})`;
}

/**
 * One line for each accepted finding, for every report. It warns before the last day, after it, and where nothing is accepted, unless a
 * stack that was not judged may need the entry.
 */
export function acceptanceNotes(uses: readonly AcceptanceUse[] = [], today = currentDay()): readonly string[] {
  return uses.map((use) => {
    const { reason, owner, until } = use.accepted;
    const addresses = addressesOf(use.accepted);
    const places = addresses.length === 0 ? "" : ` at ${addresses.join(" and ")}`;
    const unused = use.isUsed || !countsOn(today, until) ? "" : adviceAbout(use);
    const expiry = expiryNote(until, today, "so it fails again");
    return `accepted until ${until} by ${owner}: ${subjectOf(use.accepted)}${places}: ${reason}${expiry}${unused}`;
  });
}

/** What to do about an entry that accepts nothing. */
function adviceAbout({ accepted, mayServeOthers, missedAddresses = [], missedTexts = [] }: AcceptanceUse): string {
  const { place = "it" } = accepted;
  if (missedTexts.length > 0) {
    return ` (WARNING: accepts nothing here: the finding has no address; write its whole text: ${missedTexts.join(" or ")})`;
  }
  if (missedAddresses.length > 0) {
    const toDo = addressesOf(accepted).length === 0 ? "name its address" : "correct the address";
    return ` (WARNING: accepts nothing here: the finding is at ${missedAddresses.join(" and ")}; ${toDo})`;
  }
  return mayServeOthers
    ? ` (accepts nothing in this stack; remove ${place} if no other stack needs it)`
    : ` (WARNING: accepts nothing here; remove ${place})`;
}
