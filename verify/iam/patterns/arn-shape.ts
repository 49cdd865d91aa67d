import { isArnPlaceholder, isOpaquePlaceholder, isUnknownPlaceholder } from "./placeholders";

/**
 * Whether the text is an ARN, or a pattern of ARNs: six parts that colons separate. A reference to an attribute that holds an
 * ARN counts as one; an unresolved expression may be one.
 */
export function isArnShaped(text: string): boolean {
  return isUnknownPlaceholder(text) || isArnPlaceholder(text) || /^arn:(?:[^:]*:){4}./su.test(text);
}

/**
 * Whether AWS documents what the text matches in `Resource` and `NotResource`: `*`, or an ARN whose first three parts are
 * written out, because no wildcard may stand for a service. AWS may refuse another text, or void the statement.
 *
 * @param hasTypeInArn whether every ARN of the service says the type of its resource, for which no wildcard may stand
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function isDocumentedResource(text: string, hasTypeInArn: (service: string) => boolean): boolean {
  const [first = ""] = text;
  if (text === "*" || isUnknownPlaceholder(first) || isOpaquePlaceholder(first)) {
    return true;
  }
  const [scheme, partition = "", service = "", , , ...rest] = text.split(":");
  const isNamed = scheme === "arn" && [partition, service].every((part) => part !== "" && !/[*?]/u.test(part));
  const [type = ""] = rest.join(":").split(/[:/]/u, 1);
  return isNamed && (type === "*" || !/[*?]/u.test(type) || !hasTypeInArn(service));
}

/**
 * Whether AWS documents what the text matches in `Action` and `NotAction`: everything, or actions of one service that is
 * written out.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function isDocumentedAction(text: string): boolean {
  return text === "*" || text === "*:*" || /^[^:*?]+:[^:]+$/u.test(text);
}
