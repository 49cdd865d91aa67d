import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { environmentSchema } from "./environment";

/**
 * The JSON Schema of an environment, for editors and portals. Fields with a default are optional. Rules that compare fields are
 * not part of it.
 */
export function environmentJsonSchema(): string {
  const schema = z.toJSONSchema(environmentSchema, {
    io: "input",
    override: ({ jsonSchema }) => {
      // Names of this project's formats are written for messages; JSON Schema validators do not know them.
      delete jsonSchema.format;
      jsonSchema.description &&= withDefault(jsonSchema.description, jsonSchema.default);
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** Editors show descriptions, but not defaults. */
function withDefault(description: string, value: unknown): string {
  return value === undefined || description.includes("Default: ")
    ? description
    : `${description} Default: ${JSON.stringify(value)}`;
}

if (require.main === module) {
  writeFileSync(join("envs", "environment.schema.json"), environmentJsonSchema());
}
