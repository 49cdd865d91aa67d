import { beforeAndAfterOfFiles, beforeAndAfterOfPlan } from "../../review/before-and-after";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import { AWS_PROVIDER, constantExpression, planJson } from "../verify/fixtures/terraform-plan";
import { shownResource, stateJson } from "../verify/fixtures/terraform-state";

const vpc = { address: "aws_vpc.v", values: { id: "vpc-0a1b2c3d", cidr_block: "10.0.0.0/16" } };

const subnet = (values: JsonObject) => ({
  address: "aws_subnet.s",
  values: { id: "subnet-0a1b2c3d", vpc_id: "vpc-0a1b2c3d", ...values },
  expressions: { vpc_id: constantExpression("${aws_vpc.v.id}"), cidr_block: constantExpression("10.0.0.0/20") },
});

/** What marks an object of a state that an earlier run replaced and could not delete. */
const FORMER = { deposed_key: "0a1b2c3d" };

/** A plan over a state that holds these resources. */
function planOver(
  state: readonly { address: string; values: JsonObject; isFormer?: boolean }[],
  planned: Parameters<typeof planJson>[0],
  more = {},
) {
  const resources = state.map(({ address, values, isFormer }) => ({
    ...shownResource(address, values),
    ...(isFormer && FORMER),
  }));
  return planJson(planned, { prior_state: stateJson(...resources), ...more });
}

function valuesIn(configuration: ReturnType<typeof beforeAndAfterOfPlan>["before"]) {
  return Object.fromEntries((configuration?.resources ?? []).map(({ address, values }) => [address, values]));
}

test("Unchanged resources of a plan are equal before and after, with IDs as references.", () => {
  const plan = planOver([vpc, subnet({ cidr_block: "10.0.0.0/20" })], [vpc, subnet({ cidr_block: "10.0.0.0/20" })]);

  const { before, after } = beforeAndAfterOfPlan({ json: plan, name: "plan.json" });

  expect(valuesIn(before)).toEqual(valuesIn(after));
  expect(valuesIn(before)["aws_subnet.s"]).toEqual({ vpc_id: "${aws_vpc.v.id}", cidr_block: "10.0.0.0/20" });
  expect(before?.source).toBe("plan.json (before)");
});

test("The values before come from the prior state, not from the configuration.", () => {
  const plan = planOver([vpc, subnet({ cidr_block: "10.0.16.0/20" })], [vpc, subnet({ cidr_block: "10.0.0.0/20" })]);

  const { before, after } = beforeAndAfterOfPlan({ json: plan, name: "p" });

  expect(valuesIn(before)["aws_subnet.s"]).toMatchObject({ cidr_block: "10.0.16.0/20" });
  expect(valuesIn(after)["aws_subnet.s"]).toMatchObject({ cidr_block: "10.0.0.0/20" });
});

test("A value that is unknown until apply is known before the change from the prior state.", () => {
  const planned = { ...subnet({}), unknown: { cidr_block: true } };
  const plan = planOver([vpc, subnet({ cidr_block: "10.0.16.0/20" })], [vpc, planned]);

  const { before, after } = beforeAndAfterOfPlan({ json: plan, name: "p" });

  expect(valuesIn(before)["aws_subnet.s"]).toMatchObject({ cidr_block: "10.0.16.0/20" });
  expect(valuesIn(after)["aws_subnet.s"]).toMatchObject({ cidr_block: "10.0.0.0/20" });
});

test("Outputs before come from the output changes of the plan, never from the configuration.", () => {
  const outputs = { perimeter_posture: { expression: constantExpression({ posture: "inspected" }) } };
  const plan = planOver([vpc], [vpc]) as { configuration: { root_module: object }; planned_values: object };
  const configuration = { ...plan.configuration, root_module: { ...plan.configuration.root_module, outputs } };
  const change = {
    actions: ["update"],
    before: { posture: "isolated" },
    after: { posture: "inspected" },
    after_unknown: false,
  };
  const first = { ...change, actions: ["create"], before: null };
  const planned_values = {
    ...plan.planned_values,
    outputs: { perimeter_posture: { sensitive: false, value: { posture: "inspected" } } },
  };
  const planWith = (output: object) => ({
    ...plan,
    planned_values,
    configuration,
    output_changes: { perimeter_posture: output },
  });

  const declared = beforeAndAfterOfPlan({ json: planWith(change), name: "p" });
  const undeclared = beforeAndAfterOfPlan({ json: planWith(first), name: "p" });

  expect(declared.before?.outputs).toEqual({ perimeter_posture: { posture: "isolated" } });
  expect(declared.after?.outputs).toEqual({ perimeter_posture: { posture: "inspected" } });
  expect(undeclared.before?.outputs).toEqual({});
});

test("A plan without prior state has no configuration before, and a plan that destroys everything has none after.", () => {
  expect(beforeAndAfterOfPlan({ json: planJson([vpc]), name: "p" }).before).toBeUndefined();
  expect(beforeAndAfterOfPlan({ json: planOver([vpc], []), name: "p" }).after).toBeUndefined();
});

const exists = vpc.values;
const changed = { ...exists, cidr_block: "10.1.0.0/16" };

test.each<[string, readonly string[], object | null, object | null, object, object[]]>([
  ["create", ["create"], null, exists, {}, [{ kind: "create" }]],
  ["update", ["update"], exists, changed, {}, [{ kind: "update" }]],
  ["destroy", ["delete"], exists, null, {}, [{ kind: "destroy" }]],
  [
    "replace",
    ["delete", "create"],
    exists,
    changed,
    { replace_paths: [["subnet_ids", 0]] },
    [{ kind: "replace", forcedBy: ["subnet_ids"] }],
  ],
  ["replacement that creates first", ["create", "delete"], exists, changed, {}, [{ kind: "replace" }]],
  ["forget", ["forget"], exists, null, {}, [{ kind: "forget" }]],
  ["no change", ["no-op"], exists, exists, {}, []],
])("A plan with the action '%s' gives the expected resource changes.", (_, actions, before, after, more, expected) => {
  const entry = {
    address: "aws_vpc.v",
    ...{ mode: "managed", type: "aws_vpc", name: "v", provider_name: AWS_PROVIDER },
    change: { actions, before, after, after_unknown: {}, ...more },
  };
  const state = before === null ? [] : [vpc];
  const planned = after === null ? [] : [{ ...vpc, values: after as JsonObject }];
  const plan = { ...planOver(state, planned), resource_changes: [entry] };

  const { changes } = beforeAndAfterOfPlan({ json: plan, name: "p" });

  expect(changes).toEqual(expected.map((change) => ({ address: "aws_vpc.v", type: "aws_vpc", ...change })));
});

test("Deposed objects of an earlier run are not changes of the resource.", () => {
  const entry = {
    address: "aws_vpc.v",
    mode: "managed",
    type: "aws_vpc",
    name: "v",
    deposed: FORMER.deposed_key,
    change: { actions: ["delete"], before: exists, after: null },
  };
  const plan = planOver([vpc, { ...vpc, isFormer: true }], [vpc]) as { resource_changes: readonly object[] };

  expect(
    beforeAndAfterOfPlan({ json: { ...plan, resource_changes: [...plan.resource_changes, entry] }, name: "p" }).changes,
  ).toEqual([]);
});

test("Two stacks differ in resources that only one has and in resources with different arguments.", () => {
  const stack = (resource: JsonObject) => ({ json: { resource }, name: "stack" });
  const before = { aws_vpc: { same: { a: 1 }, other: { a: 1 }, gone: {} } };
  const after = { aws_vpc: { same: { a: 1 }, other: { a: 2 }, fresh: {} } };

  expect(
    beforeAndAfterOfFiles(stack(before), stack(after)).changes.map(({ address, kind }) => `${kind} ${address}`),
  ).toEqual(["edit aws_vpc.other", "create aws_vpc.fresh", "destroy aws_vpc.gone"]);
});

test.each([
  [
    "A stack without --before",
    () => beforeAndAfterOfPlan({ json: { resource: {} }, name: "cdk.tf.json" }),
    "cdk.tf.json: not a plan, got a synthesized stack; pass the output of terraform show -json PLAN, or add --before FILE",
  ],
  [
    "A partial plan",
    () => beforeAndAfterOfPlan({ json: planJson([vpc], { complete: false }), name: "p" }),
    "p: the plan is partial (complete: false); run terraform plan without -target and without deferred changes",
  ],
  [
    "A failed plan",
    () => beforeAndAfterOfPlan({ json: planJson([vpc], { errored: true }), name: "p" }),
    "p: the plan failed (errored: true); correct the error and run terraform plan again",
  ],
  [
    "A plan compared with a stack",
    () => beforeAndAfterOfFiles({ json: planJson([vpc]), name: "old" }, { json: { resource: {} }, name: "new" }),
    "new: cannot be compared with old, got forms synthesized and plan; pass two files of the same form",
  ],
])("%s is rejected with an error that says what to pass.", (_, read, message) => {
  expect(read).toThrow(message);
});
