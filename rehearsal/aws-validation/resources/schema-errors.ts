import type { ObjectValue } from "../../protocol/values";
import { isObjectValue, itemsOf } from "../../protocol/values";
import type { Block } from "../../schema/provider-schema";
import type { ValidationError } from "../common/validation-error";

/**
 * Schema errors that the provider SDK reports and Terraform core does not: an explicit null for a required argument, and a
 * value for a read-only attribute.
 */
export function schemaErrors(
  block: Block,
  attributes: ObjectValue,
  path = "",
  top?: string,
): readonly ValidationError[] {
  const attributeErrors = Object.entries(block.attributes).flatMap(([key, attribute]) => {
    const value = attributes[key] ?? null;
    if (attribute.required && value === null) {
      return [missingArgumentError(`${path}${key}`, top ?? key)];
    }
    return attribute.computed && !attribute.optional && value !== null
      ? [computedArgumentError(`${path}${key}`, top ?? key)]
      : [];
  });
  const blockErrors = Object.entries(block.block_types).flatMap(([key, type]) =>
    itemsOf(attributes[key]).flatMap((item, index) => {
      const itemPath = type.nesting_mode === "single" ? `${path}${key}.` : `${path}${key}.${index}.`;
      return isObjectValue(item) ? schemaErrors(type.block, item, itemPath, top ?? key) : [];
    }),
  );
  return [...attributeErrors, ...blockErrors];
}

function missingArgumentError(argument: string, attribute: string): ValidationError {
  const detail = `The argument "${argument}" is required, but no definition was found.`;
  return { summary: "Missing required argument", detail, attribute };
}

function computedArgumentError(argument: string, attribute: string): ValidationError {
  const detail = `Can't configure a value for "${argument}": its value will be decided automatically based on the result of applying this configuration.`;
  return { summary: "Value for unconfigurable attribute", detail, attribute };
}
