import type { VerifiedStack } from "../claims/decide-claims";
import { countVerdicts } from "./count-verdicts";

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
const formatVersion = "1.0";

/** The report for programs. */
export function jsonReport(judged: readonly VerifiedStack[]): string {
  const stacks = judged.map(({ name, file, subject, claimResults: judgements }) => ({
    name,
    file,
    form: subject.configuration.form,
    posture: subject.posture.kind,
    counts: countVerdicts(judgements),
    claims: judgements.map(({ claim, verdict }) => ({
      name: claim.name,
      meaning: claim.meaning,
      sources: claim.sources,
      verdict: verdict.kind,
      evidence: verdict.evidence,
    })),
  }));
  return `${JSON.stringify({ format_version: formatVersion, stacks }, undefined, 2)}\n`;
}
