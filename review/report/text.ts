import { type Difference, type Severity, severities } from "../difference";
import type { Review } from "../review";
import { headline, neutralText, standing, titles } from "./headline";

const colours: Readonly<Record<Severity | "bold" | "dim", string>> = {
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

/** The review for people at a terminal. */
export function textReview(review: Review, colour: boolean): string {
  const paint = (text: string, as: keyof typeof colours) => (colour ? `${colours[as]}${text}\u001b[0m` : text);
  const sections = severities.flatMap((severity) => {
    const found = review.differences.filter((one) => one.severity === severity);
    return found.length === 0
      ? []
      : ["", paint(titles[severity], severity), ...found.flatMap((one) => linesOf(one, paint))];
  });
  const rest = [neutralText(review), standing(review)].filter((line) => line !== "");
  return `${[`${paint(review.name, "bold")}  ${headline(review)}`, ...sections, "", ...rest].join("\n")}\n`;
}

function linesOf(
  { text, addresses, details = [] }: Difference,
  paint: (text: string, as: "dim") => string,
): readonly string[] {
  const shown = details.slice(0, shortDetails).map((detail) => `      ${detail}`);
  const rest = details.length - shown.length;
  const more = rest > 0 ? [paint(`      and ${rest} more: --format json has all`, "dim")] : [];
  const named = addresses.filter((address) => !text.includes(address));
  const places = named.length === 0 ? [] : [paint(`      ${named.slice(0, 6).join(", ")}`, "dim")];
  return [`  - ${text}`, ...shown, ...more, ...(details.length > 0 ? [] : places)];
}
