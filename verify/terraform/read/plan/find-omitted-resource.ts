import { withoutInstanceKeys } from "../../resource-address";
import { blocksOf, isJsonObject, type Json, type JsonObject, jsonText } from "../../terraform-configuration";
import type { ShownResource } from "./shown-values";

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
  planned: readonly ShownResource[],
  prior: readonly ShownResource[],
): string | undefined {
  const changes = blocksOf(json.resource_changes).filter(({ deposed }) => deposed === undefined);
  // A plan that only deletes or only refreshes has no planned values, and therefore nothing to verify.
  if (!planned.some(isManaged)) {
    return undefined;
  }
  const plannedAddresses = new Set(
    [
      ...planned,
      ...changes.flatMap(({ address, previous_address }) => [{ address }, { address: previous_address }]),
    ].map(({ address }) => jsonText(address)),
  );
  const declarations = new Set([...plannedAddresses].map(withoutInstanceKeys));
  const { root_module } = isJsonObject(json.configuration) ? json.configuration : {};
  return (
    prior.filter(isManaged).find(({ address }) => !plannedAddresses.has(address))?.address ??
    singleInstanceAddresses(root_module, "").find((address) => !declarations.has(address))
  );
}

function isManaged({ mode }: { readonly mode: string }): boolean {
  return mode === "managed";
}

/** Addresses of managed resources without `count` and `for_each`, in modules without them. */
function singleInstanceAddresses(module: Json | undefined, prefix: string): readonly string[] {
  if (!isJsonObject(module)) {
    return [];
  }
  const own = blocksOf(module.resources).filter((resource) => resource.mode === "managed" && !isRepeated(resource));
  const calls = isJsonObject(module.module_calls) ? Object.entries(module.module_calls) : [];
  return [
    ...own.map(({ address }) => `${prefix}${jsonText(address)}`),
    ...calls.flatMap(([name, call]) =>
      isJsonObject(call) && !isRepeated(call) ? singleInstanceAddresses(call.module, `${prefix}module.${name}.`) : [],
    ),
  ];
}

function isRepeated({ count_expression, for_each_expression }: JsonObject): boolean {
  return count_expression !== undefined || for_each_expression !== undefined;
}
