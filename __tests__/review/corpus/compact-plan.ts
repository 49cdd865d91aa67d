import { isDeepStrictEqual } from "node:util";
import { isJsonObject, type Json, type JsonObject } from "../../../verify/terraform/terraform-configuration";

/** What the plans of one starting point share: the resources of its state, and their configuration. */
export interface PlanBase {
  readonly header: JsonObject;
  readonly state: readonly JsonObject[];
  readonly configuration: JsonObject;
}

/** What is left of a plan without what its base has. */
export interface CompactPlan {
  /** Entries of `resource_changes` that do something. */
  readonly changes: readonly JsonObject[];
  /** Resources of the configuration that are not those of the base; without one that the plan no longer has. */
  readonly configured: readonly JsonObject[];
  readonly removed: readonly string[];
  readonly outputs: JsonObject;
  readonly outputChanges: JsonObject;
  /** @default - nothing was changed outside Terraform */
  readonly drift?: readonly JsonObject[];
}

/** An object inside a plan; empty where the plan has none. */
function partOf(json: Json | undefined, ...path: readonly string[]): JsonObject {
  const [name, ...rest] = path;
  return name === undefined ? (isJsonObject(json) ? json : {}) : partOf(partOf(json)[name], ...rest);
}

/** The base of all plans that start from one state. */
export function planBase(plan: JsonObject): PlanBase {
  const { format_version = "", terraform_version = "" } = plan;
  return {
    header: { format_version, terraform_version },
    state: listOf(partOf(plan, "prior_state", "values", "root_module").resources),
    configuration: partOf(plan.configuration),
  };
}

/** @throws when the plan has something that the compact form cannot hold */
export function compactPlan(base: PlanBase, plan: JsonObject): CompactPlan {
  const known = byAddress(listOf(partOf(base.configuration, "root_module").resources));
  const configured = listOf(partOf(plan, "configuration", "root_module").resources);
  const kept = new Set(configured.map(({ address }) => address));
  const compact: CompactPlan = {
    changes: listOf(plan.resource_changes).filter(
      ({ change }) => !isDeepStrictEqual((change as JsonObject).actions, ["no-op"]),
    ),
    configured: configured.filter((one) => !isDeepStrictEqual(one, known.get(one.address))),
    removed: [...known.keys()].filter((address) => !kept.has(address)).map(String),
    outputs: partOf(plan, "planned_values", "outputs"),
    outputChanges: partOf(plan.output_changes),
    ...(plan.resource_drift !== undefined && { drift: listOf(plan.resource_drift) }),
  };
  const expanded = expandPlan(base, compact);
  for (const [name, one, other] of [
    ["planned values", valuesOf(plan), valuesOf(expanded)],
    ["state", statesOf(partOf(plan, "prior_state", "values", "root_module").resources), statesOf(base.state)],
  ] as const) {
    if (!isDeepStrictEqual(byAddress(one), byAddress(other))) {
      throw new Error(`the compact form changes the ${name} of a plan`);
    }
  }
  return compact;
}

/** The plan as `terraform show -json` printed it, as far as a review reads it. */
export function expandPlan(base: PlanBase, compact: CompactPlan): JsonObject {
  const { state, configuration, header } = base;
  const changed = byAddress(compact.changes);
  const untouched = state.filter(({ address, mode }) => mode === "managed" && !changed.has(address));
  const planned = [
    ...untouched,
    ...compact.changes
      .filter(({ mode, change }) => mode === "managed" && (change as JsonObject).after !== null)
      .map(plannedResource),
  ];
  const root = partOf(configuration, "root_module");
  const edited = byAddress(compact.configured);
  const configured = listOf(root.resources).filter(
    ({ address }) => !edited.has(address) && !compact.removed.includes(String(address)),
  );
  return {
    ...header,
    ...{ complete: true, errored: false, applyable: true },
    planned_values: { outputs: compact.outputs, root_module: { resources: planned } },
    resource_changes: [...untouched.map(unchanged), ...compact.changes],
    output_changes: compact.outputChanges,
    ...(compact.drift && { resource_drift: compact.drift }),
    prior_state: { ...header, values: { outputs: {}, root_module: { resources: state } } },
    configuration: { ...configuration, root_module: { ...root, resources: [...configured, ...compact.configured] } },
  };
}

function unchanged(resource: JsonObject): JsonObject {
  const {
    values = {},
    sensitive_values: marks = {},
    schema_version: _version,
    depends_on: _depends,
    ...rest
  } = resource;
  const change = { actions: ["no-op"], before: values, after: values, after_unknown: {} };
  return { ...rest, change: { ...change, before_sensitive: marks, after_sensitive: marks } };
}

function plannedResource({ change, ...resource }: JsonObject): JsonObject {
  const { after, after_sensitive: marks } = change as JsonObject;
  const { action_reason: _reason, previous_address: _previous, ...rest } = resource;
  return { ...rest, values: after ?? {}, sensitive_values: marks ?? {} };
}

/** Values by address; version numbers and dependencies are not read. */
function valuesOf(plan: JsonObject): readonly JsonObject[] {
  return listOf(partOf(plan, "planned_values", "root_module").resources).map(({ address, values }) => ({
    address: address ?? "",
    values: values ?? {},
  }));
}

/** Which resources depend on a resource is not read. */
function statesOf(resources: unknown): readonly JsonObject[] {
  return listOf(resources).map(({ address = "", values = {} }) => ({ address, values }));
}

function byAddress(resources: readonly JsonObject[]): ReadonlyMap<Json | undefined, JsonObject> {
  return new Map(resources.map((resource) => [resource.address, resource]));
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly JsonObject[]) : [];
}
