import { z } from "zod";
import { suggestFix } from "./suggest-fix";

/** An error map with one line of advice for each key that is not in `names`. */
export function unknownKeyErrorMap(names: readonly string[]): z.core.$ZodErrorMap {
  return (issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => suggestFix(key, names, "remove it")).join("\n")
      : undefined;
}

/** An error map that shows what to write for a required field that is missing. */
export function missingErrorMap(example: string): z.core.$ZodErrorMap {
  return ({ input }) => (input === undefined ? `write ${example}` : undefined);
}

/**
 * An object with exactly these fields; unknown fields are refused. `id` names the object in the JSON Schema.
 *
 * @param example what to write where the object is missing, if it is required. Default: the message says only that an object is missing
 */
export function fields<Shape extends z.ZodRawShape>(
  id: string,
  shape: Shape,
  example?: string,
): z.ZodObject<Shape, z.core.$strict> {
  const unknownKey = unknownKeyErrorMap(Object.keys(shape));
  const missing = example === undefined ? undefined : missingErrorMap(example);
  return z.strictObject(shape, { error: (issue) => unknownKey(issue) ?? missing?.(issue) }).meta({ id });
}
