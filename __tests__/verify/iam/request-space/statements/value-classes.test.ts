import * as fc from "fast-check";
import { conditionHolds } from "../../../../../verify/iam/evaluation/condition-evaluation";
import { type ConditionTest, parsePolicy } from "../../../../../verify/iam/language/parse-policy";
import { valueSets } from "../../../../../verify/iam/request-space/statements/value-classes";
import { propertyRuns } from "../../../../fixtures/property-runs";

const key = "sagemaker:vpcsubnets";
const letters = ["a", "b", "c", "d", "e", "f", "g"];
const operators = ["ForAnyValue:StringEquals", "ForAllValues:StringEquals", "ForAnyValue:StringNotEquals"] as const;
const written = fc.tuple(fc.constantFrom(...operators), fc.subarray(letters, { minLength: 1 }));

function testsOf(all: readonly (readonly [string, readonly string[]])[]): readonly ConditionTest[] {
  return all.flatMap(([operator, values]) => {
    const statement = { Effect: "Deny", Action: "*", Resource: "*", Condition: { [operator]: { [key]: values } } };
    const { statements } = parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement: [statement] }), "p");
    return statements.flatMap(({ conditions }) => conditions);
  });
}

function outcome(tests: readonly ConditionTest[], set: readonly string[], isOwn: (value: string) => boolean): string {
  return [...tests.map((test) => conditionHolds(test, new Map([[key, set]]))), set.every(isOwn)].join(" ");
}

test("whatever the tests on a list and one question about it say of any set, they say of one that is tried", () => {
  const property = fc.property(
    fc.array(written, { minLength: 1, maxLength: 4 }),
    fc.subarray(letters, { minLength: 1 }),
    fc.subarray(letters),
    (all, set, own) => {
      const tests = testsOf(all);
      const isOwn = (value: string): boolean => own.includes(value);

      const tried = valueSets(letters, tests, 1).map((each) => outcome(tests, each, isOwn));

      expect(tried).toContain(outcome(tests, set, isOwn));
    },
  );
  fc.assert(property, propertyRuns(200));
});

test("lists of more values and tests than can be tried are refused, not sampled", () => {
  const many = Array.from({ length: 40 }, (_, index) => `subnet-${index}`);
  const tests = testsOf(many.slice(0, 5).map((subnet) => ["ForAnyValue:StringEquals", [subnet]] as const));

  expect(() => valueSets(many, tests, 0)).toThrow(
    "policies: sets of 40 values are too many for 5 tests; simplify them",
  );
});
