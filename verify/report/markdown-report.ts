import type { ClaimResult, VerifiedStack } from "../claims/decide-claims";
import type { Evidence } from "../verdict/claim";
import { countVerdicts, verdictKinds } from "./count-verdicts";

/** GitHub refuses a comment of more than 65,536 characters; the rest is left to whoever posts it. */
const maximumCommentLength = 60_000;

const marks = { proved: "✅", violated: "❌", undecided: "❓" } as const;

/**
 * The report for pull requests: what does not hold first, with its evidence; what holds as a folded table. Evidence that
 * does not fit into a comment is counted, never dropped in silence.
 */
export function markdownReport(judged: readonly VerifiedStack[]): string {
  const heads = judged.map(stackHeading);
  const tables = judged.map(provedTable);
  const fixed = [...heads, ...tables].reduce((sum, text) => sum + text.length, 0);
  let left = maximumCommentLength - fixed;
  const sections = judged.map((one, index) => {
    const details = fitLines(
      one.claimResults.flatMap((judgement) => failedClaimLines(judgement)),
      left / (judged.length - index),
    );
    left -= details.length;
    return `${heads[index]}\n${details}\n${tables[index]}`;
  });
  return truncateReport(`${sections.join("\n\n")}\n`);
}

function stackHeading({ name, subject, claimResults: judgements }: VerifiedStack): string {
  const counts = countVerdicts(judgements);
  const summary = verdictKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${marks[kind]} ${counts[kind]} ${kind}`);
  return `### ${escapeMarkdown(name)} (${subject.posture.kind}): ${summary.join(", ")}\n`;
}

function failedClaimLines({ claim, verdict }: ClaimResult): readonly string[] {
  if (verdict.kind === "proved") {
    return [];
  }
  const head = `\n${marks[verdict.kind]} **${claim.name}** is ${verdict.kind}: ${escapeMarkdown(claim.meaning)}\n`;
  return [head, ...verdict.evidence.map(evidenceLine)];
}

function evidenceLine({ text: sentence, addresses }: Evidence): string {
  const path = addresses.length === 0 ? "" : `<br>${addresses.map((address) => `\`${address}\``).join(" → ")}`;
  return `- ${escapeMarkdown(sentence)}${path}`;
}

function provedTable({ claimResults: judgements }: VerifiedStack): string {
  const rows = judgements
    .filter(({ verdict }) => verdict.kind === "proved")
    .map(({ claim }) => `| ${claim.name} | ${escapeMarkdown(claim.meaning)} |`);
  const table = ["| claim | meaning |", "|---|---|", ...rows].join("\n");
  return rows.length === 0 ? "" : `<details><summary>${rows.length} proved</summary>\n\n${table}\n\n</details>`;
}

/** As many lines as fit, and the number of those that do not. */
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

/** Only with more stacks than any comment could hold. */
function truncateReport(report: string): string {
  const end = "\n\nthe report does not fit into a comment; run `studio-perimeter verify`\n";
  return report.length <= maximumCommentLength ? report : `${report.slice(0, maximumCommentLength - end.length)}${end}`;
}

/** Evidence quotes names and rules; none of them may become markup, a table cell or a mention. */
export function escapeMarkdown(plain: string): string {
  return plain
    .replace(/[\\`*_{}[\]<>|#]/g, "\\$&")
    .replace(/@/g, "@\u200b")
    .replace(/\s+/g, " ");
}
