import { wholePlan } from "../../../../../verify/terraform/read/plan/whole-plan";
import { readPlan } from "../../../../../verify/terraform/read/read-plan";
import type { JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { planJson, providerEntry } from "../../../fixtures/terraform-plan";
import { shownResource } from "../../../fixtures/terraform-state";

const declared = (name: string) => ({
  ...{ address: `aws_vpc.${name}`, mode: "managed", type: "aws_vpc", name },
  ...{ provider_config_key: "aws", expressions: {} },
});

/** A plan of -refresh-only: the state that Terraform has read, and nothing else. */
const refreshed = {
  ...{ format_version: "1.2", terraform_version: "1.11.4", complete: true, errored: false },
  planned_values: { outputs: {}, root_module: {} },
  prior_state: {
    format_version: "1.0",
    values: {
      root_module: {
        resources: [
          shownResource("aws_vpc.main", { cidr_block: "10.0.0.0/16" }, ["data.aws_region.here"]),
          shownResource("data.aws_region.here", { id: "eu-west-1" }),
        ],
        child_modules: [
          {
            address: "module.m",
            resources: [shownResource("module.m.aws_vpc.inner", { cidr_block: "10.1.0.0/16" })],
          },
        ],
      },
    },
  },
  configuration: {
    root_module: {
      resources: [declared("later")],
    },
  },
} as unknown as JsonObject;

test("A plan of -refresh-only has what Terraform has read, in modules as well, and not what is not applied yet.", () => {
  const { resources } = readPlan(
    {
      ...refreshed,
      configuration: {
        provider_config: { aws: providerEntry("aws") },
        root_module: {
          resources: [declared("main")],
          module_calls: { m: { module: { resources: [declared("inner")] } } },
        },
      },
    } as unknown as JsonObject,
    "plan.json",
  );

  expect(resources.filter(({ mode }) => mode === "managed").map(({ address }) => address)).toEqual([
    "aws_vpc.main",
    "module.m.aws_vpc.inner",
  ]);
});

test("The changes of a plan of -refresh-only name each resource with its module, unchanged.", () => {
  const { resource_changes: changes } = wholePlan(refreshed);

  expect(changes).toEqual([
    expect.objectContaining({ address: "aws_vpc.main", change: expect.objectContaining({ actions: ["no-op"] }) }),
    expect.objectContaining({ address: "module.m.aws_vpc.inner", module_address: "module.m" }),
  ]);
  expect(JSON.stringify(changes)).not.toContain("depends_on");
});

test("What the state forgets is not among the planned values, and its object of an earlier run changes nothing.", () => {
  const plan = planJson([{ address: "aws_vpc.main", values: {}, actions: ["no-op"] } as never]) as {
    resource_changes: object[];
  };
  const forget = (more: object) => ({
    ...plan.resource_changes[0],
    ...more,
    change: { actions: ["forget"], before: {}, after: null },
  });
  const addresses = (changes: readonly object[]) =>
    JSON.stringify(wholePlan({ ...plan, resource_changes: changes } as never).planned_values);

  expect(addresses([forget({})])).not.toContain("aws_vpc.main");
  expect(addresses([forget({ deposed: "1234" })])).toContain("aws_vpc.main");
});

test("A plan with changes, and one of an empty state, stay as they are.", () => {
  const plan = planJson([{ address: "aws_vpc.main", values: {}, actions: ["create"] } as never]);

  expect(wholePlan(plan)).toBe(plan);
  expect(wholePlan({ planned_values: {} })).toEqual({ planned_values: {} });
});
