import { acceptanceNotes } from "../acceptance/acceptance-notes";
import { harmlessNotes } from "../posture/declared-harmless";
import type { ReportedStack } from "./reported-stack";

/** What the owners of a stack declare harmless, and what they accept: one line each, in every report. */
export function declarationNotes({ subject, acceptances }: ReportedStack): readonly string[] {
  return [...harmlessNotes(subject.posture.harmless), ...acceptanceNotes(acceptances)];
}
