import { isJsonObject, type Json } from "../../../verify/terraform/terraform-configuration";

/** The value with the keys of each object sorted, so that equal values are equal texts. */
export function sortedKeys(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(sortedKeys);
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sortedKeys(value[key] ?? null)]),
      )
    : value;
}
