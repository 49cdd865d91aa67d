/**
 * A string member of what came in as JSON.
 *
 * @throws when it is missing or no string; the value stays out of the message, which may be logged
 */
export function text(value: unknown, key: string): string {
  const found = member(value, key);
  if (typeof found !== "string" || found === "") {
    throw new Error(`${key}: must be a text, got ${typeof found}; send it`);
  }
  return found;
}

/** A member of what came in as JSON, `undefined` where there is none. */
export function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}
