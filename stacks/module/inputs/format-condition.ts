import { patternOf, type StringFormatName } from "../../../envs/schema/string-formats";
import type { Expression } from "../hcl/expression";
import { hclValue } from "../hcl/write-hcl";

/**
 * The condition that a text has a format of the fields of environments, so that an input takes what the field takes.
 *
 * @throws for a pattern with a lookaround, which the regular expressions of Terraform do not have
 * @see https://developer.hashicorp.com/terraform/language/functions/regex
 */
export function formatCondition(format: StringFormatName, text: Expression): Expression {
  // JavaScript escapes the slashes of a pattern.
  const pattern = patternOf(format).source.replaceAll("\\/", "/");
  if (/\(\?<?[=!]/.test(pattern)) {
    throw new Error(`${format}: has a lookaround, got ${pattern}; write the condition in functions of Terraform`);
  }
  return `can(regex(${hclValue(pattern)}, ${text}))`;
}
