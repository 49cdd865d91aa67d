import { acceptedRemark } from "../../verify/acceptance/acceptance-notes";
import { unnamedAddresses } from "../../verify/report/evidence/unnamed-addresses";
import type { Rank } from "../model/difference-kinds";
import type { ReviewDifference } from "../model/review-difference";
import type { ReviewForText } from "../review";
import { attributeLines } from "./attribute-lines";
import { detailLines } from "./detail-lines";
import { closingLines, headline, type ReviewTextOptions, rankSections, rankTitles } from "./headline";

const [red, yellow, magenta, cyan, green] = ["\u001b[31m", "\u001b[33m", "\u001b[35m", "\u001b[36m", "\u001b[32m"];

const colors: Readonly<Record<Rank | "bold" | "dim", string>> = {
  outside: red,
  claim: red,
  worsened: red,
  unproved: red,
  data: magenta,
  detection: magenta,
  service: magenta,
  unknown: yellow,
  execution: yellow,
  inside: yellow,
  person: cyan,
  plumbing: cyan,
  standing: yellow,
  information: cyan,
  closed: green,
  bold: "\u001b[1m",
  dim: "\u001b[2m",
};

/** Details printed for each difference; the others are counted. */
const maximumDetails = 3;

/** Addresses printed for each difference, of those that its text does not name. */
const maximumAddresses = 4;

/** Lines of changed attributes that are printed without --verbose. */
const maximumAttributes = 20;

type PaintText = (text: string, as: keyof typeof colors) => string;

/** The review for the terminal. */
export function textReview(
  review: ReviewForText,
  color: boolean,
  options: ReviewTextOptions = { verbose: false },
): string {
  const paint: PaintText = (text, as) => (color ? `${colors[as]}${text}\u001b[0m` : text);
  const sections = rankSections(review);
  const sectionLines = sections.flatMap(({ rank, differences }) => [
    "",
    paint(rankTitles[rank], rank),
    ...differences.flatMap((difference) => differenceLines(difference, paint, options)),
  ]);
  const firstLine = `${paint(review.name, "bold")}  ${headline(review, sections)}`;
  const attributes = attributeLines(review, options.verbose ? undefined : maximumAttributes);
  const attributeSection =
    attributes === undefined
      ? []
      : ["", paint(attributes.title, "bold"), ...attributes.lines.map((line) => `  - ${line}`)];
  const lastLines = closingLines(review, options).flatMap(({ text, items }) => [
    text,
    ...items.map((item) => `  - ${item}`),
  ]);
  return `${[firstLine, ...sectionLines, ...attributeSection, "", ...lastLines].join("\n")}\n`;
}

function differenceLines(
  difference: ReviewDifference,
  paint: PaintText,
  { verbose }: ReviewTextOptions,
): readonly string[] {
  const { text, details = [], accepted } = difference;
  const { lines, hidden } = verbose ? { lines: details, hidden: 0 } : detailLines(difference, maximumDetails);
  const shown = lines.map((line) => `      ${line}`);
  const more = hidden > 0 ? [paint(`      and ${hidden} more (list with --verbose)`, "dim")] : [];
  const unnamed = unnamedAddresses(difference).slice(0, maximumAddresses);
  const addressLines = unnamed.length === 0 || details.length > 0 ? [] : [paint(`      ${unnamed.join(", ")}`, "dim")];
  return [`  - ${text}${acceptedRemark(accepted)}`, ...shown, ...more, ...addressLines];
}
