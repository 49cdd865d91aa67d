import { withoutInstanceKeys } from "../verify/terraform/resource-address";
import {
  blocksOf,
  hasTrueMark,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
} from "../verify/terraform/terraform-configuration";

/**
 * A plan with the same prior state that changes nothing. The plan reader turns known IDs into references; the state reader
 * does not. Reading both sides as plans makes unchanged resources equal. The configuration is that of the result, so it does not
 * speak for what the change removes: resources that it no longer has keep the dependencies of the state, and an argument that loses a
 * part has its prior value alone.
 */
export function planOfNoChange(plan: JsonObject): JsonObject {
  const { prior_state: prior, resource_changes: changes, output_changes: outputs, configuration } = plan;
  const lost = lostArguments(changes);
  const { root_module: root } = isJsonObject(configuration) ? configuration : {};
  const configured = configuredAddresses(root, "");
  const values = isJsonObject(prior) ? prior.values : undefined;
  return {
    ...plan,
    complete: true,
    planned_values: isJsonObject(values)
      ? { ...values, root_module: withDependencies(values.root_module ?? {}, (name) => !configured.has(name)) }
      : {},
    configuration: isJsonObject(configuration)
      ? { ...configuration, ...(root !== undefined && { root_module: withoutLost(root, "", lost) }) }
      : {},
    resource_changes: (Array.isArray(changes) ? changes : []).map((entry: Json) =>
      isJsonObject(entry) && isJsonObject(entry.change)
        ? { ...entry, change: { ...withoutTransfer(entry.change), after_unknown: {} } }
        : entry,
    ),
    output_changes: Object.fromEntries(
      Object.entries(isJsonObject(outputs) ? outputs : {}).map(([name, change]) => [name, unchangedOutput(change)]),
    ),
  };
}

/** Before the change, Terraform still has what it will forget, and has not imported anything. */
function withoutTransfer({ importing: _, ...change }: JsonObject): JsonObject {
  const isForgotten = Array.isArray(change.actions) && change.actions.includes("forget");
  return isForgotten ? { ...change, actions: ["no-op"] } : change;
}

function unchangedOutput(change: Json): JsonObject {
  const { before = null, before_sensitive: marks = false } = isJsonObject(change) ? change : {};
  return { actions: ["no-op"], before, after: before, after_unknown: false, after_sensitive: marks };
}

/** By address without instance keys: the arguments of which the change removes a part. */
function lostArguments(changes: Json | undefined): ReadonlyMap<string, ReadonlySet<string>> {
  const lost = new Map<string, Set<string>>();
  for (const { address, mode, change } of blocksOf(changes)) {
    const { before, after, after_unknown: unknown } = isJsonObject(change) ? change : {};
    if (mode === "managed" && isJsonObject(before) && isJsonObject(after)) {
      const names = Object.keys(before).filter(
        (name) => losesPart(memberOf(before, name), memberOf(after, name)) && !hasTrueMark(memberOf(unknown, name)),
      );
      const key = withoutInstanceKeys(jsonText(address));
      lost.set(key, new Set([...(lost.get(key) ?? []), ...names]));
    }
  }
  return lost;
}

function losesPart(before: Json | undefined, after: Json | undefined): boolean {
  if (isEmpty(before)) {
    return false;
  }
  if (isEmpty(after)) {
    return true;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.some((item: Json, index) => losesPart(item, after[index]));
  }
  return isJsonObject(before) && isJsonObject(after)
    ? Object.keys(before).some((name) => losesPart(memberOf(before, name), memberOf(after, name)))
    : false;
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function configuredAddresses(module: Json | undefined, prefix: string): ReadonlySet<string> {
  const { resources, module_calls: calls } = isJsonObject(module) ? module : {};
  const inner = Object.entries(isJsonObject(calls) ? calls : {}).flatMap(([name, call]) => [
    ...configuredAddresses(isJsonObject(call) ? call.module : undefined, `${prefix}module.${name}.`),
  ]);
  return new Set([...blocksOf(resources).map(({ address }) => `${prefix}${jsonText(address)}`), ...inner]);
}

/** The resources of a state; of those that the configuration has, it says what they depend on. */
function withDependencies(module: Json, isKept: (address: string) => boolean): Json {
  if (!isJsonObject(module)) {
    return module;
  }
  const { resources, child_modules: children } = module;
  return {
    ...module,
    ...(resources !== undefined && {
      resources: blocksOf(resources).map(({ depends_on: dependencies, ...resource }) =>
        dependencies !== undefined && isKept(withoutInstanceKeys(jsonText(resource.address)))
          ? { ...resource, depends_on: dependencies }
          : resource,
      ),
    }),
    ...(children !== undefined && {
      child_modules: blocksOf(children).map((child) => withDependencies(child, isKept)),
    }),
  };
}

function withoutLost(module: Json, prefix: string, lost: ReadonlyMap<string, ReadonlySet<string>>): Json {
  if (!isJsonObject(module)) {
    return module;
  }
  const { resources, module_calls: calls } = module;
  return {
    ...module,
    ...(resources !== undefined && {
      resources: blocksOf(resources).map((resource): JsonObject => {
        const names = lost.get(`${prefix}${jsonText(resource.address)}`) ?? new Set();
        return isJsonObject(resource.expressions) && names.size > 0
          ? {
              ...resource,
              expressions: Object.fromEntries(
                Object.entries(resource.expressions).filter(([name]) => !names.has(name)),
              ),
            }
          : resource;
      }),
    }),
    ...(isJsonObject(calls) && {
      module_calls: Object.fromEntries(
        Object.entries(calls).map(([name, call]) => [
          name,
          isJsonObject(call) && call.module !== undefined
            ? { ...call, module: withoutLost(call.module, `${prefix}module.${name}.`, lost) }
            : call,
        ]),
      ),
    }),
  };
}
