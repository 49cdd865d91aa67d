import type { Row } from "../../protocol/values";
import { isRow, itemsOf } from "../../protocol/values";
import type { Block } from "../../schema/provider-schema";
import type { Refusal } from "../common/validation-error";

/**
 * What a provider's SDK, not Terraform core, refuses by the schema alone: a null that was written out where a value is
 * required, and a value where only AWS may set one.
 */
export function schemaFaults(block: Block, row: Row, path = "", top?: string): readonly Refusal[] {
  const own = Object.entries(block.attributes).flatMap(([key, attribute]) => {
    const value = row[key] ?? null;
    if (attribute.required && value === null) {
      return [missing(`${path}${key}`, top ?? key)];
    }
    return attribute.computed && !attribute.optional && value !== null
      ? [unconfigurable(`${path}${key}`, top ?? key)]
      : [];
  });
  const nested = Object.entries(block.block_types).flatMap(([key, type]) =>
    itemsOf(row[key]).flatMap((item, at) => {
      const place = type.nesting_mode === "single" ? `${path}${key}.` : `${path}${key}.${at}.`;
      return isRow(item) ? schemaFaults(type.block, item, place, top ?? key) : [];
    }),
  );
  return [...own, ...nested];
}

function missing(argument: string, attribute: string): Refusal {
  const detail = `The argument "${argument}" is required, but no definition was found.`;
  return { summary: "Missing required argument", detail, attribute };
}

function unconfigurable(argument: string, attribute: string): Refusal {
  const detail = `Can't configure a value for "${argument}": its value will be decided automatically based on the result of applying this configuration.`;
  return { summary: "Value for unconfigurable attribute", detail, attribute };
}
