import { type ReviewDifference, type Severity, severities } from "../model/review-difference";
import type { Review } from "../review";
import { closingLines, headline, type ReviewTextOptions, severityTitles } from "./headline";

const colors: Readonly<Record<Severity | "bold" | "dim", string>> = {
  opens: "\u001b[31m",
  unclear: "\u001b[33m",
  executes: "\u001b[33m",
  loses: "\u001b[35m",
  stands: "\u001b[33m",
  changes: "\u001b[36m",
  closes: "\u001b[32m",
  bold: "\u001b[1m",
  dim: "\u001b[2m",
};

/** Details printed for each difference; the others are counted. */
const maximumDetails = 3;

/** Lines of a program are what its reader must judge. */
const maximumProgramLines = 20;

/** Addresses printed for each difference, of those that its text does not name. */
const maximumAddresses = 4;

type PaintText = (text: string, as: keyof typeof colors) => string;

/** The review for the terminal. */
export function textReview(review: Review, color: boolean, options: ReviewTextOptions = { verbose: false }): string {
  const paint: PaintText = (text, as) => (color ? `${colors[as]}${text}\u001b[0m` : text);
  const sections = severities.flatMap((severity) => {
    const found = review.differences.filter((one) => one.severity === severity);
    const lines = found.flatMap((difference) => differenceLines(difference, paint));
    return found.length === 0 ? [] : ["", paint(severityTitles[severity], severity), ...lines];
  });
  const firstLine = `${paint(review.name, "bold")}  ${headline(review)}`;
  const lastLines = closingLines(review, options).flatMap(({ text, items }) => [
    text,
    ...items.map((item) => `  - ${item}`),
  ]);
  return `${[firstLine, ...sections, "", ...lastLines].join("\n")}\n`;
}

function differenceLines(
  { severity, text, addresses, details = [] }: ReviewDifference,
  paint: PaintText,
): readonly string[] {
  const shown = details
    .slice(0, severity === "executes" ? maximumProgramLines : maximumDetails)
    .map((detail) => `      ${detail}`);
  const rest = details.length - shown.length;
  const more = rest > 0 ? [paint(`      and ${rest} more (use --format json to see all)`, "dim")] : [];
  const unnamed = addresses.filter((address) => !text.includes(address)).slice(0, maximumAddresses);
  const addressLines = unnamed.length === 0 || details.length > 0 ? [] : [paint(`      ${unnamed.join(", ")}`, "dim")];
  return [`  - ${text}`, ...shown, ...more, ...addressLines];
}
