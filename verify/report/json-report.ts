import { acceptanceNotes } from "../acceptance/acceptance-notes";
import { elsewhereNotes } from "../posture/declarations/declared-elsewhere";
import { harmlessNotes } from "../posture/declarations/declared-harmless";
import { countVerdicts } from "./count-verdicts";
import type { ReportedStack } from "./reported-stack";

/** Rises when a field changes its meaning or is removed, not when one is added. */
const formatVersion = "1.0";

/** The report for programs. */
export function jsonReport(stacks: readonly ReportedStack[]): string {
  const described = stacks.map(({ name, file, subject, claimResults, acceptances = [] }) => ({
    name,
    file,
    form: subject.configuration.form,
    posture: subject.posture.kind,
    joined: subject.configuration.joined ?? [],
    declared_harmless: harmlessNotes(subject.posture.harmless),
    declared_elsewhere: elsewhereNotes(subject.posture.elsewhere),
    accepted_findings: acceptances.map(({ accepted, isUsed }) => ({ ...accepted, is_used: isUsed })),
    notes: acceptanceNotes(acceptances),
    counts: countVerdicts(claimResults),
    claims: claimResults.map(({ claim, verdict }) => ({
      name: claim.name,
      title: claim.title,
      meaning: claim.meaning,
      details: claim.details,
      remedy: claim.remedy,
      topic: claim.topic,
      controls: claim.controls,
      // The former name of `controls`, for readers of format 1.0.
      sources: claim.controls,
      verdict: verdict.kind,
      ...(verdict.kind === "accepted" && { accepted: verdict.of }),
      evidence: verdict.evidence,
    })),
  }));
  return `${JSON.stringify({ format_version: formatVersion, stacks: described }, undefined, 2)}\n`;
}
