import type { ObjectValue } from "../../protocol/values";
import { isObjectValue, itemsOf } from "../../protocol/values";
import type { Block } from "../../schema/provider-schema";
import type { ValidationError } from "../common/validation-error";

/**
 * What a provider's SDK, not Terraform core, refuses by the schema alone: a null that was written out where a value is
 * required, and a value where only AWS may set one.
 */
export function schemaErrors(
  block: Block,
  attributes: ObjectValue,
  path = "",
  top?: string,
): readonly ValidationError[] {
  const own = Object.entries(block.attributes).flatMap(([key, attribute]) => {
    const value = attributes[key] ?? null;
    if (attribute.required && value === null) {
      return [missingArgumentError(`${path}${key}`, top ?? key)];
    }
    return attribute.computed && !attribute.optional && value !== null
      ? [computedArgumentError(`${path}${key}`, top ?? key)]
      : [];
  });
  const nested = Object.entries(block.block_types).flatMap(([key, type]) =>
    itemsOf(attributes[key]).flatMap((item, at) => {
      const place = type.nesting_mode === "single" ? `${path}${key}.` : `${path}${key}.${at}.`;
      return isObjectValue(item) ? schemaErrors(type.block, item, place, top ?? key) : [];
    }),
  );
  return [...own, ...nested];
}

function missingArgumentError(argument: string, attribute: string): ValidationError {
  const detail = `The argument "${argument}" is required, but no definition was found.`;
  return { summary: "Missing required argument", detail, attribute };
}

function computedArgumentError(argument: string, attribute: string): ValidationError {
  const detail = `Can't configure a value for "${argument}": its value will be decided automatically based on the result of applying this configuration.`;
  return { summary: "Value for unconfigurable attribute", detail, attribute };
}
