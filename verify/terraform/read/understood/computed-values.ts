import { computedAttributesOf } from "../../argument-types/computed-attributes";
import {
  blocksOf,
  isAbsent,
  isExpressionText,
  type Json,
  type JsonObject,
  type Resource,
  type UnreadPart,
} from "../../terraform-configuration";

/** Values that a configuration writes for attributes that only the provider sets. Terraform refuses each of them, except null. */
export function unreadComputedValues(
  { address, mode, type, values }: Resource,
  isAccepted: boolean,
): readonly UnreadPart[] {
  return [...computedAttributesOf(mode === "data" ? `data.${type}` : type)]
    .filter((path) =>
      valuesAt(values, path.split(".")).some(
        // Terraform accepted the expressions of a plan, so their value is null.
        (value) => !isAbsent(value) && !(isAccepted && isExpressionText(value)),
      ),
    )
    .map((path) => ({
      address,
      text: `${address}: ${path} is set by the provider alone, so Terraform refuses a value for it; remove the value`,
    }));
}

/** What a body has at a path, in each of the blocks along it. */
function valuesAt(body: JsonObject, [name = "", ...rest]: readonly string[]): readonly (Json | undefined)[] {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  return rest.length === 0 ? [value] : blocksOf(value).flatMap((block) => valuesAt(block, rest));
}
