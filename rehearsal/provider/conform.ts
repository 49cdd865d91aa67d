import type { Row, Value } from "../protocol/values";
import { isRow } from "../protocol/values";
import type { Block } from "../schema/provider-schema";

/** A row with exactly the members that the schema has, as Terraform insists: what is missing is null, or no blocks. */
export function conform(block: Block, row: Row): Row {
  const attributes = Object.keys(block.attributes).map((key): [string, Value] => [key, row[key] ?? null]);
  const blocks = Object.entries(block.block_types).map(([key, nested]): [string, Value] => {
    const value = row[key] ?? (nested.nesting_mode === "single" ? null : []);
    if (Array.isArray(value)) {
      return [key, value.map((item: Value) => (isRow(item) ? conform(nested.block, item) : item))];
    }
    return [key, isRow(value) && nested.nesting_mode === "single" ? conform(nested.block, value) : value];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}
