import { acceptedRemark } from "../../verify/acceptance/acceptance-notes";
import { codeSpan, escapeMarkdown } from "../../verify/report/escape-markdown";
import type { Rank } from "../model/difference-kinds";
import type { ReviewDifference } from "../model/review-difference";
import type { Review } from "../review";
import { attributeLines } from "./attribute-lines";
import { closingLines, headline, type ReviewTextOptions, rankSections, rankTitles } from "./headline";

/** Characters. GitHub refuses comments of more than 65,536; the rest is for text that a pipeline adds. */
const maximumCommentLength = 60_000;

const marks: Readonly<Record<Rank, string>> = {
  outside: "🔓",
  claim: "❌",
  data: "🗑️",
  service: "🔌",
  unknown: "❓",
  execution: "⚙️",
  inside: "↔️",
  person: "👤",
  plumbing: "🔧",
  standing: "❌",
  information: "✏️",
  closed: "🔒",
};

/** Collapsed sections, which do not matter for the approval. */
const collapsedRanks: readonly Rank[] = ["information", "closed"];

/** Details and addresses shown for each difference; JSON has all. */
const maximumDetails = 4;

/** Lines of a program are what its reader must judge. */
const maximumProgramLines = 20;
const maximumAddresses = 6;

/** Hidden marker by which a pipeline finds and replaces the comment of an earlier run. */
export function commentMarker({ name }: Pick<Review, "name">): string {
  return `<!-- studio-perimeter review ${name.replace(/[^\w.-]/g, "_")} -->`;
}

/** The review as a pull request comment. The same change gives the same text. */
export function markdownReview(review: Review, options: ReviewTextOptions = { verbose: false }): string {
  const found = rankSections(review);
  const head = `${commentMarker(review)}\n### ${escapeMarkdown(review.name)}: ${escapeMarkdown(headline(review, found))}\n`;
  const lines = closingLines(review, options).flatMap(({ text, items }) => [
    `- ${escapeMarkdown(text)}`,
    ...items.map((item) => `  - ${escapeMarkdown(item)}`),
  ]);
  const foot = `\n${lines.join("\n")}\n${attributeSection(review, options)}`;
  const sections = found.map(({ rank, differences }) => ({ rank, items: differences.map(listItem) }));
  return `${head}${withinBudget(sections, maximumCommentLength - head.length - foot.length)}${foot}`;
}

/** Longest line of a changed attribute, and the most lines. JSON has all. */
const maximumAttributeLength = 400;
const maximumAttributes = 20;

/** The changed attributes, collapsed: what they mean is said above. */
function attributeSection(review: Review, { verbose }: ReviewTextOptions): string {
  const found = attributeLines(review, verbose ? 2 * maximumAttributes : maximumAttributes);
  if (found === undefined) {
    return "";
  }
  const items = found.lines.map((line) =>
    line.length > maximumAttributeLength ? `${line.slice(0, maximumAttributeLength)}...` : line,
  );
  const list = items.map((line) => `- ${escapeMarkdown(line)}`).join("\n");
  return `\n<details><summary>${found.title}</summary>\n\n${list}\n\n</details>\n`;
}

interface Section {
  readonly rank: Rank;
  readonly items: readonly string[];
}

function listItem({ severity, text, addresses, details = [], accepted }: ReviewDifference): string {
  const unnamed = addresses.filter((address) => !text.includes(address)).map(codeSpan);
  const shown = details
    .slice(0, severity === "executes" ? maximumProgramLines : maximumDetails)
    .map((detail) => `  - ${escapeMarkdown(detail)}`);
  const more = details.length > shown.length ? [`  - and ${details.length - shown.length} more`] : [];
  const where =
    unnamed.length === 0 || details.length > 0 ? "" : `<br>${unnamed.slice(0, maximumAddresses).join(", ")}`;
  return [`- ${escapeMarkdown(`${text}${acceptedRemark(accepted)}`)}${where}`, ...shown, ...more].join("\n");
}

/**
 * Renders the sections within a number of characters. Each section gets an equal share, plus what earlier ones left over.
 * Items that do not fit are counted.
 */
function withinBudget(sections: readonly Section[], budget: number): string {
  const share = budget / Math.max(1, sections.length) - sectionOverhead;
  let left = budget;
  return sections
    .map((section, index) => {
      const reserved = (sections.length - index - 1) * (share + sectionOverhead);
      const rendered = renderSection(section, Math.max(share, left - reserved - sectionOverhead));
      left -= rendered.length;
      return rendered;
    })
    .join("");
}

/** Characters of a section besides its items, at most. */
const sectionOverhead = 200;

function renderSection({ rank, items }: Section, budget: number): string {
  const title = `${marks[rank]} ${rankTitles[rank]}`;
  let used = 0;
  const end = items.findIndex((item) => {
    used += item.length + 1;
    return used > budget;
  });
  const shown = end < 0 ? items : items.slice(0, end);
  const rest = items.length - shown.length;
  const lines = [
    ...shown,
    ...(rest > 0 ? [`- and ${rest} more (run \`studio-perimeter review\` to see all)`] : []),
  ].join("\n");
  return collapsedRanks.includes(rank)
    ? `\n<details><summary>${title} (${items.length})</summary>\n\n${lines}\n\n</details>\n`
    : `\n**${title}**\n\n${lines}\n`;
}
