import { plainText } from "../../verify/report/markdown";
import { type Difference, type Severity, severities } from "../difference";
import type { Review } from "../review";
import { headline, neutralText, standing, titles } from "./headline";

/** GitHub refuses a comment of more than 65,536 characters; the rest is left to whoever posts it. */
const budget = 60_000;

const marks: Readonly<Record<Severity, string>> = {
  opens: "🔓",
  unclear: "❓",
  loses: "🗑️",
  stands: "❌",
  changes: "✏️",
  closes: "🔒",
};

/** Sections that are folded: nobody has to read them before he approves. */
const folded: readonly Severity[] = ["changes", "closes"];

/** By this the comment of an earlier run is found, and replaced. */
export function markerOf({ name }: Pick<Review, "name">): string {
  return `<!-- studio-perimeter review ${name.replace(/[^\w.-]/g, "-")} -->`;
}

/** The review as the comment of a pull request: the same change gives the same text. */
export function markdownReview(review: Review): string {
  const head = `${markerOf(review)}\n### ${plainText(review.name)}: ${plainText(headline(review))}\n`;
  const tail = [standing(review), neutralText(review)]
    .filter((line) => line !== "")
    .map((line) => `${plainText(line)}.`);
  const foot = `\n${tail.join("\n")}\n`;
  const sections = severities.flatMap((severity) => {
    const found = review.differences.filter((one) => one.severity === severity);
    return found.length === 0 ? [] : [sectionOf(severity, found)];
  });
  return `${head}${withinBudget(sections, budget - head.length - foot.length)}${foot}`;
}

function sectionOf(severity: Severity, found: readonly Difference[]): readonly string[] {
  const title = `${marks[severity]} ${titles[severity]}`;
  const lines = found.map(itemOf);
  return folded.includes(severity)
    ? [`\n<details><summary>${title} (${found.length})</summary>\n`, ...lines, "\n</details>"]
    : [`\n**${title}**\n`, ...lines];
}

function itemOf({ text, addresses, details = [] }: Difference): string {
  const places = addresses.filter((address) => !text.includes(address)).map((address) => `\`${address}\``);
  const shown = details.slice(0, 4).map((detail) => `  - ${plainText(detail)}`);
  const more = details.length > shown.length ? [`  - and ${details.length - shown.length} more`] : [];
  const where = places.length === 0 || details.length > 0 ? "" : `<br>${places.slice(0, 6).join(", ")}`;
  return [`- ${plainText(text)}${where}`, ...shown, ...more].join("\n");
}

/** The gravest sections whole, as far as there is room; what is left out is counted. */
function withinBudget(sections: readonly (readonly string[])[], room: number): string {
  const lines = sections.flat();
  let used = 0;
  const end = lines.findIndex((line) => {
    used += line.length + 1;
    return used > room - 200;
  });
  if (end < 0) {
    return lines.join("\n");
  }
  const rest = lines.slice(end);
  const isFolded = lines.slice(0, end).some((line) => line.includes("<details>")) && rest.includes("\n</details>");
  const more = `- and ${rest.length} more lines: run \`studio-perimeter review\``;
  return [...lines.slice(0, end), more, ...(isFolded ? ["\n</details>"] : [])].join("\n");
}
