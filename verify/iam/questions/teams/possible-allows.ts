import { memoizeByText } from "../../../collections/memoize";
import { actionMatches } from "../../evaluation/statement-matching";
import type { Statement } from "../../language/parse-policy";
import { isUnknownPlaceholder } from "../../patterns/placeholders";

/**
 * How the ARNs begin on which statements may allow an action: each pattern up to its first wildcard, variable or unresolved expression.
 * Empty for a statement that names no resource, or all except some.
 */
export function allowedStarts(statements: readonly Statement[], action: string): readonly string[] {
  return statements.flatMap(({ effect, action: actions, resource }) => {
    if (effect !== "Allow" || actionMatches(actions, action) === "no") {
      return [];
    }
    return resource === undefined || resource.isNegated ? [""] : resource.patterns.map(literalStart);
  });
}

/**
 * Whether such a statement may match a resource whose ARN begins so. Where none does, every request is denied, and need not be decided: this
 * keeps the cost of many teams low.
 *
 * @param arnStart beginning of an ARN without wildcards: `arn:aws:sagemaker:eu-west-1:111122223333:model/risk-`
 */
export function mayMatch(starts: readonly string[], arnStart: string): boolean {
  return starts.some((start) => start.startsWith(arnStart) || arnStart.startsWith(start));
}

const literalStart = memoizeByText((pattern) => {
  const characters = [...pattern];
  const end = characters.findIndex((each) => ["*", "?", "$"].includes(each) || isUnknownPlaceholder(each));
  return end === -1 ? pattern : characters.slice(0, end).join("");
});
