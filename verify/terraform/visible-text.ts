import { jsonEscape } from "./json-escape";

/**
 * Line breaks, control characters, format characters, which are invisible or reorder the text around them, and characters that no font
 * shows.
 */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu;

const shortForms: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * A text as one line in which every character is visible, as JSON would escape it. Names and rules come from Terraform that
 * somebody else wrote, and reports quote them: none may break a line, move a cursor or reverse a sentence.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
export function visibleText(text: string): string {
  return withoutNotation(text).replace(invisible, (character) => shortForms[character] ?? jsonEscape(character));
}

/** How the readers mark an expression that they do not evaluate. The text in it may have the mark again. */
const unreadMark = /\$\{unread\(("(?:[^"\\]|\\.)*")\)\}/g;

/** The text with such an expression as `⟨expression⟩`. */
function withoutNotation(text: string): string {
  return text.includes("${unread(") ? text.replace(unreadMark, (_, quoted: string) => `⟨${innerText(quoted)}⟩`) : text;
}

function innerText(quoted: string): string {
  const text = (JSON.parse(quoted) as string).replaceAll("$${", "${").replaceAll("%%{", "%{");
  return withoutNotation(text).replace(/^\u27e8(.*)\u27e9$/, "$1");
}
