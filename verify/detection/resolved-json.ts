import type { PolicyModel } from "../iam/attachments/policy-model";
import { parseJson } from "../terraform/read/json/parse-json";
import type { Json } from "../terraform/terraform-configuration";

/**
 * The value of an argument that is a JSON text, with its references resolved.
 *
 * @returns `undefined` for anything else: a text with an unknown part may be any JSON, and one with a key twice may be read as either
 */
export function resolvedJson(text: PolicyModel["text"], value: Json | undefined): Json | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  try {
    const { json, duplicates } = parseJson(text.resolveJson(value));
    return duplicates.length === 0 ? json : undefined;
  } catch {
    return undefined;
  }
}
