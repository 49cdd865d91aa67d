/** A call of a function that reads files. */
export interface FileCall {
  readonly name: string;
  /** The path, which may begin with `${path.module}`. @default - not written out */
  readonly path: string | undefined;
  /** The second argument. @default - not written out, or none */
  readonly pattern: string | undefined;
}

const FUNCTION = /\b(?:file\w*|templatefile|templatestring)\b/g;
const BLANKS = /\s*/y;
/** How a comment begins and ends. */
const COMMENTS = [
  ["/*", "*/"],
  ["//", "\n"],
  ["#", "\n"],
] as const;
const ARGUMENTS = /\(\s*(?:"((?:[^"\\$%]|\$\{path\.\w+\})*)"\s*(?=[,)])(?:,\s*"([^"\\$%]*)"\s*\))?)?/y;

/** A text without expressions and comments that is a line, such as a description with an example of a call. */
const LITERAL_LINE = /^[ \t]*[\w-]+[ \t]*=[ \t]*"(?:[^"\\$%\n]|\\[^\n])*"[ \t]*$/;

/** Calls in HCL, in JSON without the backslashes before quotes, or in a template. A comment may stand before a bracket. */
export function fileCallsIn(code: string): readonly FileCall[] {
  const afterBlanks = blanksOf(code);
  return [...code.matchAll(FUNCTION)].flatMap(({ 0: name, index }) => {
    if (isInLiteralLine(code, index)) {
      return [];
    }
    ARGUMENTS.lastIndex = afterBlanks(index + name.length);
    const [call, path, pattern] = ARGUMENTS.exec(code) ?? [];
    return call === undefined ? [] : [{ name, path, pattern }];
  });
}

/** Longer lines have no description that somebody reads, and a file may have one line only. */
const MAXIMUM_LINE = 2_000;

/** In a comment, all of such a line is in it, because the line does not end the comment. */
function isInLiteralLine(code: string, index: number): boolean {
  const before = code.slice(Math.max(0, index - MAXIMUM_LINE), index);
  const after = code.slice(index, index + MAXIMUM_LINE);
  const start = before.lastIndexOf("\n") + 1;
  const end = after.indexOf("\n");
  const isWhole = (start > 0 || index < MAXIMUM_LINE) && (end >= 0 || after.length < MAXIMUM_LINE);
  const line = isWhole ? `${before.slice(start)}${end < 0 ? after : after.slice(0, end)}` : "";
  return !line.includes("*/") && LITERAL_LINE.test(line.endsWith("\r") ? line.slice(0, -1) : line);
}

/** Finds where blanks and comments end that begin at a place. Each part of a text is read once, whatever somebody wrote into it. */
function blanksOf(code: string): (start: number) => number {
  const next = { "*/": nextIn(code, "*/"), "\n": nextIn(code, "\n") };
  const known = new Map<number, number>();
  return (start) => {
    const passed: number[] = [];
    let at = start;
    for (;;) {
      BLANKS.lastIndex = at;
      BLANKS.exec(code);
      at = BLANKS.lastIndex;
      const [opening = "", ending] = COMMENTS.find(([one]) => code.startsWith(one, at)) ?? [];
      const found = ending === undefined ? -1 : next[ending](at + opening.length);
      const end = known.get(at) ?? (ending === undefined || found < 0 ? at : undefined);
      passed.push(at);
      if (end !== undefined) {
        for (const place of passed) {
          known.set(place, end);
        }
        return end;
      }
      at = found + (ending ?? "").length;
    }
  };
}

/** Finds a text at or after a place: for places in their order, each part is searched once. */
function nextIn(code: string, text: string): (from: number) => number {
  let searched = { from: 0, found: code.indexOf(text) };
  return (from) => {
    const isKnown = from >= searched.from && (searched.found < 0 || from <= searched.found);
    searched = isKnown ? searched : { from, found: code.indexOf(text, from) };
    return searched.found;
  };
}
