import type { ClaimResult } from "../../verify/claims/decide-claims";
import { groupBy } from "../../verify/collections/group-by";
import { countVerdicts } from "../../verify/report/count-verdicts";
import { evidenceOfItsOwn, groupBySharedCause } from "../../verify/report/evidence/shared-causes";
import { type ClaimTopic, isSettled, type Verdict } from "../../verify/verdict/claim";
import type { ClaimEntry, EnvironmentPage, StackVerdict } from "./page-model";

const topicTitles: Readonly<Record<ClaimTopic, string>> = {
  network: "Network",
  firewall: "Firewall",
  names: "DNS",
  data: "Data",
  identities: "People and roles",
  operations: "Operations",
};

/** Worst first. */
const unprovedKinds: readonly Verdict["kind"][] = ["violated", "undecided", "accepted"];

/** The claims of a stack: those that are not proved, worst first, and the others by topic. */
export function claimEntries(
  claimResults: readonly ClaimResult[],
): Pick<EnvironmentPage, "sharedReasons" | "unproved" | "topics"> {
  const settled = groupBy(
    claimResults.filter(({ verdict }) => isSettled(verdict)),
    ({ claim }) => claim.topic,
  );
  const shared = groupBySharedCause(claimResults).causes.filter((cause) => cause.kind === "evidence");
  const ownEvidence = evidenceOfItsOwn(shared);
  const entryOf = (result: ClaimResult): ClaimEntry => {
    const { name, title, meaning, details, remedy, controls } = result.claim;
    return {
      ...{ name, title, meaning, details, remedy, controls, kind: result.verdict.kind },
      evidence: ownEvidence(result),
      sharedReasons: shared.flatMap(({ items }, index) => (items.includes(result) ? [index] : [])),
    };
  };
  return {
    sharedReasons: shared.map(({ evidence, items }) => ({
      kind: items[0]?.verdict.kind ?? "undecided",
      evidence,
      claims: items.length,
    })),
    unproved: unprovedKinds.flatMap((kind) => claimResults.filter(({ verdict }) => verdict.kind === kind).map(entryOf)),
    topics: (Object.keys(topicTitles) as ClaimTopic[]).flatMap((topic) => {
      const claims = (settled.get(topic) ?? []).map(entryOf);
      return claims.length === 0 ? [] : [{ title: topicTitles[topic], claims }];
    }),
  };
}

/**
 * The verdict of a stack in one sentence.
 *
 * @param holds see `perimeterHolds`
 */
export function stackVerdict(claimResults: readonly ClaimResult[], holds: boolean): StackVerdict {
  const counts = countVerdicts(claimResults);
  const failing = [
    ...(counts.violated > 0 ? [`${counts.violated} violated`] : []),
    ...(counts.undecided > 0 ? [`${counts.undecided} undecided`] : []),
  ];
  const accepted = counts.accepted > 0 ? `, ${counts.accepted} accepted` : "";
  const text = holds ? `Every claim holds${accepted}` : failing.length === 0 ? "Nothing is proved" : failing.join(", ");
  return { kind: holds ? "proved" : counts.violated > 0 ? "violated" : "undecided", text, counts };
}
