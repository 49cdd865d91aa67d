/** A piece of text that people read, with its place in its file. */
export interface TextPassage {
  readonly text: string;
  /** Offset of the passage in the file. */
  readonly offset: number;
}

/** What is prose in a file, by the ending of its name; other files have none. */
export function passagesOf(path: string, text: string): readonly TextPassage[] {
  if (path.endsWith(".md")) {
    return markdownPassages(text);
  }
  return /\.(?:ts|mjs|cjs|js)$/.test(path) ? sourcePassages(text) : [];
}

/** Lines of Markdown without code blocks, code spans and the targets of links. */
function markdownPassages(text: string): readonly TextPassage[] {
  const blank = (part: string): string => part.replace(/[^\n]/g, " ");
  const prose = text
    .replace(/^(`{3,})[\s\S]*?^\1/gm, blank)
    .replace(/^(?: {4}|\t).*$/gm, blank)
    .replace(/`[^`\n]*`/g, blank)
    .replace(/\]\([^)\s]*\)/g, blank)
    .replace(/^\[[^\]]+\]: .*$/gm, blank);
  return [{ text: prose, offset: 0 }];
}

const identifierEnd = /[\w$)\]]$/;
const keywordBeforeRegExp = /\b(?:return|typeof|case|in|of|do|else|yield|await)$/;

/**
 * Comments, and texts of more than one word, of a source in TypeScript or JavaScript. A text of one word is an identifier, an
 * address or a key.
 */
function sourcePassages(source: string): readonly TextPassage[] {
  const passages: TextPassage[] = [];
  let at = 0;
  const addText = (start: number, end: number): void => {
    const text = source.slice(start, end);
    if (/\S\s+\S/.test(text)) {
      passages.push({ text, offset: start });
    }
  };
  const endOf = (pattern: RegExp, from: number): number => {
    pattern.lastIndex = from;
    const found = pattern.exec(source);
    return found === null ? source.length : found.index + found[0].length;
  };
  /** Reads a template up to its end; what it substitutes is code, and may hold templates itself. */
  const readTemplate = (): void => {
    let start = ++at;
    while (at < source.length && source[at] !== "`") {
      if (source[at] === "\\") {
        at += 2;
      } else if (source.startsWith("${", at)) {
        addText(start, at);
        at += 2;
        readCode("}");
        start = ++at;
      } else {
        at += 1;
      }
    }
    addText(start, at);
    at += 1;
  };
  /** Reads code up to a closing brace, or to the end of the file. */
  const readCode = (closing: string | undefined): void => {
    let depth = 0;
    while (at < source.length) {
      const char = source[at];
      if (source.startsWith("//", at) || source.startsWith("/*", at)) {
        const end = endOf(source[at + 1] === "/" ? /$/gm : /\*\//g, at + 2);
        passages.push({ text: source.slice(at, end), offset: at });
        at = end;
      } else if (char === '"' || char === "'") {
        const end = endOf(char === '"' ? /(?:[^"\\\n]|\\.)*"/gy : /(?:[^'\\\n]|\\.)*'/gy, at + 1);
        addText(at + 1, end - 1);
        at = end;
      } else if (char === "`") {
        readTemplate();
      } else if (char === "/" && startsRegExp(source.slice(Math.max(0, at - 40), at))) {
        at = endOf(/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/gy, at + 1);
      } else if (closing !== undefined && char === closing && depth === 0) {
        return;
      } else {
        depth += char === "{" ? 1 : char === "}" ? -1 : 0;
        at += 1;
      }
    }
  };
  readCode(undefined);
  return passages;
}

/** Whether a slash after this code begins a regular expression: after a value it divides. */
function startsRegExp(before: string): boolean {
  const code = before.trimEnd();
  return !identifierEnd.test(code) || keywordBeforeRegExp.test(code);
}
