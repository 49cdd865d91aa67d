import {
  actionsOfService,
  ask,
  bucketAndObjects,
  hasSome,
  isAllowed,
  kmsKey,
  type PolicyModel,
  policyModel,
  type Question,
  type RoleWithPolicies,
  supportsConditionKey,
  valueTest,
} from "../../../../verify/iam/ask";
import type { ResourceEdit } from "../../fixtures/network-perimeter";
import { appendStatement, policySubject, putArguments } from "../../fixtures/policy-perimeter";

function modelAfter(edit?: ResourceEdit): { readonly model: PolicyModel; readonly role: RoleWithPolicies } {
  const model = policyModel(policySubject(edit).configuration);
  const [role] = model.executionRoles;
  if (role === undefined) {
    throw new Error("ask: no execution role in the fixture; give it one");
  }
  return { model, role };
}

function allowedActions(model: PolicyModel, question: Question): readonly string[] {
  const allowed = [...ask(model, question)].filter(isAllowed);
  return [...new Set(allowed.flatMap(({ actions }) => actions.map(({ name }) => name)))].sort();
}

const rolePolicy = ["aws_iam_role_policy", "studio"] as const;

describe("ask", () => {
  test("asks a role about every action that its policies allow, where the question names none", () => {
    const { model, role } = modelAfter(
      appendStatement(...rolePolicy, { Effect: "Allow", Action: ["sns:Publish", "ec2:StartInstances"], Resource: "*" }),
    );

    const allowed = allowedActions(model, { who: role });

    expect(allowed).toEqual(
      expect.arrayContaining(["ec2:StartInstances", "iam:PassRole", "s3:GetObject", "sns:Publish"]),
    );
    expect(allowed).not.toContain("s3:DeleteObject");
  });

  test("tells the values of each question from all others, also where an earlier one was about the same policies", () => {
    const { model, role } = modelAfter();
    const kindsOf = (type: string): readonly boolean[] => {
      const test = valueTest("sagemaker:instancetypes", [type]);
      const what = actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, test.key));
      return [...ask(model, { who: role, what, distinguishes: [test] })].map((answer) => hasSome(answer, test));
    };

    for (const type of ["ml.m5.large", "ml.g5.xlarge"]) {
      expect(new Set(kindsOf(type))).toEqual(new Set([true, false]));
    }
  });

  test("asks a role about an allowed action that the catalog does not list", () => {
    const { model, role } = modelAfter(
      appendStatement(...rolePolicy, { Effect: "Allow", Action: "newservice:DoSomething", Resource: "*" }),
    );

    expect(allowedActions(model, { who: role })).toContain("newservice:DoSomething");
  });

  test("asks a role about a resource that its policy names only by an unresolved reference", () => {
    const { model, role } = modelAfter((resources) => {
      putArguments("aws_sfn_state_machine", "machine", {})(resources);
      const Resource = "${aws_sfn_state_machine.machine.arn}";
      appendStatement(...rolePolicy, { Effect: "Allow", Action: "states:StartExecution", Resource })(resources);
    });

    expect(allowedActions(model, { who: role, what: actionsOfService("states") })).toEqual(["states:StartExecution"]);
  });

  test("asks every kind of caller about every action on a bucket from every path, where the question names none", () => {
    const { model } = modelAfter();

    const answers = model.buckets.flatMap((bucket) => [...ask(model, { on: bucketAndObjects(bucket) })]);

    expect(new Set(answers.map(({ caller }) => caller.kind))).toEqual(
      new Set(["account", "foreign", "anonymous", "service"]),
    );
    expect(answers.some(({ path }) => path.label.includes("aws_vpc_endpoint.s3"))).toBe(true);
    expect(answers.some(({ path }) => path.label.includes("internet"))).toBe(true);
    const asked = new Set(answers.flatMap(({ actions }) => actions.map(({ name }) => name)));
    const onBuckets = actionsOfService("s3").filter(({ resourceTypes }) =>
      resourceTypes.some((type) => type === "bucket" || type === "object"),
    );
    expect(onBuckets.filter(({ name }) => !asked.has(name))).toEqual([]);
  });

  test("ask decides requests of the kinds of callers alone that the question names", () => {
    const { model } = modelAfter();

    const kinds = model.kmsKeys.flatMap((key) =>
      [...ask(model, { who: { kinds: ["anonymous"] }, on: kmsKey(key) })].map(({ caller }) => caller.kind),
    );

    expect(new Set(kinds)).toEqual(new Set(["anonymous"]));
  });
});
