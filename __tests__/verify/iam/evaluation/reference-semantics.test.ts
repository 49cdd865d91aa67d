import { bucketLock } from "../reference/bucket-lock";
import { conditions } from "../reference/conditions";
import { elements } from "../reference/elements";
import { evaluationLogic } from "../reference/evaluation-logic";
import { listGuards } from "../reference/list-guards";
import { outcome, type ReferenceCase } from "../reference/reference-case";
import { sourceSystems } from "../reference/source-systems";

/** Documented by AWS itself. */
const documented: Readonly<Record<string, readonly ReferenceCase[]>> = {
  "how policies combine": evaluationLogic,
  "principals, actions and resources": elements,
  conditions,
  "guards on lists": listGuards,
};

/** Measured on published policies, with a second implementation. */
const measured: Readonly<Record<string, readonly ReferenceCase[]>> = {
  "locking a bucket to an endpoint": bucketLock,
  "the source systems": sourceSystems,
};

describe.each(Object.entries({ ...documented, ...measured }))("%s", (_, cases) => {
  it.each(cases.map((reference) => [reference.says, reference] as const))("%s", (_says, reference) => {
    expect(outcome(reference)).toBe(reference.expected);
  });
});

it("is held to at least sixty documented cases, each with its source", () => {
  const cases = Object.values(documented).flat();

  expect(cases.length).toBeGreaterThanOrEqual(60);
  expect(cases.filter(({ source }) => !source.startsWith("https://docs.aws.amazon.com/"))).toEqual([]);
});
