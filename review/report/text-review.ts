import { type ReviewDifference, type Severity, severities } from "../model/review-difference";
import type { Review } from "../review";
import { closingLines, headline, severityTitles } from "./headline";

const colors: Readonly<Record<Severity | "bold" | "dim", string>> = {
  opens: "\u001b[31m",
  unclear: "\u001b[33m",
  loses: "\u001b[35m",
  stands: "\u001b[33m",
  changes: "\u001b[36m",
  closes: "\u001b[32m",
  bold: "\u001b[1m",
  dim: "\u001b[2m",
};

/** How much of what shows a difference is printed; the rest is counted. */
const shortDetails = 3;

/** How many addresses of resources are printed that the sentence does not name. */
const shortAddresses = 4;

type PaintText = (text: string, as: keyof typeof colors) => string;

/** The review for people at a terminal. */
export function textReview(review: Review, color: boolean): string {
  const paint: PaintText = (text, as) => (color ? `${colors[as]}${text}\u001b[0m` : text);
  const sections = severities.flatMap((severity) => {
    const found = review.differences.filter((one) => one.severity === severity);
    const lines = found.flatMap((one) => linesOf(one, paint));
    return found.length === 0 ? [] : ["", paint(severityTitles[severity], severity), ...lines];
  });
  return `${[`${paint(review.name, "bold")}  ${headline(review)}`, ...sections, "", ...closingLines(review)].join("\n")}\n`;
}

function linesOf({ text, addresses, details = [] }: ReviewDifference, paint: PaintText): readonly string[] {
  const shown = details.slice(0, shortDetails).map((detail) => `      ${detail}`);
  const rest = details.length - shown.length;
  const more = rest > 0 ? [paint(`      and ${rest} more: --format json has all`, "dim")] : [];
  const unnamed = addresses.filter((address) => !text.includes(address)).slice(0, shortAddresses);
  const places = unnamed.length === 0 || details.length > 0 ? [] : [paint(`      ${unnamed.join(", ")}`, "dim")];
  return [`  - ${text}`, ...shown, ...more, ...places];
}
