import { isJsonObject, type Json, type JsonObject } from "../../configuration";

/** What stands in place of a sensitive value. */
export const masked = "(sensitive)";

/** Shorter texts are too common to be recognized by their value: "443" or "true" may be a secret somewhere. */
const shortestSecret = 5;

/**
 * Replaces what Terraform marks as sensitive.
 *
 * @param marks a tree beside the value, `true` where all below is sensitive
 */
export function mask(value: Json, marks: Json | undefined): Json {
  if (marks === true) {
    return masked;
  }
  if (Array.isArray(value)) {
    const inner = Array.isArray(marks) ? marks : [];
    return value.map((item, index) => mask(item, inner[index]));
  }
  return isJsonObject(value) && isJsonObject(marks) ? maskObject(value, marks) : value;
}

function maskObject(value: JsonObject, marks: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mask(item, marks[name])]));
}

/** Every text that is marked as sensitive: providers copy such texts into places that nobody marks. */
export function secretsIn(value: Json, marks: Json | undefined): readonly string[] {
  if (marks === true) {
    return textsIn(value).filter((text) => text.length >= shortestSecret);
  }
  if (Array.isArray(value) && Array.isArray(marks)) {
    return value.flatMap((item, index) => secretsIn(item, marks[index]));
  }
  return isJsonObject(value) && isJsonObject(marks)
    ? Object.entries(value).flatMap(([name, item]) => secretsIn(item, marks[name]))
    : [];
}

/** Hides every secret wherever it occurs, within longer texts too. */
export function withoutSecrets(value: Json, secrets: readonly string[]): Json {
  if (secrets.length === 0) {
    return value;
  }
  if (typeof value === "string") {
    return secrets.reduce((text, secret) => text.replaceAll(secret, masked), value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => withoutSecrets(item, secrets));
  }
  return isJsonObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withoutSecrets(item, secrets)]))
    : value;
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null
    ? Object.values(value).flatMap((item) => textsIn(item as Json))
    : [];
}
