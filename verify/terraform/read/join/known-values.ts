import type { TerraformValue } from "../../expressions/terraform-value";
import { type EvaluationScope, emptyEvaluationScope } from "../../expressions/traversal";
import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";
import { normalizeValue } from "../modules/normalize-value";

/** Values that data sources certainly have once every root module is applied: by address and attribute. */
export type KnownValues = ReadonlyMap<string, ReadonlyMap<string, TerraformValue>>;

/** The value with what the data sources have in place of references to them. */
function withKnownValues(value: Json, known: KnownValues): Json {
  if (known.size === 0) {
    return value;
  }
  const scope: EvaluationScope = {
    ...emptyEvaluationScope,
    resourceValue: (address, attribute) => known.get(address)?.get(attribute),
  };
  const addresses = [...known.keys()];
  const replaced = (item: Json): Json => {
    if (typeof item === "string") {
      return addresses.some((address) => item.includes(address)) ? normalizeValue(item, scope, "all") : item;
    }
    if (Array.isArray(item)) {
      return item.map((one) => itemOf(one, replaced(one)));
    }
    return isJsonObject(item)
      ? Object.fromEntries(Object.entries(item).map(([name, one]) => [name, replaced(one)]))
      : item;
  };
  return replaced(value);
}

/** Terraform refuses a list as an item of a list of texts. */
function itemOf(before: Json, after: Json): Json {
  return typeof before === "string" && Array.isArray(after) ? before : after;
}

/** As {@link withKnownValues}, for the arguments of a block. */
export function withKnownMembers(values: JsonObject, known: KnownValues): JsonObject {
  return withKnownValues(values, known) as JsonObject;
}
