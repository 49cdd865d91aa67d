import { bucketPolicyCases } from "../reference/bucket-policy-cases";
import { conditionCases } from "../reference/condition-cases";
import { evaluationLogicCases } from "../reference/evaluation-logic-cases";
import { multivaluedConditionCases } from "../reference/multivalued-condition-cases";
import { policyElementCases } from "../reference/policy-element-cases";
import { authorizeReferenceCase, type ReferenceCase } from "../reference/reference-case";
import { sourceSystemCases } from "../reference/source-system-cases";

/** Documented by AWS itself. */
const documented: Readonly<Record<string, readonly ReferenceCase[]>> = {
  "how policies combine": evaluationLogicCases,
  "principals, actions and resources": policyElementCases,
  conditions: conditionCases,
  "guards on lists": multivaluedConditionCases,
};

/** Measured on published policies, with a second implementation. */
const measured: Readonly<Record<string, readonly ReferenceCase[]>> = {
  "locking a bucket to an endpoint": bucketPolicyCases,
  "the source systems": sourceSystemCases,
};

describe.each(Object.entries({ ...documented, ...measured }))("%s", (_, cases) => {
  it.each(cases.map((reference) => [reference.says, reference] as const))("%s", (_says, reference) => {
    expect(authorizeReferenceCase(reference)).toBe(reference.expected);
  });
});

it("is held to at least sixty documented cases, each with its source", () => {
  const cases = Object.values(documented).flat();

  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(cases.filter(({ source }) => !source.startsWith("https://docs.aws.amazon.com/"))).toEqual([]);
});
