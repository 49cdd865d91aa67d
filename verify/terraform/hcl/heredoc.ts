import { endOfInterpolation } from "../expressions/tokenize";
import { HclProblem, lineAt } from "./hcl-problem";

/** A heredoc as a quoted template. */
export interface Heredoc {
  /** With its quotes. */
  readonly quoted: string;
  /** Position of the line feed after the closing marker. */
  readonly end: number;
}

/**
 * Reads the heredoc that starts at a position.
 *
 * @throws HclProblem when it has no end, or something that this reader does not understand
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings
 */
export function heredocAt(text: string, at: number): Heredoc {
  const opener = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)\n/uy;
  opener.lastIndex = at;
  const [start = "", dash, marker = ""] = opener.exec(text) ?? [];
  const line = lineAt(text, at);
  if (start === "") {
    throw new HclProblem("refused by Terraform", "a heredoc starts with << and a word", line);
  }
  const from = at + start.length;
  let lineStart = from;
  while (lineStart <= text.length) {
    const lineEnd = text.indexOf("\n", lineStart);
    const content = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
    if (content.trim() === marker) {
      const body = text.slice(from, lineStart);
      const parts = withoutStripMarkers(templateParts(body, line));
      const flushed = dash === "-" ? withoutIndentation(parts) : parts;
      return { quoted: `"${flushed.map(quotedPart).join("")}"`, end: lineStart + content.length };
    }
    if (lineEnd < 0) {
      break;
    }
    lineStart = lineEnd + 1;
  }
  throw new HclProblem("refused by Terraform", `the heredoc ${marker} has no end`, line);
}

/** A line of a literal text up to its line feed, or an interpolation or directive with its braces. */
interface HeredocPart {
  readonly kind: "literal" | "code";
  readonly text: string;
}

function templateParts(body: string, line: number): readonly HeredocPart[] {
  const parts: HeredocPart[] = [];
  let literal = "";
  const closeLiteral = (): void => {
    parts.push(...(literal === "" ? [] : [{ kind: "literal", text: literal } as const]));
    literal = "";
  };
  for (let at = 0; at < body.length; at += 1) {
    const isEscape = body.startsWith("$${", at) || body.startsWith("%%{", at);
    if (isEscape) {
      literal += body.slice(at, at + 3);
      at += 2;
    } else if (body.startsWith("${", at) || body.startsWith("%{", at)) {
      const end = endOfInterpolation(body, at + 2);
      if (end === undefined) {
        throw new HclProblem("not understood", "an interpolation of the heredoc was not understood", line);
      }
      closeLiteral();
      parts.push({ kind: "code", text: body.slice(at, end + 1) });
      at = end;
    } else {
      literal += body.charAt(at);
      if (body.charAt(at) === "\n") {
        closeLiteral();
      }
    }
  }
  closeLiteral();
  return parts;
}

/** A strip marker removes the blanks next to it up to the line feed, which `<<-` then does not count as one. */
function withoutStripMarkers(parts: readonly HeredocPart[]): readonly HeredocPart[] {
  return parts.map(({ kind, text }, index) => {
    if (kind === "code") {
      return { kind, text: text.replace(/^(.\{)~/, "$1").replace(/~\}$/, "}") };
    }
    const [before, after] = [parts[index - 1], parts[index + 1]];
    const start = before?.kind === "code" && before.text.endsWith("~}") ? text.trimStart() : text;
    return { kind, text: after?.kind === "code" && /^.\{~/.test(after.text) ? start.trimEnd() : start };
  });
}

/** `<<-` removes the smallest indentation of all lines from each. A line of blanks does not count, and stays as it is. */
function withoutIndentation(parts: readonly HeredocPart[]): readonly HeredocPart[] {
  const startsLine = parts.map((_, index) => index === 0 || parts[index - 1]?.text.endsWith("\n") === true);
  const indentationOf = ({ kind, text }: HeredocPart): number =>
    kind === "code" ? 0 : (/^[^\S\n]*/.exec(text)?.[0].length ?? 0);
  const counted = parts.filter((part, index) => startsLine[index] && !isBlankLine(part));
  const smallest = Math.min(...counted.map(indentationOf));
  return parts.map((part, index) =>
    startsLine[index] && part.kind === "literal" && !isBlankLine(part)
      ? { ...part, text: part.text.slice(smallest) }
      : part,
  );
}

function isBlankLine({ kind, text }: HeredocPart): boolean {
  return kind === "literal" && /^\s*\n$/.test(text);
}

/** A heredoc has no escapes with a backslash, and a quoted template has. */
function quotedPart({ kind, text }: HeredocPart): string {
  return kind === "code"
    ? text
    : text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}
