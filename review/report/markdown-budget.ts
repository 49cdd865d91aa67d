import { escapeMarkdown } from "../../verify/report/escape-markdown";

/** An item of a list, in full and shortened. */
export interface FittingItem {
  /** With evidence and addresses. */
  readonly full: string;
  /** Plain text of the item alone, which may be cut. */
  readonly text: string;
}

/** Characters of an item that is cut, from generous to tight. */
const cuts: readonly number[] = [400, 200, 100, 50];

/**
 * Fits lists of items into a number of characters, so that every item stays: first the last ones lose their evidence, then all texts
 * are cut alike. Where not even that is enough, the last items are left out.
 *
 * @returns one text for each item; undefined for what is left out
 */
export function fitItems(items: readonly FittingItem[], budget: number): readonly (string | undefined)[] {
  for (const cut of [Number.POSITIVE_INFINITY, ...cuts]) {
    const short = items.map(({ text }) => `- ${cutEscaped(text, cut)}`);
    const needed = sum(short);
    if (needed <= budget) {
      return inFull(items, short, budget - needed);
    }
  }
  let left = budget;
  return items.map(({ text }) => {
    const short = `- ${cutEscaped(text, cuts.at(-1) ?? 0)}`;
    left -= short.length + 1;
    return left >= 0 ? short : undefined;
  });
}

/** The first items in full, as far as the room suffices. */
function inFull(items: readonly FittingItem[], short: readonly string[], room: number): readonly string[] {
  let left = room;
  return items.map(({ full }, index) => {
    const brief = short[index] ?? "";
    const more = full.length - brief.length;
    if (more > left) {
      return brief;
    }
    left -= more;
    return full;
  });
}

/** The first lines that fit, and the number of the others. */
export function fitLines(lines: readonly string[], budget: number): readonly string[] {
  if (sum(lines) <= budget) {
    return lines;
  }
  let left = budget - moreLine(lines.length).length;
  const end = lines.findIndex((line) => {
    left -= line.length + 1;
    return left < 0;
  });
  return [...lines.slice(0, end), moreLine(lines.length - end)];
}

function moreLine(count: number): string {
  return `- and ${count} more (run \`studio-perimeter review\` to see all)`;
}

function sum(lines: readonly string[]): number {
  return lines.reduce((total, line) => total + line.length + 1, 0);
}

/** A text as Markdown of at most about the number of characters: cut before it is escaped, so that no escape is cut. */
export function cutEscaped(text: string, maximum: number): string {
  const whole = text.length > longestText ? `${text.slice(0, longestText)}...` : text;
  const escaped = escapeMarkdown(whole);
  if (escaped.length <= maximum) {
    return escaped;
  }
  let length = Math.min(whole.length, maximum);
  let cut = escapeMarkdown(whole.slice(0, length));
  while (cut.length > maximum && length > 1) {
    length = Math.floor(length / 2);
    cut = escapeMarkdown(whole.slice(0, length));
  }
  return `${cut}...`;
}

/** Nobody reads a longer sentence. */
const longestText = 4000;
