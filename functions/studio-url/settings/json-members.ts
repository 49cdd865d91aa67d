/**
 * A string member of a parsed JSON object.
 *
 * @throws if the member is missing, empty or not a string; the message omits the value, because it may be a secret
 */
export function requiredString(value: unknown, key: string): string {
  const found = jsonMember(value, key);
  if (typeof found !== "string" || found === "") {
    throw new Error(`${key}: must be a non-empty string, got ${typeof found}; set it`);
  }
  return found;
}

/** A member of a parsed JSON object, or `undefined`. */
export function jsonMember(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
