import { memoizeByText } from "../../collections/memoize";
import { isAwsType } from "../resource-types";
import { generatedComputedAttributes } from "./generated-computed-attributes";

/**
 * Paths of the attributes of a type that only the provider sets, so that Terraform refuses a value for them: `arn`, `root_block_device.volume_id`.
 *
 * @param type with the prefix `data.` for a data source
 */
export const computedAttributesOf: (type: string) => ReadonlySet<string> = memoizeByText((type) => {
  const start = generatedComputedAttributes.indexOf(`\n${type}: `);
  const [, paths = ""] =
    start < 0
      ? []
      : (generatedComputedAttributes
          .slice(start + 1)
          .split("\n", 1)[0]
          ?.split(": ") ?? []);
  const named = paths === "" ? [] : paths.split(" ");
  // The schema says the same of the ID of each resource as of an optional argument, and every provider refuses a value for it.
  return new Set(isAwsType(type) ? [...named, "id"] : named);
});
