import type { ClaimResult } from "../claims/decide-claims";
import type { Evidence } from "../verdict/claim";
import { countVerdicts, verdictKinds, verdictTexts } from "./count-verdicts";
import { declarationNotes } from "./declaration-notes";
import { codeSpan, escapeMarkdown } from "./escape-markdown";
import { alikeEvidence, linesOfOthers } from "./evidence/alike-evidence";
import { claimsListedAbove, evidenceOfItsOwn, groupBySharedCause, type SharedCause } from "./evidence/shared-causes";
import { unnamedAddresses } from "./evidence/unnamed-addresses";
import type { ReportedStack } from "./reported-stack";

/** GitHub refuses a comment of more than 65,536 characters; the rest is for the caller's own text. */
const maximumCommentLength = 60_000;

const explainHint =
  "\n`studio-perimeter explain CLAIM` says what a claim means. `studio-perimeter verify --explain CLAIM` prints all of its evidence.";

const marks = { proved: "✅", violated: "❌", undecided: "❓", accepted: "☑️", notApplicable: "➖" } as const;

/**
 * The report for pull requests: claims that are not proved first, with evidence and remedy, and proved claims as a folded
 * table. Evidence that does not fit into a comment is counted.
 */
export function markdownReport(stacks: readonly ReportedStack[]): string {
  const heads = stacks.map(stackHeading);
  const tables = stacks.map(provedTable);
  const marker = reportMarker(stacks);
  const fixed = [marker, ...heads, ...tables].reduce((sum, text) => sum + text.length, 0);
  let left = maximumCommentLength - fixed;
  const sections = stacks.map((stack, index) => {
    const details = fitLines(unprovedLines(stack), left / (stacks.length - index));
    left -= details.length;
    return `${heads[index]}\n${details}\n${tables[index]}`;
  });
  return truncateReport(`${marker}\n${sections.join("\n\n")}\n`);
}

/** Hidden marker by which a pipeline finds and replaces the comment of an earlier run over the same stacks. */
function reportMarker(stacks: readonly Pick<ReportedStack, "name">[]): string {
  return `<!-- studio-perimeter verify ${stacks.map(({ name }) => name.replace(/[^\w.-]/g, "_")).join(" ")} -->`;
}

function stackHeading(stack: ReportedStack): string {
  const { name, subject, claimResults } = stack;
  const counts = countVerdicts(claimResults);
  const summary = verdictKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${marks[kind]} ${counts[kind]} ${verdictTexts[kind]}`);
  const notes = declarationNotes(stack).map((note) => `\n- ${escapeMarkdown(note)}`);
  return `### ${escapeMarkdown(name)} (${subject.posture.kind}): ${summary.join(", ")}\n${notes.join("")}`;
}

function unprovedLines({ claimResults }: ReportedStack): readonly string[] {
  const { causes, others } = groupBySharedCause(claimResults);
  const ownEvidence = evidenceOfItsOwn(causes);
  const linesOf = (result: ClaimResult): readonly string[] => [
    `- **${result.claim.name}**: ${escapeMarkdown(result.claim.title)}`,
    ...evidenceLines(ownEvidence(result)).map((line) => `  ${line}`),
    ...(result.verdict.kind === "violated" ? [`  - **Fix:** ${escapeMarkdown(result.claim.remedy)}`] : []),
  ];
  return [
    ...causes.flatMap((cause) => [...causeLines(cause), ...cause.listed.flatMap(linesOf)]),
    ...others.flatMap((result) => unprovedClaimLines(result)),
    ...(causes.length + others.length === 0 ? [] : [explainHint]),
  ];
}

/** What claims share, and which of them a larger cause lists. */
function causeLines(cause: SharedCause): readonly string[] {
  const kind = cause.items[0]?.verdict.kind ?? "violated";
  const count = `\n#### ${marks[kind]} ${cause.items.length} claims are ${verdictTexts[kind]}`;
  if (cause.kind === "address") {
    return [`${count} at ${escapeMarkdown(cause.address)}\n`];
  }
  const { evidence } = cause;
  const above = claimsListedAbove(cause);
  return [
    `${count} for ${evidence.length === 1 ? "one cause" : `${evidence.length} causes`}\n`,
    ...evidence.map(evidenceLine),
    "",
    ...(above.length === 0 ? [] : [`Listed above: ${above.join(", ")}\n`]),
  ];
}

function unprovedClaimLines({ claim, verdict }: ClaimResult): readonly string[] {
  return [
    `\n${marks[verdict.kind]} **${claim.name}** is ${verdictTexts[verdict.kind]}: ${escapeMarkdown(claim.meaning)}\n`,
    ...evidenceLines(verdict.evidence),
    ...(verdict.kind === "violated" ? [`- **Fix:** ${escapeMarkdown(claim.remedy)}`] : []),
  ];
}

/** What several pieces say is said once, with the addresses of the others. */
function evidenceLines(evidence: readonly Evidence[]): readonly string[] {
  return alikeEvidence(evidence).flatMap((group) => [
    evidenceLine(group.first),
    ...linesOfOthers(group, codeSpan).map((line) => `  - ${line}`),
  ]);
}

function evidenceLine(piece: Evidence): string {
  const addresses = unnamedAddresses(piece);
  const path = addresses.length === 0 ? "" : `<br>${addresses.map(codeSpan).join(" → ")}`;
  return `- ${escapeMarkdown(piece.text)}${path}`;
}

function provedTable({ claimResults }: ReportedStack): string {
  const rows = claimResults
    .filter(({ verdict }) => verdict.kind === "proved")
    .map(({ claim }) => `| ${claim.name} | ${escapeMarkdown(claim.meaning)} |`);
  const table = ["| claim | meaning |", "|---|---|", ...rows].join("\n");
  return rows.length === 0 ? "" : `<details><summary>${rows.length} proved</summary>\n\n${table}\n\n</details>`;
}

/** The lines that fit, and the number of the others. */
function fitLines(lines: readonly string[], length: number): string {
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > length - 80;
  });
  if (end < 0) {
    return lines.join("\n");
  }
  const more = `- and ${lines.length - end} more lines: run \`studio-perimeter verify --explain CLAIM\``;
  return [...lines.slice(0, end), more].join("\n");
}

/** Needed only for more stacks than a comment can hold. */
function truncateReport(report: string): string {
  const end = "\n\nthe report does not fit into a comment; run `studio-perimeter verify`\n";
  return report.length <= maximumCommentLength ? report : `${report.slice(0, maximumCommentLength - end.length)}${end}`;
}
