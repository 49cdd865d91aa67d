/** A call of a function that reads files, in the code of a file in HCL. Places are offsets in the text. */
export interface WrittenCall {
  readonly name: string;
  readonly start: number;
  /** After the closing bracket. */
  readonly end: number;
  /** The first argument. */
  readonly path: { readonly start: number; readonly end: number };
}

const FUNCTION = /^(?:file\w*|templatefile)$/;

/**
 * What begins a call in place of a function that reads files. `timestamp()` is unknown until the apply, and `try` evaluates nothing
 * that follows it, so that no file is read, whatever the arguments are.
 */
const UNKNOWN_RESULT = "try(timestamp(), ";

/** Writes a file so that a plan knows the result of no call for which that is asked for. */
export function withUnknownReads(code: string, isUnknown: (call: WrittenCall) => boolean): string {
  const calls = writtenCalls(code)
    .filter(isUnknown)
    .toSorted((one, other) => one.start - other.start);
  const pieces = calls.map(
    ({ start }, index) => `${code.slice(calls[index - 1]?.path.start ?? 0, start)}${UNKNOWN_RESULT}`,
  );
  return `${pieces.join("")}${code.slice(calls.at(-1)?.path.start ?? 0)}`;
}

/** What an opened bracket, text or expression in a text is. */
type Opened =
  | { readonly kind: "bracket"; readonly closing: string; readonly call?: Omit<WrittenCall, "end">; pathEnd?: number }
  | { readonly kind: "interpolation" }
  | { readonly kind: "quoted" }
  | { readonly kind: "heredoc"; readonly marker: string };

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const BETWEEN = /\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const WORD = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const HEREDOC = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;
const LITERAL = /\$\$\{|%%\{|[^$%\\"\n]+/y;
const BACKSLASH = /\\[^\n]/y;

/**
 * The calls in the code of a text: not what looks like one in a comment, a text or a heredoc. None where the text is not understood.
 *
 * @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */
export function writtenCalls(text: string): readonly WrittenCall[] {
  const calls: WrittenCall[] = [];
  const opened: Opened[] = [];
  const at = (pattern: RegExp, place: number): RegExpExecArray | null => {
    pattern.lastIndex = place;
    return pattern.exec(text);
  };
  let place = 0;
  let lastWord: { readonly name: string; readonly start: number } | undefined;
  while (place < text.length) {
    const top = opened.at(-1);
    const character = text.charAt(place);
    if (top?.kind === "quoted" || top?.kind === "heredoc") {
      const isQuoted = top.kind === "quoted";
      const ended = isQuoted ? character === '"' : endOfHeredoc(text, place, top.marker);
      const skipped = (isQuoted ? at(BACKSLASH, place) : null) ?? at(LITERAL, place);
      if (ended !== false) {
        opened.pop();
        place = ended === true ? place + 1 : ended;
      } else if (skipped !== null) {
        place += skipped[0].length;
      } else if (/^[$%]\{/.test(text.slice(place, place + 2))) {
        opened.push({ kind: "interpolation" });
        place += 2;
      } else if (isQuoted && character === "\n") {
        return [];
      } else {
        place += 1;
      }
      continue;
    }
    const between = at(BETWEEN, place);
    if (between !== null) {
      place += between[0].length;
      continue;
    }
    const previous = lastWord;
    lastWord = undefined;
    const heredoc = at(HEREDOC, place);
    const word = at(WORD, place);
    if (heredoc !== null) {
      opened.push({ kind: "heredoc", marker: heredoc[1] ?? "" });
      place += heredoc[0].length;
    } else if (word !== null) {
      lastWord = { name: word[0], start: place };
      place += word[0].length;
    } else if (text.startsWith("/*", place)) {
      return [];
    } else if (character === "(" && previous !== undefined && FUNCTION.test(previous.name)) {
      place += 1;
      opened.push({ kind: "bracket", closing: ")", call: { ...previous, path: { start: place, end: place } } });
    } else if (character === '"') {
      opened.push({ kind: "quoted" });
      place += 1;
    } else if (CLOSING[character] !== undefined) {
      opened.push({ kind: "bracket", closing: CLOSING[character] });
      place += 1;
    } else if (character === "}" && top?.kind === "interpolation") {
      opened.pop();
      place += 1;
    } else if (")]}".includes(character)) {
      if (top?.kind !== "bracket" || top.closing !== character) {
        return [];
      }
      opened.pop();
      place += 1;
      if (top.call !== undefined) {
        const { call, pathEnd = place - 1 } = top;
        calls.push({ ...call, end: place, path: { ...call.path, end: pathEnd } });
      }
    } else {
      if (character === "," && top?.kind === "bracket") {
        top.pathEnd ??= place;
      }
      place += 1;
    }
  }
  return opened.length === 0 ? calls : [];
}

/** Where the line ends that ends a heredoc, if it begins here. */
function endOfHeredoc(text: string, place: number, marker: string): number | false {
  if (text.charAt(place - 1) !== "\n") {
    return false;
  }
  const end = text.indexOf("\n", place);
  const line = text.slice(place, end < 0 ? text.length : end);
  return line.trim() === marker ? place + line.length : false;
}
