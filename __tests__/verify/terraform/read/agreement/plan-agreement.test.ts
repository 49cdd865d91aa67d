import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { requireConsistentPlan } from "../../../../../verify/terraform/read/agreement/plan-agreement";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import { propertyRuns } from "../../../../fixtures/property-runs";

/** Parsed JSON that a test may change. */
type Mutable = null | boolean | number | string | Mutable[] | { [key: string]: Mutable };
type MutableObject = { [key: string]: Mutable };

/** Plans that Terraform 1.11.4 made: a first one, and one that updates, replaces, creates and deletes. */
const texts = ["create", "change"].map((name) => readFileSync(join(__dirname, "plans", `${name}.json`), "utf8"));

function planFrom(index: number): MutableObject {
  return JSON.parse(texts[index] ?? "") as MutableObject;
}

/** What `verify` reads of a plan, or that it refuses it. */
function reading(plan: MutableObject): string {
  try {
    return JSON.stringify(readConfiguration(plan, "plan.json"));
  } catch (error) {
    return `refused: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function at(value: Mutable, ...path: readonly (string | number)[]): MutableObject {
  return path.reduce<Mutable>((inner, key) => (inner as MutableObject)[key] ?? null, value) as MutableObject;
}

function resourceIn(list: Mutable, address: string): MutableObject {
  return (list as MutableObject[]).find((entry) => entry.address === address) ?? {};
}

const plannedResources = (plan: MutableObject): Mutable => at(plan, "planned_values", "root_module", "resources");
const change = (plan: MutableObject, address: string): MutableObject =>
  resourceIn(plan.resource_changes ?? [], address).change as MutableObject;

const configured = (plan: MutableObject): MutableObject => at(plan, "configuration", "root_module", "resources", 0);

it.each([0, 1])("plan %i as Terraform wrote it is read", (index) => {
  expect(reading(planFrom(index))).not.toMatch(/^refused/);
});

test.each<[known: string, unknown: Mutable, after: Mutable]>([
  ["of which nothing", true, null],
  ["of which one item", [true, false], [null, "b"]],
  ["of which one argument", { a: { b: [true] } }, { a: { b: [null] } }],
])(
  "a plan is read if an output %s is unknown, and refused if planned_values shows that output",
  (_, unknown, after) => {
    const plan = planFrom(0);
    Object.assign(at(plan, "output_changes", "vpc"), { after, after_unknown: unknown });
    const contradiction = structuredClone(plan);
    Object.assign(at(contradiction, "planned_values", "outputs", "vpc"), { value: after ?? "vpc-1" });

    expect(reading(plan)).toMatch(/^\{/);
    expect(reading(contradiction)).toMatch(/^refused.*output vpc/);
  },
);

test.each<[contradiction: string, edit: (plan: MutableObject) => void, says: RegExp]>([
  ["complete is null", (plan) => Object.assign(plan, { complete: null }), /complete must be true or false/],
  ["errored is null", (plan) => Object.assign(plan, { errored: null }), /errored must be/],
  ["it is not applicable", (plan) => Object.assign(plan, { applyable: false }), /applyable is false/],
  ["changes are deferred", (plan) => Object.assign(plan, { deferred_changes: [{}] }), /deferred_changes/],
  ["planned_values is missing", (plan) => delete plan.planned_values, /planned_values: must be an object/],
  [
    "planned_values is a list",
    (plan) => Object.assign(plan, { planned_values: [] }),
    /planned_values: must be an object/,
  ],
  ["resource_changes is missing", (plan) => delete plan.resource_changes, /resource_changes does not/],
  ["resource_changes is an object", (plan) => Object.assign(plan, { resource_changes: {} }), /must be a list/],
  ["a change is a text", (plan) => (plan.resource_changes as Mutable[]).push("more"), /must be an object, got "more"/],
  ["a planned resource is a list", (plan) => (plannedResources(plan) as Mutable[]).push([]), /must be an object/],
  [
    "a planned resource is missing",
    (plan) => (plannedResources(plan) as Mutable[]).splice(0, 1),
    /planned_values does not contain it/,
  ],
  [
    "a planned resource appears twice",
    (plan) => (plannedResources(plan) as Mutable[]).push(structuredClone(at(plannedResources(plan), 0))),
    /twice/,
  ],
  [
    "a planned value differs",
    (plan) =>
      Object.assign(at(resourceIn(plannedResources(plan), "aws_vpc.vpc"), "values"), { cidr_block: "10.9.0.0/16" }),
    /aws_vpc\.vpc: planned_values and change\.after differ: cidr_block is "10\.9\.0\.0\/16" and "10\.1\.0\.0\/16"/,
  ],
  [
    "the type of a planned resource differs",
    (plan) => Object.assign(resourceIn(plannedResources(plan), "aws_vpc.vpc"), { type: "aws_default_vpc" }),
    /is not the address of/,
  ],
  [
    "a resource is said to be deleted",
    (plan) => Object.assign(change(plan, "aws_vpc.vpc"), { actions: ["delete"] }),
    /resource_changes says delete/,
  ],
  [
    "an action does not exist",
    (plan) => Object.assign(change(plan, "aws_vpc.vpc"), { actions: ["keep"] }),
    /unknown actions, got \["keep"\]/,
  ],
  [
    "an action is a list in the list",
    (plan) => Object.assign(change(plan, "aws_vpc.vpc"), { actions: [["no-op"]] }),
    /unknown actions, got \[\["no-op"\]\]/,
  ],
  [
    "an import is null",
    (plan) => Object.assign(change(plan, "aws_vpc.vpc"), { importing: null }),
    /aws_vpc\.vpc: importing must be an object, got null/,
  ],
  [
    "an index is neither a text nor a number",
    (plan) => {
      for (const entries of [plannedResources(plan), plan.resource_changes ?? []]) {
        Object.assign(at(entries, 0), { index: true, address: `${String(at(entries, 0).address)}[0]` });
      }
    },
    /index must be a text or a number, got true/,
  ],
  [
    "the configuration declares a resource twice",
    (plan) =>
      (at(plan, "configuration", "root_module").resources as Mutable[]).push({
        ...structuredClone(configured(plan)),
        expressions: {},
      }),
    /configuration: declares \S+ twice/,
  ],
  [
    "the provisioners of a resource are a text",
    (plan) => Object.assign(configured(plan), { provisioners: "local-exec" }),
    /provisioners: must be a list, got "local-exec"/,
  ],
  [
    "the arguments of a provider are a text",
    (plan) => Object.assign(at(plan, "configuration", "provider_config", "aws"), { expressions: "endpoints" }),
    /provider_config aws: expressions: must be an object, got "endpoints"/,
  ],
  [
    "the actions that it runs are a text",
    (plan) => Object.assign(plan, { action_invocations: "action.aws_lambda_invoke.x" }),
    /action_invocations: must be a list/,
  ],
  [
    "a known value is marked as unknown",
    (plan) => Object.assign(at(change(plan, "aws_vpc.vpc"), "after_unknown"), { cidr_block: true }),
    /says that cidr_block is not known/,
  ],
  [
    "a value is marked as sensitive in one place",
    (plan) => Object.assign(change(plan, "aws_vpc.vpc"), { after_sensitive: { cidr_block: true } }),
    /sensitive marks differ/,
  ],
  [
    "the configuration does not declare a planned resource",
    (plan) => Object.assign(at(plan, "configuration", "root_module", "resources", 0), { address: "aws_vpc.other" }),
    /configuration does not declare it/,
  ],
  [
    "a resource names the configuration of another provider",
    (plan) => Object.assign(configured(plan), { provider_config_key: "random" }),
    /provider_config_key names no configuration of its provider, got "random"/,
  ],
  [
    "a resource names the configuration of a module that it is not in",
    (plan) => Object.assign(configured(plan), { provider_config_key: "module.m:aws" }),
    /provider_config_key names no configuration of its provider, got "module\.m:aws"/,
  ],
  [
    "a resource names no provider",
    (plan) => Object.assign(configured(plan), { provider_config_key: null }),
    /provider_config_key names no configuration of its provider, got null/,
  ],
  [
    "a resource lacks the key of its provider",
    (plan) => delete configured(plan).provider_config_key,
    /provider_config_key names no configuration of its provider, got null/,
  ],
  [
    "it leaves out the configurations of providers",
    (plan) => delete at(plan, "configuration").provider_config,
    /provider_config_key names no configuration of its provider, got "aws"/,
  ],
  [
    "it has no configuration of the provider that resources name",
    (plan) => delete at(plan, "configuration", "provider_config").aws,
    /provider_config_key names no configuration of its provider, got "aws"/,
  ],
  [
    "the key of a provider lacks its alias",
    (plan) => Object.assign(at(plan, "configuration", "provider_config", "aws"), { alias: "replica" }),
    /provider_config aws: module_address, name, alias and full_name do not fit to its key/,
  ],
  [
    "the key of a provider has another name",
    (plan) => Object.assign(at(plan, "configuration", "provider_config", "aws"), { name: "amazon" }),
    /provider_config aws: .* do not fit to its key/,
  ],
  [
    "the key of a provider lacks its module",
    (plan) => Object.assign(at(plan, "configuration", "provider_config", "aws"), { module_address: "module.m" }),
    /provider_config aws: .* do not fit to its key/,
  ],
  [
    "a provider has no source",
    (plan) => delete at(plan, "configuration", "provider_config", "aws").full_name,
    /provider_config aws: .* do not fit to its key/,
  ],
  [
    "a planned resource is of another provider than its configuration",
    (plan) => {
      for (const entry of [...(plannedResources(plan) as Mutable[]), ...(plan.resource_changes as Mutable[])]) {
        Object.assign(entry as MutableObject, { provider_name: "registry.terraform.io/corp/aws" });
      }
    },
    /provider_name must be registry\.terraform\.io\/hashicorp\/aws, as in provider_config/,
  ],
  ["an output differs", (plan) => Object.assign(at(plan, "planned_values", "outputs", "n"), { value: 4 }), /output n/],
])("a plan is refused if %s", (_, edit, says) => {
  const plan = planFrom(1);
  edit(plan);

  expect(reading(plan)).toMatch(says);
  expect(reading(plan)).toMatch(/^refused: plan\.json: /);
});

/** A plan with an object of a VPC that Terraform replaced and could not delete. */
function planWithFormer(edit: (parts: { readonly change: MutableObject; readonly prior: MutableObject }) => void) {
  const plan = planFrom(1);
  const shown = resourceIn(at(plan, "prior_state", "values", "root_module", "resources"), "aws_vpc.vpc");
  const prior = { ...structuredClone(shown), deposed_key: "0a1b2c3d" };
  const entry = structuredClone(resourceIn(plan.resource_changes ?? [], "aws_vpc.vpc"));
  const sides = { actions: ["delete"], before: structuredClone(shown.values ?? null), after: null, after_unknown: {} };
  const former = { ...entry, deposed: "0a1b2c3d", change: sides };
  edit({ change: former, prior });
  (at(plan, "prior_state", "values", "root_module", "resources") as unknown as Mutable[]).push(prior);
  (plan.resource_changes as Mutable[]).push(former);
  return plan;
}

test("A plan that deletes a former object is read like one without it, and one that leaves it there has an unread part.", () => {
  const deleted = planWithFormer(() => undefined);
  const left = structuredClone(deleted);
  (left.resource_changes as Mutable[]).pop();

  expect(reading(deleted)).toBe(reading(planFrom(1)));
  expect(reading(left)).toMatch(/aws_vpc\.vpc was replaced, but a former object of it still exists/);
});

test.each<[contradiction: string, edit: Parameters<typeof planWithFormer>[0], says: RegExp]>([
  [
    "does not delete",
    ({ change: former }) => Object.assign(at(former, "change"), { actions: ["update"], after: {} }),
    /update is not an action of a former object/,
  ],
  [
    "is another one than before",
    ({ prior }) => Object.assign(prior, { deposed_key: "ffffffff" }),
    /is not in prior_state/,
  ],
  [
    "has other values than before",
    ({ prior }) => Object.assign(at(prior, "values"), { cidr_block: "10.9.0.0/16" }),
    /of a former object differ: cidr_block/,
  ],
])("A plan is refused if the former object among its changes %s.", (_, edit, says) => {
  expect(reading(planWithFormer(edit))).toMatch(says);
});

/** Parts that another part of the plan repeats. */
const repeatedParts = [
  ["planned_values", "root_module"],
  ["resource_changes"],
  ["prior_state", "values", "root_module"],
] as const;

interface Place {
  readonly owner: MutableObject;
  readonly key: string;
}

/** Every value in a part, with the object or list that holds it. */
function placesIn(value: Mutable): readonly Place[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  return Object.keys(value).flatMap((key) => [
    { owner: value as MutableObject, key },
    ...placesIn((value as MutableObject)[key] ?? null),
  ]);
}

it("a change in one part of a plan that another part repeats is refused, or does not change what is read", () => {
  const readings = texts.map((_, index) => reading(planFrom(index)));
  const replacement = fc.constantFrom<Mutable | undefined>(undefined, null, true, 7, "other", [], {}, ["x"], {
    a: "b",
  });

  fc.assert(
    fc.property(fc.nat(1), fc.constantFrom(...repeatedParts), fc.nat(), replacement, (index, part, position, value) => {
      const plan = planFrom(index);
      const resources = (
        part[0] === "resource_changes" ? at(plan, ...part) : at(plan, ...part, "resources")
      ) as Mutable;
      // The prior state alone says what a data source read.
      const managed = ((resources ?? []) as MutableObject[]).filter(({ mode }) => mode === "managed");
      const places = managed.flatMap(placesIn);
      const place = places[position % Math.max(places.length, 1)];
      if (place === undefined) {
        return;
      }
      const { owner, key } = place;
      if (value === undefined) {
        delete owner[key];
      } else {
        owner[key] = value;
      }
      // A deleted item of a list is null in JSON.
      const said = reading(JSON.parse(JSON.stringify(plan)) as MutableObject);
      expect(said.startsWith("refused") || said === readings[index]).toBe(true);
    }),
    propertyRuns(600),
  );
});

test("of the faults of a plan five are put into words, and the others are counted", () => {
  let quoted = 0;
  const entry = Object.defineProperty({}, "toJSON", {
    value: () => {
      quoted += 1;
      return {};
    },
  });
  const plan = planFrom(0);
  at(plan, "planned_values", "root_module").resources = Array.from({ length: 1_000 }, () => entry);
  plan.resource_changes = [];

  expect(() => requireConsistentPlan(plan, "plan.json")).toThrow(/^plan\.json: .*; and \d+ more; run terraform show/);
  expect(quoted).toBe(5);
});
