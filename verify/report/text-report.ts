import type { Judged, Judgement } from "../claims/judge";
import type { Evidence, Verdict } from "../verdict/claim";
import { countVerdicts, verdictKinds } from "./counts";

export interface TextStyle {
  readonly colour: boolean;
  /** `short`: a table, with the first counterexamples. `whole`: every piece of evidence with all its addresses. */
  readonly evidence: "short" | "whole";
}

const colours: Readonly<Record<Verdict["kind"] | "dim" | "bold", string>> = {
  proved: "\u001b[32m",
  violated: "\u001b[31m",
  undecided: "\u001b[33m",
  dim: "\u001b[2m",
  bold: "\u001b[1m",
};

/** How much of a claim that does not hold a table shows; the rest is counted. */
const shortEvidence = 3;

/** The report for people at a terminal: one table per file. */
export function textReport(judged: readonly Judged[], style: TextStyle): string {
  return `${judged.map((one) => tableOf(one, style)).join("\n\n")}\n`;
}

function tableOf(judged: Judged, style: TextStyle): string {
  const { name, file, subject, judgements } = judged;
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

function rowOf({ claim, verdict }: Judgement, style: TextStyle): readonly string[] {
  const row = `  ${paint(verdict.kind.padEnd(9), verdict.kind, style)}  ${claim.name}`;
  if (style.evidence === "whole") {
    return [row, `    ${claim.meaning}`, ...verdict.evidence.flatMap((piece) => wholePiece(piece, style))];
  }
  if (verdict.kind === "proved") {
    return [row];
  }
  const shown = verdict.evidence.slice(0, shortEvidence).map(({ text }) => `    ${text}`);
  const rest = verdict.evidence.length - shown.length;
  const more = rest > 0 ? [paint(`    and ${rest} more: verify --explain ${claim.name}`, "dim", style)] : [];
  return [row, ...shown, ...more];
}

function wholePiece({ text, addresses }: Evidence, style: TextStyle): readonly string[] {
  return [`    - ${text}`, ...addresses.map((address) => paint(`        ${address}`, "dim", style))];
}

function paint(text: string, colour: keyof typeof colours, style: TextStyle): string {
  return style.colour ? `${colours[colour]}${text}\u001b[0m` : text;
}
