import { type AcceptanceUse, addressesOf, subjectOf } from "../../verify/posture/accepted-finding";
import { type DeclaredHarmless, typeOrArgument } from "../../verify/posture/declarations/declared-harmless";
import { countsOn, lastDayState } from "../../verify/posture/last-day";
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
      return {
        kind: "accepted",
        subject: subjectOf(accepted),
        places: addressesOf(accepted),
        ...{ reason, owner, until },
        state: isUsed || mayServeOthers || !countsOn(today, until) ? lastDayState(today, until) : "accepts nothing",
      };
    }),
    ...harmless.map(
      (one): AcceptedEntry => ({
        kind: "harmless",
        subject: typeOrArgument(one),
        places: [],
        ...{ reason: one.reason, owner: one.owner, until: one.lastDay, state: lastDayState(today, one.lastDay) },
      }),
    ),
  ];
}
