import { jsonEscape } from "../terraform/json-escape";

/** Line breaks, control characters, and format characters, which are invisible or reorder the text around them. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const shortForms: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/**
 * A text as one line in which every character is visible, as JSON would escape it. Names and rules come from Terraform that
 * somebody else wrote, and reports quote them: none may break a line, move a cursor or reverse a sentence.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
export function visibleText(text: string): string {
  return text.replace(invisible, (character) => shortForms[character] ?? jsonEscape(character));
}
