import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { type PlannedResource, planJson } from "../../../fixtures/terraform-plan";

const vpc: PlannedResource = { address: "aws_vpc.v", values: {} };
const route: PlannedResource = { address: "aws_route.r", values: {} };

/** A plan as OpenTofu shows it: it never says whether it is complete. */
function planWithoutWord(planned: readonly PlannedResource[], more: JsonObject): () => unknown {
  const { complete: _, ...plan } = planJson(planned, more);
  return () => readConfiguration(plan, "plan.json");
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
  it.each<readonly [string, JsonObject, string]>([
    ["what is written", vpcAndRoute, "aws_route.r"],
    ["what is written in a module", declared([], module({})), "module.m.aws_route.r"],
    ["what is there", found("aws_route.r"), "aws_route.r"],
    ["an instance that is there", found('aws_route.r["a"]'), 'aws_route.r["a"]'],
  ])("is refused in one line when it tells nothing of %s", (_, more, address) => {
    expect(planWithoutWord([vpc], more)).toThrow(
      new Error(
        `plan.json: is a plan of a part, got nothing of ${address}; plan without -target and -exclude, and repeat with count what lifecycle.enabled may leave out`,
      ),
    );
  });

  it.each<readonly [string, readonly PlannedResource[], JsonObject]>([
    ["plans all that is written", [vpc, route], vpcAndRoute],
    ["deletes what is there", [vpc], { ...found("aws_route.r"), ...changes({ address: "aws_route.r" }) }],
    ["moves what is there", [vpc], { ...found("aws_route.r"), ...changes({ previous_address: "aws_route.r" }) }],
    ["plans only instances", [{ ...route, address: "aws_route.r[0]" }], declared([{ address: "aws_route.r" }])],
    ["has no instance of a count", [vpc], declared([{ address: "aws_route.r", count_expression: counted }])],
    ["has no instance of a module", [vpc], declared([], module({ for_each_expression: counted }))],
    ["leaves out a data source", [vpc], declared([{ address: "data.aws_iam_role.d", mode: "data" }])],
    ["found a data source before", [vpc], found("data.aws_iam_role.d")],
    ["only deletes", [], { ...vpcAndRoute, ...found("aws_vpc.v"), ...changes({ address: "aws_vpc.v" }) }],
  ])("is read when it %s", (_, planned, more) => {
    expect(planWithoutWord(planned, more)).not.toThrow();
  });
});
