import { escapeXml } from "../verify/report/escape-xml";

/** What a template may hold: text, which is encoded, and markup. Undefined is nothing. */
export type MarkupPart = string | number | Markup | readonly MarkupPart[] | undefined;

/** A long name in HTML. A narrow cell breaks it after a mark in it, before it breaks a word. */
class BreakableText {
  constructor(readonly text: string) {}

  /** The text is encoded whole, so that an encoding which hides secrets sees them whole. */
  render(encode: (text: string) => string): string {
    return encode(this.text).replace(/[._/:](?=.)/g, "$&<wbr/>");
  }
}

/** The text of a name such as a Terraform address, in an element of HTML. */
export function breakable(text: string): Markup {
  return new Markup(["", ""], [new BreakableText(text)]);
}

/** A piece of HTML or SVG. Only the template {@link markup} makes one, so that no text becomes markup by accident. */
export class Markup {
  constructor(
    private readonly strings: readonly string[],
    private readonly parts: readonly (MarkupPart | BreakableText)[],
  ) {}

  /** @param encode makes any text harmless in elements and in quoted attributes */
  render(encode: (text: string) => string = escapeXml): string {
    const rendered = this.strings.map((text, index) => `${text}${renderPart(this.parts[index], encode)}`);
    return rendered.join("");
  }
}

function renderPart(part: MarkupPart | BreakableText, encode: (text: string) => string): string {
  if (part instanceof Markup || part instanceof BreakableText) {
    return part.render(encode);
  }
  if (typeof part === "object") {
    return part.map((inner) => renderPart(inner, encode)).join("");
  }
  return part === undefined ? "" : encode(String(part));
}

/** Where an encoded text could still change the structure: an attribute without quotes, a tag, a comment, a script, a style sheet. */
const unsafePlace = /=\s*$|<[^>"]*$|<!--(?![\s\S]*-->)|<(?:script|style)\b(?![\s\S]*<\/(?:script|style)>)/;

/**
 * The template of every page and picture: `` markup`<p class="${kind}">${text}</p>` ``.
 *
 * @throws when a value stands where encoding does not protect the structure
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  if (!checkedTemplates.has(strings)) {
    checkTemplate(strings);
    checkedTemplates.add(strings);
  }
  return new Markup(strings, parts);
}

/** A template in the program is the same object on every use. */
const checkedTemplates = new WeakSet<TemplateStringsArray>();

function checkTemplate(strings: TemplateStringsArray): void {
  let before = "";
  for (const text of strings.slice(0, -1)) {
    before += text;
    const isQuoted = /<[^<>]*="[^"<>]*$/.test(before);
    if (!isQuoted && unsafePlace.test(before)) {
      throw new Error(`markup: a value has no place here, got ${before.slice(-40)}; quote the attribute`);
    }
  }
}

/** Text of this program that is markup already, such as a style sheet. Never a text that was read. */
export function fixedMarkup(text: string): Markup {
  return new Markup([text], []);
}
