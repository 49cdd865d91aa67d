import { acceptedRemark } from "../../verify/acceptance/acceptance-notes";
import { codeSpan } from "../../verify/report/escape-markdown";
import { unnamedAddresses } from "../../verify/report/evidence/unnamed-addresses";
import { type CommentKind, commentMarker } from "../comment-marker";
import { changesCost, changesUnknownCost, signedAmount } from "../cost/cost-change";
import type { Rank } from "../model/difference-kinds";
import { countChangeKinds } from "../model/resource-changes";
import type { ReviewDifference } from "../model/review-difference";
import type { ReviewForText } from "../review";
import { outcomeOf, type ReviewOutcome } from "../review-outcome";
import { attributeLines } from "./attribute-lines";
import { detailLines } from "./detail-lines";
import { closingLines, headline, type RankSection, type ReviewTextOptions, rankSections, rankTitles } from "./headline";
import { cutEscaped, type FittingItem, fitItems, fitLines } from "./markdown-budget";
import { mermaidPicture, pictureTitle } from "./mermaid-picture";

/** Characters. GitHub refuses comments of more than 65,536; the rest is for text that a pipeline adds. */
const maximumCommentLength = 60_000;

const marks: Readonly<Record<Rank, string>> = {
  outside: "🔓",
  claim: "❌",
  worsened: "❌",
  unproved: "❌",
  data: "🗑️",
  detection: "🔕",
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
const collapsedRanks: readonly Rank[] = ["standing", "information", "closed"];

/** Details and addresses shown for each difference; JSON has all. */
const maximumDetails = 4;
const maximumAddresses = 6;

/**
 * The review as a pull request comment. The same change gives the same text. Findings, and what is destroyed or replaced, are never left
 * out for something else: the rest shares what they leave.
 */
export function markdownReview(
  review: ReviewForText,
  options: ReviewTextOptions = { verbose: false },
  kind: CommentKind = "review",
): string {
  const sections = rankSections(review);
  const head = `${commentMarker(review, kind)}\n### ${cutEscaped(`${review.name}: ${headline(review, sections)}`, maximumHeadline)}\n`;
  const foot = `\n${fitLines(closingItems(review, options), maximumFoot).join("\n")}\n`;
  const budget = maximumCommentLength - head.length - foot.length - summaryRoom;
  const findings = sections.filter(({ rank }) => !collapsedRanks.includes(rank));
  const { text, omitted } = findingSections([...findings, ...removalSection(review)], budget);
  const summary = `\n${summaryLine(review)}\n${omitted === 0 ? "" : `\n${omittedText(omitted)}\n`}`;
  const collapsed = sections.filter(({ rank }) => collapsedRanks.includes(rank));
  const others = [pictureSection(review), ...collapsed.map(collapsedSection), attributeSection(review, options)];
  return `${head}${summary}${text}${withinBudget(others, budget - text.length)}${foot}`;
}

const maximumHeadline = 1000;
/** Characters of the closing lines, and those kept for the summary with its warning. */
const maximumFoot = 8000;
const summaryRoom = 1500;

/** What a reviewer must know first: whether the change waits for them, what Terraform does, and what it costs. */
function summaryLine(review: ReviewForText): string {
  const { changes, cost } = review;
  const actions = countChangeKinds(changes).map(([kind, count]) => `${count} to ${kind}`);
  const usd =
    cost === undefined || !changesCost(cost)
      ? []
      : [
          `${signedAmount(cost.after.usd - cost.before.usd)} USD${changesUnknownCost(cost) ? " + unknown" : ""} per month`,
        ];
  return [`**${outcomeTexts[outcomeOf(review)]}**`, actions.join(", ") || "no resource changes", ...usd].join(" · ");
}

const outcomeTexts: Readonly<Record<ReviewOutcome, string>> = {
  "nothing to approve": "Nothing to approve",
  "needs approval": "Needs approval",
  "a claim is not proved": "Blocked: a claim is not proved",
  "over budget": "Blocked: over budget",
};

function omittedText(count: number): string {
  return `⚠️ **${count} findings do not fit into this comment. Do not approve from it: read the review as text or JSON.**`;
}

interface FittingSection {
  readonly title: string;
  readonly items: readonly FittingItem[];
}

/** What Terraform destroys and replaces, of which a plan knows the reason. */
function removalSection({ facts, changes }: ReviewForText): readonly FittingSection[] {
  const known = changes
    .filter(({ kind }) => kind === "destroy" || kind === "replace")
    .map(({ address, kind }) => `${address} is ${kind === "destroy" ? "destroyed" : "replaced"}`);
  const items = (facts?.removals ?? known).map((text) => ({ full: `- ${cutEscaped(text, maximumRemoval)}`, text }));
  return items.length === 0 ? [] : [{ title: `💥 Destroyed and replaced (${items.length})`, items }];
}

const maximumRemoval = 2000;

/** Every finding of every section, as long as there is room. */
function findingSections(
  sections: readonly (RankSection | FittingSection)[],
  budget: number,
): { readonly text: string; readonly omitted: number } {
  const lists = sections.map((section) =>
    "rank" in section
      ? { title: `${marks[section.rank]} ${rankTitles[section.rank]}`, items: section.differences.map(listItem) }
      : section,
  );
  const frames = lists.map(({ title }) => `\n**${title}**\n\n`);
  const room = budget - frames.reduce((total, frame) => total + frame.length + 1, 0);
  const fitted = fitItems(
    lists.flatMap(({ items }) => items),
    room,
  );
  let start = 0;
  const texts = lists.map(({ items }, index) => {
    const shown = fitted.slice(start, start + items.length).filter((item) => item !== undefined);
    start += items.length;
    return shown.length === 0 ? "" : `${frames[index]}${shown.join("\n")}\n`;
  });
  return { text: texts.join(""), omitted: fitted.filter((item) => item === undefined).length };
}

function listItem(difference: ReviewDifference): FittingItem {
  const { text, details = [], accepted } = difference;
  const unnamed = unnamedAddresses(difference).map(codeSpan);
  const { lines, hidden } = detailLines(difference, maximumDetails);
  const shown = lines.map((line) => `  - ${cutEscaped(line, maximumDetail)}`);
  const more = hidden > 0 ? [`  - and ${hidden} more`] : [];
  const where =
    unnamed.length === 0 || details.length > 0 ? "" : `<br>${unnamed.slice(0, maximumAddresses).join(", ")}`;
  const sentence = `${text}${acceptedRemark(accepted)}`;
  return {
    full: [`- ${cutEscaped(sentence, maximumSentence)}${where}`, ...shown, ...more].join("\n"),
    text: sentence,
  };
}

const maximumDetail = 1000;
const maximumSentence = 4000;

/** A section that matters less: its lines are counted where there is no room for them. */
interface LesserSection {
  readonly title: string;
  readonly lines: readonly string[];
  /** Whether the lines only make sense together. @default false */
  readonly isWhole?: boolean;
}

function collapsedSection({ rank, differences, count }: RankSection): LesserSection {
  return {
    title: `${marks[rank]} ${rankTitles[rank]}${count === 0 ? "" : ` (${count})`}`,
    lines: differences.map((difference) => listItem(difference).full),
  };
}

/** The network with its changed connections. */
function pictureSection({ picture }: ReviewForText): LesserSection {
  return picture === undefined
    ? { title: "", lines: [] }
    : {
        title: `🗺️ ${pictureTitle(picture)}`,
        lines: ["```mermaid", mermaidPicture(picture), "```"],
        isWhole: true,
      };
}

/** Characters of a changed attribute. JSON has all. */
const maximumAttribute = 600;
const maximumAttributes = 40;

/** The changed attributes: what they mean is said above. */
function attributeSection(review: ReviewForText, { verbose }: ReviewTextOptions): LesserSection {
  const found = attributeLines(review, verbose ? undefined : maximumAttributes);
  return {
    title: `📋 ${found?.title ?? ""}`,
    lines: (found?.lines ?? []).map((line) => `- ${cutEscaped(line, maximumAttribute)}`),
  };
}

/** Each section gets an equal share, and what earlier ones left over. */
function withinBudget(sections: readonly LesserSection[], budget: number): string {
  const used = sections.filter(({ lines }) => lines.length > 0);
  const share = budget / Math.max(1, used.length);
  let left = budget;
  return used
    .map(({ title, lines, isWhole = false }, index) => {
      const room = left - (used.length - index - 1) * share - title.length - sectionOverhead;
      const shown = isWhole && lines.join("\n").length > room ? [] : fitLines(lines, room);
      const text =
        shown.length === 0 || room <= 0
          ? ""
          : `\n<details><summary>${title}</summary>\n\n${shown.join("\n")}\n\n</details>\n`;
      left -= text.length;
      return text;
    })
    .join("");
}

/** Characters of a section besides its title and lines. */
const sectionOverhead = 60;

function closingItems(review: ReviewForText, options: ReviewTextOptions): readonly string[] {
  const isListed = (review.facts?.removals ?? []).length > 0;
  return closingLines(review, options, isListed ? ["removals"] : []).flatMap(({ text, items }) => [
    `- ${cutEscaped(text, maximumDetail)}`,
    ...items.map((item) => `  - ${cutEscaped(item, maximumDetail)}`),
  ]);
}
