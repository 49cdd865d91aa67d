import { requireNoOmittedResource } from "../../../../../verify/terraform/read/agreement/complete-plan";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { type PlannedResource, planJson } from "../../../fixtures/terraform-plan";

const vpc: PlannedResource = { address: "aws_vpc.v", values: {} };
const route: PlannedResource = { address: "aws_route.r", values: {} };

/** A plan as OpenTofu shows it, without the field `complete`. */
function planOfOpenTofu(planned: readonly PlannedResource[], more: JsonObject): () => unknown {
  const { complete: _, ...plan } = planJson(planned);
  return () => requireNoOmittedResource({ ...plan, ...more }, "plan.json");
}

function declared(resources: readonly JsonObject[], calls: JsonObject = {}): JsonObject {
  const managed = resources.map((resource) => ({ mode: "managed", expressions: {}, ...resource }));
  return { configuration: { root_module: { resources: managed, module_calls: calls } } };
}

const vpcAndRoute = declared([
  { address: "aws_vpc.v", type: "aws_vpc", name: "v" },
  { address: "aws_route.r", type: "aws_route", name: "r" },
]);

const counted = { constant_value: "${var.n}" };

function module(call: JsonObject): JsonObject {
  const inner = { address: "aws_route.r", type: "aws_route", name: "r", mode: "managed", expressions: {} };
  return { m: { source: "./m", module: { resources: [inner] }, ...call } };
}

function found(...addresses: readonly string[]): JsonObject {
  const resources = addresses.map((address) => {
    return { address, mode: address.startsWith("data.") ? "data" : "managed", type: "aws_route", name: "r" };
  });
  return { prior_state: { format_version: "1.0", values: { root_module: { resources } } } };
}

function changes(...told: readonly JsonObject[]): JsonObject {
  return { resource_changes: told };
}

describe("a plan that does not say whether it is complete", () => {
  test.each<readonly [string, JsonObject, string]>([
    ["a configured resource", vpcAndRoute, "aws_route.r"],
    ["a configured resource of a module", declared([], module({})), "module.m.aws_route.r"],
    ["an existing resource", found("aws_route.r"), "aws_route.r"],
    [
      "the current object of a resource whose former one it deletes",
      { ...vpcAndRoute, ...changes({ address: "aws_route.r", deposed: "0a1b2c3d" }) },
      "aws_route.r",
    ],
    [
      "an existing resource that another existing one says to come from",
      {
        ...found("aws_route.r", "aws_vpc.v"),
        ...changes({ address: "aws_vpc.v", previous_address: "aws_route.r" }),
      },
      "aws_route.r",
    ],
    [
      "a configured resource that another one says to come from",
      { ...vpcAndRoute, ...changes({ address: "aws_vpc.v", previous_address: "aws_route.r" }) },
      "aws_route.r",
    ],
    [
      "an instance of a count that is a number",
      declared([{ address: "aws_route.r", count_expression: { constant_value: 1 } }]),
      "aws_route.r[0]",
    ],
    [
      "the instances of a count that no memory has room for",
      declared([{ address: "aws_route.r", count_expression: { constant_value: 1e12 } }]),
      "aws_route.r[0]",
    ],
    ["an existing instance", found('aws_route.r["a"]'), 'aws_route.r["a"]'],
  ])("a plan of OpenTofu without %s is rejected as partial in one line", (_, more, address) => {
    expect(planOfOpenTofu([vpc], more)).toThrow(
      new Error(
        `plan.json: the plan is partial: ${address} is missing; run terraform plan without -target and -exclude, and use count instead of lifecycle.enabled`,
      ),
    );
  });

  test("A plan of OpenTofu that plans and changes nothing is rejected as partial if something exists.", () => {
    expect(planOfOpenTofu([], { ...found("aws_route.r"), ...changes() })).toThrow(/partial: aws_route\.r is missing/);
  });

  test.each<readonly [string, readonly PlannedResource[], JsonObject]>([
    ["plans every configured resource", [vpc, route], vpcAndRoute],
    ["deletes an existing resource", [vpc], { ...found("aws_route.r"), ...changes({ address: "aws_route.r" }) }],
    ["moves an existing resource", [vpc], { ...found("aws_route.r"), ...changes({ previous_address: "aws_route.r" }) }],
    ["plans only instances", [{ ...route, address: "aws_route.r[0]" }], declared([{ address: "aws_route.r" }])],
    ["has no instance of a count", [vpc], declared([{ address: "aws_route.r", count_expression: counted }])],
    ["has no instance of a module", [vpc], declared([], module({ for_each_expression: counted }))],
    ["omits a data source", [vpc], declared([{ address: "data.aws_iam_role.d", mode: "data" }])],
    ["has a data source in its prior state", [vpc], found("data.aws_iam_role.d")],
    ["only deletes", [], { ...vpcAndRoute, ...found("aws_vpc.v"), ...changes({ address: "aws_vpc.v" }) }],
  ])("a plan of OpenTofu that %s is complete", (_, planned, more) => {
    expect(planOfOpenTofu(planned, more)).not.toThrow();
  });
});
