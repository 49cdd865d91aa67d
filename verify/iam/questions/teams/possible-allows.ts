import { actionMatches } from "../../evaluation/statement-matching";
import type { Statement } from "../../language/parse-policy";
import { isUnknownPlaceholder } from "../../patterns/placeholders";

/**
 * Whether a statement may allow the action on a resource whose ARN begins so. Where none does, every such request is denied, and need not
 * be decided: this keeps the cost of many teams low.
 *
 * A statement counts unless its patterns differ from the beginning before their first wildcard, variable or unresolved expression.
 *
 * @param arnStart beginning of an ARN without wildcards: `arn:aws:sagemaker:eu-west-1:111122223333:model/risk-`
 */
export function mayAllow(statements: readonly Statement[], action: string, arnStart: string): boolean {
  return statements.some(
    ({ effect, action: actions, resource }) =>
      effect === "Allow" &&
      actionMatches(actions, action) !== "no" &&
      (resource === undefined ||
        resource.isNegated ||
        resource.patterns.some((pattern) => mayMatch(pattern, arnStart))),
  );
}

function mayMatch(pattern: string, arnStart: string): boolean {
  const characters = [...pattern];
  const end = characters.findIndex((each) => ["*", "?", "$"].includes(each) || isUnknownPlaceholder(each));
  const literal = end === -1 ? pattern : characters.slice(0, end).join("");
  return literal.startsWith(arnStart) || arnStart.startsWith(literal);
}
