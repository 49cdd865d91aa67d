/** An expression of Terraform's language, without braces. */
export type Expression = string;

/** The expression as a part of a text. */
export function interpolate(expression: Expression): string {
  return `\${${expression}}`;
}

/** A text without interpolations as a quoted string inside an expression. */
export function quoted(text: string): Expression {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** A text with interpolations as an expression: the interpolation itself, if the text is only one. */
export function templateExpression(template: string): Expression {
  const parts = templateParts(template);
  const [only] = parts;
  return parts.length === 1 && only?.isInterpolation === true
    ? only.text.slice(2, -1)
    : `"${parts.map(({ text, isInterpolation }) => (isInterpolation ? text : quoted(text).slice(1, -1))).join("")}"`;
}

interface TemplatePart {
  readonly text: string;
  readonly isInterpolation: boolean;
}

function templateParts(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let literal = "";
  let at = 0;
  while (at < template.length) {
    if (template.startsWith("$${", at)) {
      literal += "$${";
      at += 3;
    } else if (template.startsWith("${", at)) {
      const end = interpolationEnd(template, at);
      parts.push({ text: literal, isInterpolation: false }, { text: template.slice(at, end), isInterpolation: true });
      literal = "";
      at = end;
    } else {
      literal += template[at];
      at += 1;
    }
  }
  return [...parts, { text: literal, isInterpolation: false }].filter(({ text }) => text !== "");
}

/** Where the interpolation ends that starts at a position. Strings inside it can have interpolations of their own. */
function interpolationEnd(template: string, start: number): number {
  const open: ("brace" | "string")[] = ["brace"];
  let at = start + 2;
  while (open.length > 0 && at < template.length) {
    const isInString = open.at(-1) === "string";
    const character = template[at];
    if (isInString && character === "\\") {
      at += 1;
    } else if (character === '"') {
      isInString ? open.pop() : open.push("string");
    } else if (character === "{" && (!isInString || template[at - 1] === "$")) {
      open.push("brace");
    } else if (character === "}" && !isInString) {
      open.pop();
    }
    at += 1;
  }
  return at;
}
