import type { ContextValues } from "../language/authorization-request";
import type { ConditionTest } from "../language/parse-policy";
import { substituteVariables } from "../language/policy-variables";
import { isArnShaped } from "../patterns/arn-shape";
import { kleeneEvery, kleeneNot, kleeneSome, type ThreeValued, toThreeValued } from "../patterns/three-valued-logic";

/**
 * Whether one condition holds for a request, by IAM's rules for absent keys: a plain operator fails, a negated one holds,
 * `IfExists` holds, `ForAllValues` holds vacuously, `ForAnyValue` fails.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function conditionHolds(test: ConditionTest, context: ContextValues): ThreeValued {
  const requestValues = context.get(test.key) ?? [];
  if (test.operator.family === "presence") {
    return kleeneSome(test.values, (value) => test.operator.compare(value, String(requestValues.length === 0)));
  }
  if (requestValues.length === 0) {
    return toThreeValued(holdsWhenAbsent(test));
  }
  const holdsFor = (value: string): ThreeValued => conditionHoldsForValue(test, value, context);
  switch (test.setOperator) {
    case "ForAllValues":
      return kleeneEvery(requestValues, holdsFor);
    case "ForAnyValue":
      return kleeneSome(requestValues, holdsFor);
    case "none":
      // What a plain operator does with several values is not documented.
      return requestValues.length === 1 ? kleeneEvery(requestValues, holdsFor) : "unknown";
  }
}

function holdsWhenAbsent({ setOperator, ifExists, operator }: ConditionTest): boolean {
  if (setOperator === "ForAllValues" || ifExists) {
    return true;
  }
  return setOperator === "none" && operator.negated;
}

function conditionHoldsForValue(test: ConditionTest, value: string, context: ContextValues): ThreeValued {
  const { negated } = test.operator;
  const matched = kleeneSome(test.values, (written) => {
    const policyValue = substituteVariables(written, context);
    // AWS says only that an unresolved variable may invalidate the statement, so a negated test on one proves nothing.
    if (policyValue === undefined) {
      return negated ? "unknown" : "no";
    }
    // What an ARN operator does with a text that is no ARN, AWS does not say: it may void the statement.
    if (test.operator.wildcards === "arn" && !(isArnShaped(policyValue) && isArnShaped(value))) {
      return "unknown";
    }
    return test.operator.compare(policyValue, value);
  });
  return negated ? kleeneNot(matched) : matched;
}
