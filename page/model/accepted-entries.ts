import { type AcceptanceUse, addressesOf, subjectOf } from "../../verify/posture/accepted-finding";
import type { DeclaredHarmless } from "../../verify/posture/declarations/declared-harmless";
import { expiryNote } from "../../verify/posture/last-day";
import type { AcceptedEntry } from "./page-model";

/**
 * What the owners of a stack accept, and what they declare harmless.
 *
 * @param today day that decides which entries still count, as YYYY-MM-DD
 */
export function acceptedEntries(
  uses: readonly AcceptanceUse[],
  harmless: readonly DeclaredHarmless[],
  today: string,
): readonly AcceptedEntry[] {
  return [
    ...uses.map(({ accepted, isUsed, mayServeOthers }): AcceptedEntry => {
      const { reason, owner, until } = accepted;
      const state = expiryState(until, today);
      return {
        kind: "accepted",
        subject: subjectOf(accepted),
        places: addressesOf(accepted),
        ...{ reason, owner, until },
        state: isUsed || mayServeOthers || state === "expired" ? state : "accepts nothing",
      };
    }),
    ...harmless.map(
      ({ type, argument, reason, owner, lastDay }): AcceptedEntry => ({
        kind: "harmless",
        subject: argument === undefined ? type : `${type}.${argument}`,
        places: [],
        ...{ reason, owner, until: lastDay, state: expiryState(lastDay, today) },
      }),
    ),
  ];
}

function expiryState(until: string, today: string): "current" | "expires soon" | "expired" {
  if (until < today) {
    return "expired";
  }
  return expiryNote(until, today, "") === "" ? "current" : "expires soon";
}
