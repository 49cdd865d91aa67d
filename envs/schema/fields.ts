import { z } from "zod";
import { closestWord } from "./closest-word";

/** What to do about a value that is not among those allowed. */
export function suggestFix(got: unknown, allowed: readonly unknown[], otherwise?: string): string {
  const names = allowed.map(String);
  const meant = typeof got === "string" ? closestWord(got, names) : undefined;
  return meant === undefined ? (otherwise ?? `use one of ${names.join(", ")}`) : `did you mean ${meant}?`;
}

/** An error map that has a line of advice for each key that is not among `names`. */
export function unknownKeyErrorMap(names: readonly string[]): z.core.$ZodErrorMap {
  return (issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => suggestFix(key, names, "remove it")).join("\n")
      : undefined;
}

/** An object of exactly these fields: an unknown one is a fault. `id` names the object in the JSON Schema. */
export function fields<Shape extends z.ZodRawShape>(id: string, shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  return z.strictObject(shape, { error: unknownKeyErrorMap(Object.keys(shape)) }).meta({ id });
}
