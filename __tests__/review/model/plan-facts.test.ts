import { planFacts } from "../../../review/model/plan-facts";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";

const entry = (address: string, actions: readonly string[], more: object = {}, change: object = {}) => ({
  ...{ address, mode: "managed", type: address.split(".")[0] ?? "", name: "x" },
  ...more,
  change: { actions, ...change },
});

test("The facts of a plan are removals with their reason, moves, imports, deposed objects, all drift and changed outputs.", () => {
  const plan = {
    resource_changes: [
      entry(
        "aws_vpc.r",
        ["delete", "create"],
        { action_reason: "replace_because_cannot_update" },
        { replace_paths: [["cidr_block"]] },
      ),
      entry("aws_vpc.d", ["delete"], { action_reason: "delete_because_no_resource_config" }),
      entry("aws_vpc.m", ["no-op"], { previous_address: "aws_vpc.old" }),
      entry("aws_vpc.i", ["no-op"], {}, { importing: { id: "vpc-1" } }),
      entry("aws_vpc.p", ["delete"], { deposed: "1234" }),
    ],
    resource_drift: [entry("aws_vpc.e", ["update"])],
    output_changes: { changed: { actions: ["update"] }, same: { actions: ["no-op"] } },
  } as unknown as JsonObject;

  expect(planFacts(plan)).toEqual({
    removals: [
      "aws_vpc.d is destroyed: it is no longer in the configuration",
      "aws_vpc.r is replaced because of changes to cidr_block",
    ],
    moved: ["aws_vpc.old is now aws_vpc.m"],
    imported: ["aws_vpc.i"],
    deposed: ["aws_vpc.p"],
    drifted: ["aws_vpc.e"],
    outputs: ["changed is added"],
    checks: [],
  });
});

test("A check that fails or is not known is a fact of a plan, and one that passes is none.", () => {
  const check = (name: string, status: string, ...problems: readonly string[]) => ({
    address: { to_display: name },
    status,
    instances: [{ address: { to_display: name }, status, problems: problems.map((message) => ({ message })) }],
  });
  const plan = {
    checks: [
      check("check.a", "pass"),
      check("check.b", "fail", "too short", "too few"),
      check("output.c", "unknown"),
      check("var.d", "error"),
    ],
  };

  expect(planFacts(plan as never).checks).toEqual([
    "check.b fails: too short; too few",
    "output.c is not known before the apply",
    "var.d fails",
  ]);
});

test("An output that was sensitive and is not any more is said to be shown, although a plan marks both sides.", () => {
  const change = { actions: ["update"], before: "x", after: "x", before_sensitive: true, after_sensitive: true };
  const plan = (configured: object, changed: object = change) =>
    ({ output_changes: { o: changed }, configuration: { root_module: { outputs: { o: configured } } } }) as never;

  expect(planFacts(plan({ expression: {} })).outputs).toEqual([
    "o is no longer sensitive: everybody who reads outputs sees its value",
  ]);
  expect(planFacts(plan({ sensitive: true })).outputs).toEqual(["o (sensitive)"]);
  expect(planFacts(plan({}, { ...change, actions: ["create"], before: null })).outputs).toEqual(["o (sensitive)"]);
});

test("A resource that only moves to be destroyed there is destroyed, and not moved.", () => {
  const plan = {
    resource_changes: [
      entry(
        "aws_vpc.v[0]",
        ["delete"],
        { previous_address: "aws_vpc.v", action_reason: "delete_because_count_index" },
        { after: null },
      ),
    ],
  } as unknown as JsonObject;

  expect(planFacts(plan)).toMatchObject({ removals: ["aws_vpc.v[0] is destroyed: count is smaller"], moved: [] });
});
