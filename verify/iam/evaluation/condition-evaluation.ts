import type { Context } from "../language/authorization-request";
import type { ConditionTest } from "../language/parse-policy";
import { substituteVariables } from "../language/policy-variables";
import { every, not, some, type Trilean, trilean } from "../patterns/three-valued-logic";

/**
 * Whether one condition holds for a request, by IAM's rules for absent keys: a plain operator fails, a negated one holds,
 * `IfExists` holds, `ForAllValues` holds vacuously, `ForAnyValue` fails.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function conditionHolds(test: ConditionTest, context: Context): Trilean {
  const requested = context.get(test.key) ?? [];
  if (test.operator.family === "presence") {
    return some(test.values, (value) => test.operator.compare(value, String(requested.length === 0)));
  }
  if (requested.length === 0) {
    return trilean(holdsWhenAbsent(test));
  }
  const holdsFor = (value: string): Trilean => valueHolds(test, value, context);
  switch (test.quantifier) {
    case "ForAllValues":
      return every(requested, holdsFor);
    case "ForAnyValue":
      return some(requested, holdsFor);
    case "none":
      // What a plain operator does with several values is not documented.
      return requested.length === 1 ? every(requested, holdsFor) : "unknown";
  }
}

function holdsWhenAbsent({ quantifier, ifExists, operator }: ConditionTest): boolean {
  if (quantifier === "ForAllValues" || ifExists) {
    return true;
  }
  return quantifier === "none" && operator.negated;
}

function valueHolds(test: ConditionTest, value: string, context: Context): Trilean {
  const { negated } = test.operator;
  const matched = some(test.values, (written) => {
    const policyValue = substituteVariables(written, context);
    // AWS says only that an unresolved variable may invalidate the statement, so a negated test on one proves nothing.
    if (policyValue === undefined) {
      return negated ? "unknown" : "no";
    }
    return test.operator.compare(policyValue, value);
  });
  return negated ? not(matched) : matched;
}
