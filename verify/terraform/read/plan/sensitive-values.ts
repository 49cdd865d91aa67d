import { isJsonObject, type Json, type JsonObject } from "../../terraform-configuration";

/** Replaces a sensitive value. */
export const sensitivePlaceholder = "(sensitive)";

/** Shorter texts, such as "443" or "true", are too common to be redacted by value. */
const minimumSecretLength = 5;

/**
 * Replaces what Terraform marks as sensitive.
 *
 * @param marks a tree of the same shape as the value, with `true` where the whole value is sensitive
 */
export function maskSensitive(value: Json, marks: Json | undefined): Json {
  if (marks === true) {
    return sensitivePlaceholder;
  }
  if (Array.isArray(value)) {
    const inner = Array.isArray(marks) ? marks : [];
    return value.map((item, index) => maskSensitive(item, inner[index]));
  }
  return isJsonObject(value) && isJsonObject(marks) ? maskSensitiveObject(value, marks) : value;
}

function maskSensitiveObject(value: JsonObject, marks: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, maskSensitive(item, marks[name])]));
}

/** Every text that is marked as sensitive. Providers copy such texts into attributes without a mark. */
export function sensitiveStrings(value: Json, marks: Json | undefined): readonly string[] {
  if (marks === true) {
    return collectStrings(value).filter((text) => text.length >= minimumSecretLength);
  }
  if (Array.isArray(value) && Array.isArray(marks)) {
    return value.flatMap((item, index) => sensitiveStrings(item, marks[index]));
  }
  return isJsonObject(value) && isJsonObject(marks)
    ? Object.entries(value).flatMap(([name, item]) => sensitiveStrings(item, marks[name]))
    : [];
}

/** Replaces every occurrence of a secret, also inside longer texts. */
export function redactSecrets(value: Json, secrets: readonly string[]): Json {
  if (secrets.length === 0) {
    return value;
  }
  if (typeof value === "string") {
    return secrets.reduce((text, secret) => text.replaceAll(secret, sensitivePlaceholder), value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => redactSecrets(item, secrets));
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, redactSecrets(item, secrets)]))
    : value;
}

function collectStrings(value: Json): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((item) => collectStrings(item as Json))
    : [];
}
