import { visibleText } from "../terraform/visible-text";

/** Keeps GitHub and GitLab from making a mention, a reference such as `!12` or `GH-12`, or a link of what follows. */
const zeroWidthSpace = "\u200b";

/**
 * Escapes names and rules that evidence quotes, so that none becomes markup, a list, a formula, a table cell, a mention or a link,
 * also at the start of a line.
 */
export function escapeMarkdown(plain: string): string {
  return visibleText(plain)
    .trimStart()
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]<>|#~$&]/g, "\\$&")
    .replace(/^(?:[-+=]|\d+(?=[.)]))/, leadingMarker)
    .replace(/@|:(?=\/\/)|\b(?:www)(?=\.)|[!%](?=[\w"])|#(?=\d)|\bgh-(?=\d)/gi, `$&${zeroWidthSpace}`);
}

/** A list marker or the underline of a heading; after a number, the next character is the marker. */
function leadingMarker(marker: string): string {
  return /\d/.test(marker) ? `${marker}\\` : `\\${marker}`;
}

/**
 * A code span. Its fence is longer than every run of backticks in the text, because a code span has no escapes.
 *
 * @see https://spec.commonmark.org/0.31.2/#code-spans
 */
export function codeSpan(plain: string): string {
  const text = visibleText(plain);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 || text.trim() === "" ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}
