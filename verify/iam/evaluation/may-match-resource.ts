import type { PolicyElement } from "../language/parse-policy";
import { variableKeys } from "../language/policy-variables";
import { compileGlob, withUnknownsAsWildcards } from "../patterns/glob";
import { stringClasses } from "../patterns/string-classes";

/**
 * Whether a `Resource` element may name one of these ARNs; what it excludes is taken to be something else.
 *
 * @param arn an ARN, or a pattern of several
 */
export function mayMatchResource({ isNegated, patterns }: PolicyElement, arn: string): boolean {
  const globs = patterns.map((pattern) =>
    withUnknownsAsWildcards(compileGlob(variableKeys(pattern).length > 0 ? "*" : pattern, "resource")),
  );
  return isNegated || stringClasses(compileGlob(arn, "arn"), [globs]).has("1");
}
