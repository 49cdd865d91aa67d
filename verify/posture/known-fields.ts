import { isJsonObject, type Json } from "../terraform/terraform-configuration";

/**
 * Refuses a declaration with a field that no reader knows. A misspelled field would be left out in silence, and with it what it
 * demands or restricts.
 *
 * @throws when there is one
 */
export function requireKnownFields(declared: Json, known: readonly string[], where: string): void {
  const unknown = isJsonObject(declared) ? Object.keys(declared).filter((name) => !known.includes(name)) : [];
  if (unknown.length > 0) {
    throw new Error(
      `${where}: not known to this version, got ${unknown.join(", ")}; the fields are ${known.join(", ")}`,
    );
  }
}
