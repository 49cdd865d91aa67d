import { acceptanceNotes } from "../acceptance/acceptance-notes";
import { harmlessNotes } from "../posture/declared-harmless";
import type { JoinedName } from "../terraform/terraform-configuration";
import type { ReportedStack } from "./reported-stack";

/**
 * What a stack was judged together with, what its owners declare harmless, and what they accept: one line each, in every report.
 */
export function declarationNotes({ subject, acceptances }: ReportedStack): readonly string[] {
  return [
    ...joinNotes(subject.configuration.joined),
    ...harmlessNotes(subject.posture.harmless),
    ...acceptanceNotes(acceptances),
  ];
}

/** A synthesized stack says what will be deployed, and not what is. */
export function joinNotes(joined: readonly JoinedName[] = []): readonly string[] {
  return joined.map(({ name }) => `judged together with ${name}, as it is synthesized: deploy both`);
}
