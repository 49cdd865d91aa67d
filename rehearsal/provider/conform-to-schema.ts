import type { ObjectValue, ProviderValue } from "../protocol/values";
import { isObjectValue } from "../protocol/values";
import type { Block } from "../schema/provider-schema";

/** A row with exactly the members that the schema has, as Terraform insists: what is missing is null, or no blocks. */
export function conformToSchema(block: Block, row: ObjectValue): ObjectValue {
  const attributes = Object.keys(block.attributes).map((key): [string, ProviderValue] => [key, row[key] ?? null]);
  const blocks = Object.entries(block.block_types).map(([key, nested]): [string, ProviderValue] => {
    const value = row[key] ?? (nested.nesting_mode === "single" ? null : []);
    if (Array.isArray(value)) {
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
