import { policyRefusals } from "../../../constraints/iam/policy-refusals";
import { argumentRefusalText } from "../../../constraints/refusal";
import { accountResourcesOfType } from "../../fake-aws/account-state";
import type { ObjectValue } from "../../protocol/values";
import { knownString } from "../../protocol/values";
import type { OperationCheck, ValidationError } from "../common/validation-error";
import { awsApiError } from "../common/validation-error";

/** Rejects a policy document that is not valid JSON, violates the policy grammar, or exceeds its size quota. */
export function policyArgumentErrors(type: string, attributes: ObjectValue): readonly ValidationError[] {
  return policyRefusals(type, attributes)
    .filter(({ isAccepted }) => isAccepted !== true)
    .map(({ argument, ...refusal }) => ({
      summary: `${type}: ${argument} ${refusal.problem}`,
      detail: `AWS rejects this policy document: ${argumentRefusalText({ argument, ...refusal })}`,
      attribute: argument,
    }));
}

/** Mistakes in a policy document that AWS accepts, one line each. */
export function acceptedPolicyMistakes(type: string, attributes: ObjectValue): readonly string[] {
  return policyRefusals(type, attributes)
    .filter(({ isAccepted }) => isAccepted === true)
    .map((refusal) => `${type}: ${argumentRefusalText(refusal)}; AWS accepts it, and it matches nothing`);
}

/** Rejects inline policies of a role that together exceed their quota. */
export const inlinePoliciesFitQuota: OperationCheck = (operation, { accountState }) => {
  if (operation.type !== "aws_iam_role_policy" || operation.kind === "delete") {
    return [];
  }
  const { role, id, policy } = operation.after;
  const others = accountResourcesOfType(accountState, operation.type).filter(
    ({ attributes }) => attributes.role === role && attributes.id !== id,
  );
  const texts = [knownString(policy) ?? "", ...others.map(({ attributes }) => knownString(attributes.policy) ?? "")];
  const characters = texts.join("").length;
  const limit = 10_240;
  return characters > limit
    ? [
        awsApiError(
          operation,
          "LimitExceeded",
          `Maximum policy size of ${limit} bytes exceeded for role ${knownString(role)}`,
        ),
      ]
    : [];
};
