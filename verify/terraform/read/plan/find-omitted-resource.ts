import { withoutInstanceKeys } from "../../resource-address";
import { blocksOf, isJsonObject, type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import type { ResourceValues } from "./values-representation";

/**
 * The address of a managed resource that exists or is configured, but that the plan does not mention. Terraform 1.8 and later
 * mark a partial plan by `complete`. OpenTofu does not, so a missing resource is the only sign of `-target` or `-exclude`.
 *
 * A configured resource with `count` or `for_each` may have no instance, so it counts as missing only if it exists already.
 *
 * @see https://github.com/opentofu/opentofu/blob/v1.10.7/internal/command/jsonplan/plan.go
 */
export function findOmittedResource(
  json: JsonObject,
  planned: readonly ResourceValues[],
  prior: readonly ResourceValues[],
): string | undefined {
  const changes = blocksOf(json.resource_changes).filter(({ deposed }) => deposed === undefined);
  // A plan that only refreshes has no planned values and no changes, and therefore nothing to verify.
  const isRefresh = !planned.some(isManaged) && json.resource_changes === undefined;
  const existing = prior.filter(isManaged);
  const plannedAddresses = new Set([...planned, ...changes].map(({ address }) => jsonText(address)));
  // What exists under its own address was not moved there, and tells nothing about another resource.
  const own = new Set(existing.map(({ address }) => address));
  const moved = changes.filter(({ address }) => !own.has(jsonText(address)));
  const former = new Set(moved.map(({ previous_address: previous }) => jsonText(previous)));
  const lost = existing.find(({ address }) => !plannedAddresses.has(address) && !former.has(address));
  if (isRefresh || lost !== undefined) {
    return isRefresh ? undefined : lost?.address;
  }
  // A plan that only deletes leaves out what is configured and does not exist.
  const declarations = new Set([...plannedAddresses].map(withoutInstanceKeys));
  const { root_module } = isJsonObject(json.configuration) ? json.configuration : {};
  return planned.some(isManaged)
    ? (singleInstanceAddresses(root_module, "").find((address) => !declarations.has(address)) ??
        missingCounted(root_module, plannedAddresses))
    : undefined;
}

function isManaged({ mode }: { readonly mode: string }): boolean {
  return mode === "managed";
}

/** Addresses of managed resources without `count` and `for_each`, in modules without them. */
function singleInstanceAddresses(module: Json | undefined, prefix: string): readonly string[] {
  return resourcesBelow(module, prefix).flatMap(({ address, resource }) => (isRepeated(resource) ? [] : [address]));
}

/** The managed resources that modules without `count` and `for_each` declare. */
function resourcesBelow(
  module: Json | undefined,
  prefix: string,
): readonly { readonly address: string; readonly resource: JsonObject }[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const own = blocksOf(module.resources).filter((resource) => resource.mode === "managed");
  const calls = isJsonObject(module.module_calls) ? Object.entries(module.module_calls) : [];
  return [
    ...own.map((resource) => ({ address: `${prefix}${jsonText(resource.address)}`, resource })),
    ...calls.flatMap(([name, call]) =>
      isJsonObject(call) && !isRepeated(call) ? resourcesBelow(call.module, `${prefix}module.${name}.`) : [],
    ),
  ];
}

/**
 * The first instance that is not planned of a managed resource whose `count` is a number, in modules without `count` and `for_each`. No more
 * instances are looked at than are planned, however large a number is.
 */
function missingCounted(module: Json | undefined, planned: ReadonlySet<string>): string | undefined {
  for (const { address, resource } of resourcesBelow(module, "")) {
    const count = isJsonObject(resource.count_expression) ? resource.count_expression.constant_value : undefined;
    for (let index = 0; typeof count === "number" && index < count; index++) {
      const instance = `${address}[${index}]`;
      if (!planned.has(instance)) {
        return instance;
      }
    }
  }
  return undefined;
}

function isRepeated({ count_expression, for_each_expression }: JsonObject): boolean {
  return count_expression !== undefined || for_each_expression !== undefined;
}
