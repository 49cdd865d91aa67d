import type { ClaimResult, VerifiedStack } from "../claims/decide-claims";
import type { Evidence, Verdict } from "../verdict/claim";
import { countVerdicts, verdictKinds } from "./count-verdicts";

export interface TextReportStyle {
  readonly color: boolean;
  /** `short`: a table, with the first counterexamples. `whole`: every piece of evidence with all its addresses. */
  readonly evidence: "short" | "full";
}

const colors: Readonly<Record<Verdict["kind"] | "dim" | "bold", string>> = {
  proved: "\u001b[32m",
  violated: "\u001b[31m",
  undecided: "\u001b[33m",
  dim: "\u001b[2m",
  bold: "\u001b[1m",
};

/** How much of a claim that does not hold a table shows; the rest is counted. */
const shortEvidence = 3;

/** The report for people at a terminal: one table per file. */
export function textReport(judged: readonly VerifiedStack[], style: TextReportStyle): string {
  return `${judged.map((one) => tableOf(one, style)).join("\n\n")}\n`;
}

function tableOf(judged: VerifiedStack, style: TextReportStyle): string {
  const { name, file, subject, claimResults: judgements } = judged;
  const place = name === file ? "" : paint(`  ${file}`, "dim", style);
  const counts = countVerdicts(judgements);
  const summary = verdictKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => paint(`${counts[kind]} ${kind}`, kind, style));
  return [
    `${paint(name, "bold", style)}  ${subject.posture.kind}${place}`,
    ...judgements.flatMap((judgement) => rowOf(judgement, style)),
    `  ${summary.join(", ")}`,
  ].join("\n");
}

function rowOf({ claim, verdict }: ClaimResult, style: TextReportStyle): readonly string[] {
  const row = `  ${paint(verdict.kind.padEnd(9), verdict.kind, style)}  ${claim.name}`;
  if (style.evidence === "full") {
    return [row, `    ${claim.meaning}`, ...verdict.evidence.flatMap((piece) => fullEvidence(piece, style))];
  }
  if (verdict.kind === "proved") {
    return [row];
  }
  const shown = verdict.evidence.slice(0, shortEvidence).map(({ text }) => `    ${text}`);
  const rest = verdict.evidence.length - shown.length;
  const more = rest > 0 ? [paint(`    and ${rest} more: verify --explain ${claim.name}`, "dim", style)] : [];
  return [row, ...shown, ...more];
}

function fullEvidence({ text, addresses }: Evidence, style: TextReportStyle): readonly string[] {
  return [`    - ${text}`, ...addresses.map((address) => paint(`        ${address}`, "dim", style))];
}

function paint(text: string, color: keyof typeof colors, style: TextReportStyle): string {
  return style.color ? `${colors[color]}${text}\u001b[0m` : text;
}
