import { type AcceptedFinding, addressesOf, subjectOf } from "../../../verify/posture/accepted-finding";
import type { DeclaredElsewhere } from "../../../verify/posture/declarations/declared-elsewhere";
import { type DeclaredHarmless, typeOrArgument } from "../../../verify/posture/declarations/declared-harmless";
import type { Posture } from "../../../verify/posture/posture";
import { addedAndRemoved, formatList, type ReviewDifference } from "../../model/review-difference";
import { postureDifference } from "./posture-difference";

/** Changes of the declarations that silence a finding until a day: what is harmless, declared elsewhere or accepted. */
export function silencingDifferences(before: Posture, after: Posture): readonly ReviewDifference[] {
  return [
    ...harmlessDifferences(before.harmless ?? [], after.harmless ?? []),
    ...elsewhereDifferences(before.elsewhere ?? [], after.elsewhere ?? []),
    ...acceptedDifferences(before.accepted ?? [], after.accepted ?? []),
  ];
}

/** A new declaration hides what no model reads; a removed one shows it again. */
function harmlessDifferences(
  before: readonly DeclaredHarmless[],
  after: readonly DeclaredHarmless[],
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before, after, (one) => JSON.stringify(one));
  return [
    ...added.map((one) =>
      postureDifference(
        "opens",
        `${typeOrArgument(one)} is declared harmless until ${one.lastDay} (${one.owner}: ${one.reason})`,
        "declared-harmless",
      ),
    ),
    ...removed.map((one) => postureDifference("changes", `${typeOrArgument(one)} is no longer declared harmless`)),
  ];
}

/** A new declaration hides what another root module has; a removed one shows it again. */
function elsewhereDifferences(
  before: readonly DeclaredElsewhere[],
  after: readonly DeclaredElsewhere[],
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before, after, (one) => JSON.stringify(one));
  return [
    ...added.map(({ names, lastDay, owner, reason }) =>
      postureDifference(
        "opens",
        `${formatList(names)} is declared elsewhere until ${lastDay} (${owner}: ${reason})`,
        "declared-elsewhere",
      ),
    ),
    ...removed.map(({ names }) => postureDifference("changes", `${formatList(names)} is no longer declared elsewhere`)),
  ];
}

/** A new acceptance silences what a claim or a review says; a removed one lets it fail again. */
function acceptedDifferences(
  before: readonly AcceptedFinding[],
  after: readonly AcceptedFinding[],
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before, after, (one) => JSON.stringify(one));
  const named = (one: AcceptedFinding): string => {
    const addresses = addressesOf(one);
    return addresses.length === 0 ? subjectOf(one) : `${subjectOf(one)} at ${formatList(addresses)}`;
  };
  return [
    ...added.map((one) =>
      postureDifference("opens", `${named(one)} is accepted until ${one.until} (${one.owner}: ${one.reason})`),
    ),
    ...removed.map((one) => postureDifference("changes", `${named(one)} is no longer accepted`)),
  ];
}
