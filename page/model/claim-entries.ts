import type { ClaimResult } from "../../verify/claims/decide-claims";
import { groupBy } from "../../verify/collections/group-by";
import { countVerdicts } from "../../verify/report/count-verdicts";
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
export function claimEntries(claimResults: readonly ClaimResult[]): Pick<EnvironmentPage, "unproved" | "topics"> {
  const settled = groupBy(
    claimResults.filter(({ verdict }) => isSettled(verdict)),
    ({ claim }) => claim.topic,
  );
  return {
    unproved: unprovedKinds.flatMap((kind) =>
      claimResults.filter(({ verdict }) => verdict.kind === kind).map(claimEntry),
    ),
    topics: (Object.keys(topicTitles) as ClaimTopic[]).flatMap((topic) => {
      const claims = (settled.get(topic) ?? []).map(claimEntry);
      return claims.length === 0 ? [] : [{ title: topicTitles[topic], claims }];
    }),
  };
}

function claimEntry({ claim, verdict }: ClaimResult): ClaimEntry {
  const { name, title, meaning, details, remedy, controls } = claim;
  return { name, title, meaning, details, remedy, controls, kind: verdict.kind, evidence: verdict.evidence };
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
