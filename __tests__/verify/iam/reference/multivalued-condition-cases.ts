import { allow, deny, type ReferenceCase, type ReferenceStatement } from "./reference-case";

const guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide";
const multivalued = `${guide}/reference_policies_condition-single-vs-multi-valued-context-keys.html`;
const allowedSubnets = ["1", "2"];
const subnets = "sagemaker:VpcSubnets";

/** Four ways of guarding a list, each asked with a good, a mixed, a bad and no list; measured before this was written. */
export const multivaluedConditionCases: readonly ReferenceCase[] = [
  ...guard(
    "Null and ForAnyValue:StringNotEquals in two denies",
    [
      allow(),
      deny({ Condition: { Null: { [subnets]: "true" } } }),
      deny({ Condition: { "ForAnyValue:StringNotEquals": { [subnets]: allowedSubnets } } }),
    ],
    ["allowed", "explicit-deny", "explicit-deny", "explicit-deny"],
  ),
  ...guard(
    "ForAnyValue:StringNotEquals alone",
    [allow(), deny({ Condition: { "ForAnyValue:StringNotEquals": { [subnets]: allowedSubnets } } })],
    ["allowed", "explicit-deny", "explicit-deny", "allowed"],
  ),
  ...guard(
    "ForAllValues:StringNotEquals",
    [allow(), deny({ Condition: { "ForAllValues:StringNotEquals": { [subnets]: allowedSubnets } } })],
    ["allowed", "allowed", "explicit-deny", "explicit-deny"],
  ),
  ...guard(
    "an allow with ForAllValues:StringEquals",
    [allow({ Condition: { "ForAllValues:StringEquals": { [subnets]: allowedSubnets } } })],
    ["allowed", "implicit-deny", "implicit-deny", "allowed"],
  ),
];

function guard(
  form: string,
  identity: readonly ReferenceStatement[],
  expected: readonly ReferenceCase["expected"][],
): readonly ReferenceCase[] {
  const lists = {
    "the right list": ["1"],
    "a mixed list": ["1", "bad"],
    "a foreign list": ["bad"],
    "no list": undefined,
  };
  return Object.entries(lists).map(
    ([list, given], index): ReferenceCase => ({
      says: `${form} answers ${list} with ${expected[index]}`,
      source: multivalued,
      action: "sagemaker:CreateTrainingJob",
      resource: "arn:aws:sagemaker:eu-west-1:111122223333:training-job/x",
      identity,
      ...(given && { keys: { [subnets]: given } }),
      expected: expected[index] ?? "unknown",
    }),
  );
}
