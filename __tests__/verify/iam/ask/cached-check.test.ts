import fc from "fast-check";
import { decideClaims } from "../../../../verify/claims/decide-claims";
import { type AskedModel, cachedCheck, policyModel, type RoleWithPolicies } from "../../../../verify/iam/ask";
import { withoutAnswerCache } from "../../../../verify/iam/ask/answer-cache";
import { newPlaceholderTable } from "../../../../verify/iam/patterns/placeholders";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { proof } from "../../../../verify/verdict/findings";
import { propertyRuns } from "../../../fixtures/property-runs";
import { environmentStack } from "../../fixtures/environment-stack";
import type { StackEdit } from "../../fixtures/mutant";
import { unmutatedVerdicts } from "../../fixtures/mutant-suites";
import { readWithAwsValues } from "../../fixtures/read-with-aws-values";
import { allMutants } from "../../mutants/fixtures/all-mutants";

const mutantsOfDev = allMutants.filter(({ environments }) => environments.includes("dev"));

function verdictsOf(edit: StackEdit) {
  const configuration = readWithAwsValues(environmentStack("dev", edit), "dev");
  return decideClaims({ configuration, posture: readPosture(configuration) }).map(({ claim, verdict }) => [
    claim.name,
    verdict,
  ]);
}

test("a stack that is judged after another one has the verdicts and the evidence that it has alone", () => {
  unmutatedVerdicts("dev");
  fc.assert(
    fc.property(fc.constantFrom(...mutantsOfDev), ({ edit }) => {
      const after = verdictsOf(edit);

      expect(after).toEqual(withoutAnswerCache(() => verdictsOf(edit)));
    }),
    propertyRuns(1),
  );
}, 60_000);

const provider = { aws: [{ region: "eu-west-1" }] };

/** A model made anew, with one role and one endpoint. */
function model(role: object = {}, endpoint: object = {}) {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  const resource = {
    aws_iam_role: { worker: { name: "worker", assume_role_policy: policy, ...role } },
    aws_vpc_endpoint: { s3: { service_name: "com.amazonaws.eu-west-1.s3", vpc_id: "vpc-1", ...endpoint } },
  };
  return policyModel(readConfiguration({ provider, resource }, "test"));
}

const allowing = (Action: string, more: object = {}): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action, Resource: "*", ...more }] });

/** How often a check runs that judges one role after the other. */
function runsOf(...judged: readonly (readonly [model: ReturnType<typeof model>, facts?: object])[]): number {
  let runs = 0;
  const check = cachedCheck((_: AskedModel, { address }: RoleWithPolicies, _facts: object) => {
    runs += 1;
    return proof(`run ${runs}`, address);
  });
  for (const [{ roles, ...rest }, facts = {}] of judged) {
    for (const role of roles) {
      check(rest, role, facts);
    }
  }
  return runs;
}

test("a check of two equal roles with equal facts and endpoints runs once", () => {
  const facts = { arns: ["arn:aws:s3:::a"], actions: /^s3:/ };

  expect(runsOf([model(), facts], [model(), { ...facts }])).toBe(1);
});

test.each([
  ["the name of the role", [model(), {}], [model({ name: "other" }), {}]],
  [
    "a policy of the role",
    [model({ inline_policy: [{ name: "a", policy: allowing("s3:*") }] }), {}],
    [model({ inline_policy: [{ name: "a", policy: allowing("s3:Get*") }] }), {}],
  ],
  ["the policy of an endpoint", [model(), {}], [model({}, { policy: allowing("s3:*", { Principal: "*" }) }), {}]],
  ["a text of the facts", [model(), { arns: ["a"] }], [model(), { arns: ["b"] }]],
  ["a pattern of the facts", [model(), { actions: /a/ }], [model(), { actions: /b/ }]],
  ["the account", [model(), {}], [{ ...model(), text: { ...model().text, account: "444455556666" } }, {}]],
  [
    "the placeholders",
    [model(), {}],
    [{ ...model(), text: { ...model().text, placeholders: newPlaceholderTable() } }, {}],
  ],
] as const)("a check runs again where %s differs", (_, first, second) => {
  expect(runsOf(first, second)).toBe(2);
});

test("no finding is cached where the answer cache is switched off", () => {
  expect(withoutAnswerCache(() => runsOf([model()], [model()]))).toBe(2);
});

test("facts that JSON would leave out are refused, so that two that differ in them are never taken for equal", () => {
  expect(() => runsOf([model(), { names: new Set(["a"]) }])).toThrow("names: must be plain data");
});
