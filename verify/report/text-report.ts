import type { ClaimResult } from "../claims/decide-claims";
import { visibleText } from "../terraform/visible-text";
import { type Evidence, isOpen, type Verdict } from "../verdict/claim";
import { countVerdicts, verdictKinds, verdictTexts } from "./count-verdicts";
import { declarationNotes } from "./declaration-notes";
import { alikeEvidence, countPieces, linesOfOthers } from "./evidence/alike-evidence";
import { claimsListedAbove, evidenceOfItsOwn, groupBySharedCause, type SharedCause } from "./evidence/shared-causes";
import { unnamedAddresses } from "./evidence/unnamed-addresses";
import type { ReportedStack } from "./reported-stack";
import { textTable } from "./text-table";

/** How a report for a terminal looks, and how much it says. */
export interface TextReportStyle {
  readonly color: boolean;
  /**
   * `unproved`: one table row per stack, then the claims that are not proved. `all`: every claim of every stack, then the same.
   * `evidence`: every claim with all of its evidence.
   */
  readonly detail: "unproved" | "all" | "evidence";
}

const colors: Readonly<Record<Verdict["kind"] | "dim" | "bold", string>> = {
  proved: "\u001b[32m",
  violated: "\u001b[31m",
  undecided: "\u001b[33m",
  accepted: "\u001b[36m",
  notApplicable: "\u001b[2m",
  dim: "\u001b[2m",
  bold: "\u001b[1m",
};

/** Pieces of evidence that a claim shows; the report counts the rest. */
const shortEvidence = 3;

/** The report for a terminal. */
export function textReport(stacks: readonly ReportedStack[], style: TextReportStyle): string {
  if (style.detail !== "unproved") {
    const hint = style.detail === "all" ? explainHint(stacks, style) : "";
    return `${stacks.map((stack) => claimList(stack, style)).join("\n\n")}\n${hint}`;
  }
  const rows = stacks.map((stack) => [visibleText(stack.name), stack.subject.posture.kind, verdictCell(stack, style)]);
  return `${textTable([["stack", "posture", "verdict"], ...rows])}\n${unprovedClaims(stacks, style)}`;
}

/** The verdict column of a table: `28 of 28 proved`. */
export function verdictCell({ claimResults }: ReportedStack, style: Pick<TextReportStyle, "color">): string {
  const counts = countVerdicts(claimResults);
  const proved = `${counts.proved} of ${claimResults.length} proved`;
  const isProved = counts.proved > 0 && counts.proved + counts.notApplicable === claimResults.length;
  return [
    isProved ? paint(proved, "proved", style) : proved,
    ...verdictKinds
      .filter((kind) => kind !== "proved" && counts[kind] > 0)
      .map((kind) => paint(`${counts[kind]} ${verdictTexts[kind]}`, kind, style)),
  ].join(", ");
}

/** A section for each stack that has unproved claims, with evidence and remedy, and the commands that explain a claim. */
export function unprovedClaims(stacks: readonly ReportedStack[], style: Pick<TextReportStyle, "color">): string {
  const sections = stacks
    .map((stack) =>
      [unprovedSection(stack, style), ...declarationNotes(stack).map((note) => visibleText(`${stack.name}: ${note}`))]
        .filter((section) => section !== "")
        .join("\n"),
    )
    .filter((section) => section !== "")
    .map((section) => `\n${section}\n`)
    .join("");
  return `${sections}${explainHint(stacks, style)}`;
}

/** Said once, below all claims that are not proved. */
function explainHint(stacks: readonly ReportedStack[], style: Pick<TextReportStyle, "color">): string {
  const hint =
    "studio-perimeter explain CLAIM says what a claim means. verify --explain CLAIM prints all of its evidence.";
  const isNeeded = stacks.some(({ claimResults }) => claimResults.some(({ verdict }) => isOpen(verdict)));
  return isNeeded ? `\n${paint(hint, "dim", style)}\n` : "";
}

function unprovedSection({ name, claimResults }: ReportedStack, style: Pick<TextReportStyle, "color">): string {
  const blocks = unprovedBlocks(claimResults, style);
  return blocks.length === 0 ? "" : [paint(visibleText(name), "bold", style), ...blocks].join("\n");
}

/** What claims share, with the claims, and then the others. */
function unprovedBlocks(
  claimResults: readonly ClaimResult[],
  style: Pick<TextReportStyle, "color">,
): readonly string[] {
  const { causes, others } = groupBySharedCause(claimResults);
  const ownEvidence = evidenceOfItsOwn(causes);
  const linesOf = (result: ClaimResult): readonly string[] => [
    `  ${result.claim.name}: ${result.claim.title}`,
    ...evidenceAndRemedy(result, ownEvidence(result), style).map((line) => `  ${line}`),
  ];
  const blocks = [
    ...causes.map((cause) => [...causeLines(cause, style), ...cause.listed.flatMap(linesOf)]),
    ...others.map((result) => unprovedClaimLines(result, style)),
  ];
  return blocks.map((lines) => lines.map((line) => `  ${line}`).join("\n"));
}

/** What claims share, and which of them a larger cause lists. */
function causeLines(cause: SharedCause, style: Pick<TextReportStyle, "color">): readonly string[] {
  const kind = cause.items[0]?.verdict.kind ?? "violated";
  const count = paint(`${cause.items.length} claims ${verdictTexts[kind]}`, kind, style);
  if (cause.kind === "address") {
    return [`${count} at ${cause.address}`];
  }
  const { evidence } = cause;
  const above = claimsListedAbove(cause);
  return [
    ...evidence.flatMap((piece, index) => [
      `${index === 0 ? `${count}, because` : "  and because"} ${piece.text}`,
      ...unnamedAddresses(piece).map((address) => paint(`    ${address}`, "dim", style)),
    ]),
    ...(above.length === 0 ? [] : [`  Listed above: ${above.join(", ")}`]),
  ];
}

function unprovedClaimLines(result: ClaimResult, style: Pick<TextReportStyle, "color">): readonly string[] {
  const { claim, verdict } = result;
  return [
    `${paint(verdictTexts[verdict.kind].padEnd(9), verdict.kind, style)}  ${claim.name}: ${claim.title}`,
    ...evidenceAndRemedy(result, verdict.evidence, style),
  ];
}

/** Undecided claims have no remedy: their evidence names what `verify` cannot read. */
function evidenceAndRemedy(
  { claim, verdict }: ClaimResult,
  evidence: readonly Evidence[],
  style: Pick<TextReportStyle, "color">,
): readonly string[] {
  const groups = alikeEvidence(evidence);
  const hidden = countPieces(groups.slice(shortEvidence));
  return [
    ...groups
      .slice(0, shortEvidence)
      .flatMap((group) => [
        `  ${group.first.text}`,
        ...linesOfOthers(group).map((line) => paint(`    ${line}`, "dim", style)),
      ]),
    ...(hidden > 0 ? [paint(`  and ${hidden} more: add --explain ${claim.name}`, "dim", style)] : []),
    ...(verdict.kind === "violated" ? [`  Fix: ${claim.remedy}`] : []),
  ];
}

function claimList(stack: ReportedStack, style: TextReportStyle): string {
  const { name, file, subject, claimResults } = stack;
  const place = name === file ? "" : paint(`  ${visibleText(file)}`, "dim", style);
  const counts = countVerdicts(claimResults);
  const summary = verdictKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => paint(`${counts[kind]} ${verdictTexts[kind]}`, kind, style));
  return [
    `${paint(visibleText(name), "bold", style)}  ${subject.posture.kind}${place}`,
    ...claimResults.flatMap((result) => claimRow(result, style)),
    ...(style.detail === "all" ? unprovedBlocks(claimResults, style) : []),
    ...declarationNotes(stack).map((note) => `  ${visibleText(note)}`),
    `  ${summary.join(", ")}`,
  ].join("\n");
}

function claimRow(result: ClaimResult, style: TextReportStyle): readonly string[] {
  const { claim, verdict } = result;
  const row = `  ${paint(verdictTexts[verdict.kind].padEnd(9), verdict.kind, style)}  ${claim.name}: ${claim.title}`;
  if (style.detail === "evidence") {
    const remedy = verdict.kind === "violated" ? [`    Fix: ${claim.remedy}`] : [];
    return [row, `    ${claim.meaning}`, ...verdict.evidence.flatMap((piece) => fullEvidence(piece, style)), ...remedy];
  }
  return [row];
}

function fullEvidence(piece: Evidence, style: TextReportStyle): readonly string[] {
  return [
    `    - ${piece.text}`,
    ...unnamedAddresses(piece).map((address) => paint(`        ${address}`, "dim", style)),
  ];
}

function paint(text: string, color: keyof typeof colors, style: Pick<TextReportStyle, "color">): string {
  return style.color ? `${colors[color]}${text}\u001b[0m` : text;
}
