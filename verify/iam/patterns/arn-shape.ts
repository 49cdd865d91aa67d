import { isArnPlaceholder, isUnknownPlaceholder } from "./placeholders";

/**
 * Whether the text is an ARN, or a pattern of ARNs: six parts that colons separate. A reference to an attribute that holds an
 * ARN counts as one; an unresolved expression may be one.
 */
export function isArnShaped(text: string): boolean {
  const [first = ""] = text;
  return isUnknownPlaceholder(first) || isArnPlaceholder(first) || /^arn:(?:[^:]*:){4}./su.test(text);
}
