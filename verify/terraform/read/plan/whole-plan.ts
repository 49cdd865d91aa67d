import { blocksOf, isJsonObject, type JsonObject, jsonText } from "../../terraform-configuration";

/**
 * A plan whose planned values are what will exist, where Terraform writes something else:
 *
 * - With `-refresh-only` it plans no resource and writes no changes. What it has read stays as it is.
 * - A resource that the state forgets stays among the planned values, without a declaration.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
 */
export function wholePlan(plan: JsonObject): JsonObject {
  return withoutForgotten(withRefreshedResources(plan));
}

function withRefreshedResources(plan: JsonObject): JsonObject {
  const { resource_changes: changes, prior_state: prior, planned_values: planned } = plan;
  const refreshed = isJsonObject(prior) && isJsonObject(prior.values) ? prior.values.root_module : undefined;
  const root = isJsonObject(refreshed) ? mappedResources(refreshed, plannedResource) : {};
  const resources = resourcesIn(root);
  const written = isJsonObject(planned) && isJsonObject(planned.root_module) ? resourcesIn(planned.root_module) : [];
  return changes !== undefined || resources.length === 0 || written.length > 0
    ? plan
    : {
        ...plan,
        planned_values: { ...(isJsonObject(planned) ? planned : {}), root_module: root },
        resource_changes: resources.map(unchanged),
      };
}

/** Planned values have no data sources, and no dependencies of the state. */
function plannedResource({ depends_on: _, ...resource }: JsonObject): JsonObject | undefined {
  return resource.mode === "managed" ? resource : undefined;
}

function unchanged({
  values = null,
  sensitive_values: marks = {},
  schema_version: _,
  ...resource
}: JsonObject): JsonObject {
  const sides = { before: values, after: values, after_unknown: {}, before_sensitive: marks, after_sensitive: marks };
  return { ...resource, change: { actions: ["no-op"], ...sides } };
}

function withoutForgotten(plan: JsonObject): JsonObject {
  const forgotten = new Set(
    blocksOf(plan.resource_changes).flatMap(({ address, change, deposed }) =>
      deposed === undefined && isJsonObject(change) && JSON.stringify(change.actions) === '["forget"]'
        ? [jsonText(address)]
        : [],
    ),
  );
  const planned = plan.planned_values;
  if (forgotten.size === 0 || !isJsonObject(planned) || !isJsonObject(planned.root_module)) {
    return plan;
  }
  const isKept = (resource: JsonObject): JsonObject | undefined =>
    forgotten.has(jsonText(resource.address)) ? undefined : resource;
  return { ...plan, planned_values: { ...planned, root_module: mappedResources(planned.root_module, isKept) } };
}

/** A tree of modules, each with the resources that the function returns. */
function mappedResources(module: JsonObject, map: (resource: JsonObject) => JsonObject | undefined): JsonObject {
  const { resources, child_modules: children } = module;
  return {
    ...module,
    ...(resources !== undefined && { resources: blocksOf(resources).flatMap((resource) => map(resource) ?? []) }),
    ...(children !== undefined && { child_modules: blocksOf(children).map((child) => mappedResources(child, map)) }),
  };
}

/** Every resource below a module, as `resource_changes` names it. */
function resourcesIn({ address, resources, child_modules: children }: JsonObject): readonly JsonObject[] {
  const own = blocksOf(resources);
  return [
    ...(address === undefined ? own : own.map((resource) => ({ ...resource, module_address: address }))),
    ...blocksOf(children).flatMap((child) => resourcesIn(child)),
  ];
}
