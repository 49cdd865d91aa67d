import type { PolicyElement } from "../language/parse-policy";
import { variableKeys } from "../language/policy-variables";
import { compileGlob, type WildcardMode, withUnknownsAsWildcards } from "../patterns/glob";
import { stringClasses } from "../patterns/string-classes";

/**
 * Whether a `Resource` element may name one of these ARNs; what it excludes is taken to be something else.
 *
 * @param arn an ARN, or a pattern of several
 * @param wildcards what a wildcard of the pattern stands for: `name` where no name in the ARNs has a colon
 */
export function mayMatchResource(
  { isNegated, patterns }: PolicyElement,
  arn: string,
  wildcards: WildcardMode = "arn",
): boolean {
  const globs = patterns.map((pattern) =>
    withUnknownsAsWildcards(compileGlob(variableKeys(pattern).length > 0 ? "*" : pattern, "resource")),
  );
  return isNegated || stringClasses(compileGlob(arn, wildcards), [globs]).has("1");
}
