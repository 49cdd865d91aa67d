import { instanceTypesAsDeclared } from "../../../../verify/claims/operations/instance-types-as-declared";
import type { PerimeterPosture } from "../../../../verify/posture/posture";
import { combineEdits, type ResourceEdit } from "../../fixtures/network-perimeter";
import { appendStatement, policySubject } from "../../fixtures/policy-perimeter";

const key = "sagemaker:InstanceTypes";

/** A Deny of the condition for training jobs. */
const deny = (Condition: Record<string, Record<string, string | string[]>>): ResourceEdit =>
  appendStatement("aws_iam_role_policy", "studio", {
    Effect: "Deny",
    Action: "sagemaker:CreateTrainingJob",
    Resource: "*",
    Condition,
  });

const unnamed = deny({ Null: { [key]: "true" } });
const others = (operator: string, ...types: string[]): ResourceEdit => deny({ [operator]: { [key]: types } });

const training = (...types: string[]): Partial<PerimeterPosture> => ({ instanceTypes: { training: types } });

test.each<[string, ResourceEdit, Partial<PerimeterPosture>, string]>([
  ["no posture without types", () => undefined, {}, "notApplicable"],
  ["no posture with empty lists", () => undefined, { instanceTypes: {} }, "notApplicable"],
  ["a role without a Deny", () => undefined, training("ml.m5.large"), "violated"],
  [
    "a Deny of other types and of none",
    combineEdits(unnamed, others("ForAnyValue:StringNotLike", "ml.m5.large")),
    training("ml.m5.large"),
    "proved",
  ],
  [
    "a Deny that allows less than is declared",
    combineEdits(unnamed, others("ForAnyValue:StringNotEquals", "ml.m5.large")),
    training("ml.m5.*", "ml.g5.xlarge"),
    "proved",
  ],
  [
    "a Deny that allows a family where one type is declared",
    combineEdits(unnamed, others("ForAnyValue:StringNotLike", "ml.m5.*")),
    training("ml.m5.large"),
    "violated",
  ],
  [
    "a Deny of requests with other types only",
    combineEdits(unnamed, others("ForAllValues:StringNotLike", "ml.m5.large")),
    training("ml.m5.large"),
    "violated",
  ],
  [
    "a Deny that requests without types pass",
    others("ForAnyValue:StringNotLike", "ml.m5.large"),
    training("ml.m5.large"),
    "violated",
  ],
])("instance-types-as-declared judges %s", (_, edit, posture, kind) => {
  expect(instanceTypesAsDeclared.decide(policySubject(edit, posture)).kind).toBe(kind);
});

test("instance-types-as-declared judges no use that declares no types", () => {
  const subject = policySubject(() => undefined, { instanceTypes: { transform: ["ml.m5.large"] } });

  expect(instanceTypesAsDeclared.decide(subject).kind).toBe("proved");
});
