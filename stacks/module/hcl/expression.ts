/** An expression of Terraform's language, without braces. */
export type Expression = string;

/** The expression as a part of a text. */
export function interpolate(expression: Expression): string {
  return `\${${expression}}`;
}

/** A text with interpolations as a quoted string inside an expression. */
export function quoted(template: string): Expression {
  return `"${template.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
