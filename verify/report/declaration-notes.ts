import { acceptanceNotes } from "../acceptance/acceptance-notes";
import { harmlessNotes, typeOrArgument } from "../posture/declared-harmless";
import type { JoinedName } from "../terraform/terraform-configuration";
import type { ReportedStack } from "./reported-stack";

/**
 * What a stack was judged together with, what its owners declare harmless, what they accept, and what no model reads: one line each, in
 * every report.
 */
export function declarationNotes({ subject, acceptances, claimResults }: ReportedStack): readonly string[] {
  return [
    ...joinNotes(subject.configuration.joined),
    ...harmlessNotes(subject.posture.harmless),
    ...acceptanceNotes(acceptances),
    ...unmodeledNotes(claimResults),
  ];
}

/** What decides the claims that something unmodeled leaves undecided. */
function unmodeledNotes(claimResults: ReportedStack["claimResults"]): readonly string[] {
  const undecided = claimResults.flatMap(({ verdict }) => (verdict.kind === "undecided" ? verdict.evidence : []));
  const names = undecided.flatMap(({ unmodeled }) => (unmodeled === undefined ? [] : [typeOrArgument(unmodeled)]));
  const list = [...new Set(names)].join(", ");
  return list === ""
    ? []
    : [`to decide what is undecided: remove what no model reads, or declare it harmless if it is: ${list}`];
}

/** A synthesized stack says what will be deployed, and not what is. */
export function joinNotes(joined: readonly JoinedName[] = []): readonly string[] {
  return joined.map(({ name }) => `judged together with ${name}, as it is synthesized: deploy both`);
}
