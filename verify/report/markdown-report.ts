import type { Judged, Judgement } from "../claims/judge";
import type { Evidence } from "../verdict/claim";
import { countVerdicts, verdictKinds } from "./counts";

/** GitHub refuses a comment of more than 65,536 characters; the rest is left to whoever posts it. */
const budget = 60_000;

const marks = { proved: "✅", violated: "❌", undecided: "❓" } as const;

/**
 * The report for pull requests: what does not hold first, with its evidence; what holds as a folded table. Evidence that
 * does not fit into a comment is counted, never dropped in silence.
 */
export function markdownReport(judged: readonly Judged[]): string {
  const heads = judged.map(headOf);
  const tables = judged.map(provedTable);
  const fixed = [...heads, ...tables].reduce((sum, text) => sum + text.length, 0);
  let left = budget - fixed;
  const sections = judged.map((one, index) => {
    const details = fillUpTo(
      one.judgements.flatMap((judgement) => failureOf(judgement)),
      left / (judged.length - index),
    );
    left -= details.length;
    return `${heads[index]}\n${details}\n${tables[index]}`;
  });
  return cut(`${sections.join("\n\n")}\n`);
}

function headOf({ name, subject, judgements }: Judged): string {
  const counts = countVerdicts(judgements);
  const summary = verdictKinds
    .filter((kind) => counts[kind] > 0)
    .map((kind) => `${marks[kind]} ${counts[kind]} ${kind}`);
  return `### ${plainText(name)} (${subject.posture.kind}): ${summary.join(", ")}\n`;
}

function failureOf({ claim, verdict }: Judgement): readonly string[] {
  if (verdict.kind === "proved") {
    return [];
  }
  const head = `\n${marks[verdict.kind]} **${claim.name}** is ${verdict.kind}: ${plainText(claim.meaning)}\n`;
  return [head, ...verdict.evidence.map(lineOf)];
}

function lineOf({ text: sentence, addresses }: Evidence): string {
  const path = addresses.length === 0 ? "" : `<br>${addresses.map((address) => `\`${address}\``).join(" → ")}`;
  return `- ${plainText(sentence)}${path}`;
}

function provedTable({ judgements }: Judged): string {
  const rows = judgements
    .filter(({ verdict }) => verdict.kind === "proved")
    .map(({ claim }) => `| ${claim.name} | ${plainText(claim.meaning)} |`);
  const table = ["| claim | meaning |", "|---|---|", ...rows].join("\n");
  return rows.length === 0 ? "" : `<details><summary>${rows.length} proved</summary>\n\n${table}\n\n</details>`;
}

/** As many lines as fit, and the number of those that do not. */
function fillUpTo(lines: readonly string[], length: number): string {
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
function cut(report: string): string {
  const end = "\n\nthe report does not fit into a comment; run `studio-perimeter verify`\n";
  return report.length <= budget ? report : `${report.slice(0, budget - end.length)}${end}`;
}

/** Evidence quotes names and rules; none of them may become markup, a table cell or a mention. */
export function plainText(plain: string): string {
  return plain
    .replace(/[\\`*_{}[\]<>|#]/g, "\\$&")
    .replace(/@/g, "@\u200b")
    .replace(/\s+/g, " ");
}
