import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { environmentSchema } from "./environment";
import { inspectionEnvironmentSchema } from "./inspection/inspection-environment";

/**
 * The JSON Schema of an environment of any kind, for editors and portals. Fields with a default are optional. Rules that compare fields are
 * not part of it.
 */
export function environmentJsonSchema(): string {
  const schema = z.toJSONSchema(z.union([environmentSchema, inspectionEnvironmentSchema]), {
    io: "input",
    override: ({ jsonSchema }) => {
      // Names of this project's formats are written for messages; JSON Schema validators do not know them.
      delete jsonSchema.format;
      jsonSchema.description &&= withDefault(jsonSchema.description, jsonSchema.default);
    },
  });
  allowSchemaKey(schema);
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A JSON file names its schema in a key. In YAML that is a comment: `# yaml-language-server: $schema=...`. */
function allowSchemaKey(schema: { readonly $defs?: Readonly<Record<string, object>> }): void {
  for (const name of ["environment", "inspectionEnvironment"]) {
    const environment: { properties?: Record<string, object> } = schema.$defs?.[name] ?? {};
    environment.properties = {
      ...environment.properties,
      $schema: { type: "string", description: "The schema of the file, for editors. Default: none." },
    };
  }
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
