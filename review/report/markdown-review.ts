import { escapeMarkdown } from "../../verify/report/markdown-report";
import { type ReviewDifference, type Severity, severities } from "../model/review-difference";
import type { Review } from "../review";
import { closingLines, headline, severityTitles } from "./headline";

/** GitHub refuses a comment of more than 65,536 characters; the rest is left to whoever posts it. */
const maximumCommentLength = 60_000;

const marks: Readonly<Record<Severity, string>> = {
  opens: "🔓",
  unclear: "❓",
  loses: "🗑️",
  stands: "❌",
  changes: "✏️",
  closes: "🔒",
};

/** Sections that are folded: nobody has to read them before he approves. */
const collapsedSeverities: readonly Severity[] = ["changes", "closes"];

/** What of a difference fits into a comment; JSON has the rest. */
const maximumDetails = 4;
const maximumAddresses = 6;

/** By this the comment of an earlier run is found, and replaced. */
export function commentMarker({ name }: Pick<Review, "name">): string {
  return `<!-- studio-perimeter review ${name.replace(/[^\w.-]/g, "_")} -->`;
}

/** The review as the comment of a pull request: the same change gives the same text. */
export function markdownReview(review: Review): string {
  const head = `${commentMarker(review)}\n### ${escapeMarkdown(review.name)}: ${escapeMarkdown(headline(review))}\n`;
  const foot = `\n${closingLines(review)
    .map((line) => `- ${escapeMarkdown(line)}`)
    .join("\n")}\n`;
  const sections = severities.flatMap((severity) => {
    const found = review.differences.filter((one) => one.severity === severity);
    return found.length === 0 ? [] : [{ severity, items: found.map(itemOf) }];
  });
  return `${head}${withinBudget(sections, maximumCommentLength - head.length - foot.length)}${foot}`;
}

interface Section {
  readonly severity: Severity;
  readonly items: readonly string[];
}

function itemOf({ text, addresses, details = [] }: ReviewDifference): string {
  const places = addresses.filter((address) => !text.includes(address)).map((address) => `\`${address}\``);
  const shown = details.slice(0, maximumDetails).map((detail) => `  - ${escapeMarkdown(detail)}`);
  const more = details.length > shown.length ? [`  - and ${details.length - shown.length} more`] : [];
  const where = places.length === 0 || details.length > 0 ? "" : `<br>${places.slice(0, maximumAddresses).join(", ")}`;
  return [`- ${escapeMarkdown(text)}${where}`, ...shown, ...more].join("\n");
}

/** The gravest first, as long as there is room; what is left out is counted, never dropped in silence. */
function withinBudget(sections: readonly Section[], room: number): string {
  const most = room / Math.max(1, sections.length) - 200;
  let left = room;
  return sections
    .map((section, index) => {
      const written = render(section, Math.max(most, left - (sections.length - index - 1) * (most + 200) - 200));
      left -= written.length;
      return written;
    })
    .join("");
}

function render({ severity, items }: Section, room: number): string {
  const title = `${marks[severity]} ${severityTitles[severity]}`;
  let used = 0;
  const end = items.findIndex((item) => {
    used += item.length + 1;
    return used > room;
  });
  const shown = end < 0 ? items : items.slice(0, end);
  const rest = items.length - shown.length;
  const lines = [...shown, ...(rest > 0 ? [`- and ${rest} more: run \`studio-perimeter review\``] : [])].join("\n");
  return collapsedSeverities.includes(severity)
    ? `\n<details><summary>${title} (${items.length})</summary>\n\n${lines}\n\n</details>\n`
    : `\n**${title}**\n\n${lines}\n`;
}
