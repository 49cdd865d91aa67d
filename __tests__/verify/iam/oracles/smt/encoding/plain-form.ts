const literal = '"(?:[^"]|"")*"';
const literalExpression = String.raw`\(str\.to_re ${literal}\)`;

const complementOfTexts = new RegExp(
  String.raw`\(str\.in_re (\|[^|]*\|) \(re\.comp (?:${literalExpression}|\(re\.union((?: ${literalExpression})+)\))\)\)`,
  "g",
);
const withoutColon = /\(str\.in_re (\|[^|]*\|) \(re\.\* \(re\.diff re\.allchar \(str\.to_re ":"\)\)\)\)/g;

/**
 * An equivalent script: a constant that is none of some texts is compared with each, and one without a colon contains none. z3 decides
 * some scripts only in this form, and others only in the form with regular expressions.
 */
export function plainForm(script: string): string {
  return script
    .replace(complementOfTexts, (membership, constant: string) => {
      const texts = membership.slice(membership.indexOf("(re.comp")).match(new RegExp(literal, "g")) ?? [];
      return `(not (or ${texts.map((text) => `(= ${constant} ${text})`).join(" ")}))`;
    })
    .replace(withoutColon, (_, constant: string) => `(not (str.contains ${constant} ":"))`);
}
