import type { ObjectValue, ProviderValue } from "../protocol/values";
import { isObjectValue, isTypedValue } from "../protocol/values";
import type { Block } from "../schema/provider-schema";

/** The object with exactly the members of the schema, as Terraform requires. Missing members become null or no blocks. */
export function conformToSchema(block: Block, object: ObjectValue): ObjectValue {
  const attributes = Object.keys(block.attributes).map((key): [string, ProviderValue] => [key, object[key] ?? null]);
  const blocks = Object.entries(block.block_types).map(([key, nested]): [string, ProviderValue] => {
    const value = object[key] ?? (nested.nesting_mode === "single" ? null : []);
    if (Array.isArray(value) && !isTypedValue(value)) {
      return [
        key,
        value.map((item: ProviderValue) => (isObjectValue(item) ? conformToSchema(nested.block, item) : item)),
      ];
    }
    return [
      key,
      isObjectValue(value) && nested.nesting_mode === "single" ? conformToSchema(nested.block, value) : value,
    ];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

/** The state of a resource in JSON, as the schema has it. */
export function stateInSchema(block: Block, json: Uint8Array | undefined): ObjectValue {
  const state = JSON.parse(Buffer.from(json ?? []).toString("utf8")) as ProviderValue;
  return conformToSchema(block, isObjectValue(state) ? state : {});
}
