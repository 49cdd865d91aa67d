import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { environmentSchema } from "./environment";

/** Docstrings by object and field: what the source says above each field of `fields("<object>", { ... })`. */
type Docstrings = ReadonlyMap<string, ReadonlyMap<string, string>>;

const OBJECT = /fields\("(\w+)", \{\n(.*?)\n\}\)/gs;
const FIELD = /\/\*\*((?:(?!\*\/).)*)\*\/\s*(\w+):/gs;

function plainText(comment: string): string {
  return comment
    .replace(/^\s*\* ?/gm, "")
    .replace(/\s+/g, " ")
    .replace(/@default (- )?/, "Default: ")
    .replace("@see", "See")
    .trim();
}

function docstringsOf(source: string): Docstrings {
  return new Map(
    [...source.matchAll(OBJECT)].map(([, object = "", body = ""]) => [
      object,
      new Map([...body.matchAll(FIELD)].map(([, comment = "", field = ""]) => [field, plainText(comment)])),
    ]),
  );
}

/**
 * The JSON Schema of an environment's file, for editors and portals: what has a default may be left out. Descriptions are
 * the docstrings of the schema's own source. Rules that join fields are not in it.
 */
export function environmentJsonSchema(sources: readonly string[]): string {
  const docstrings = new Map(sources.flatMap((source) => [...docstringsOf(source)]));
  const schema = z.toJSONSchema(environmentSchema, {
    io: "input",
    override: ({ zodSchema, jsonSchema }) => {
      // The names of our formats are for messages; validators know other ones.
      delete jsonSchema.format;
      const described = docstrings.get(String(z.globalRegistry.get(zodSchema)?.id));
      for (const [field, description] of described ?? []) {
        Object.assign(Object(jsonSchema.properties?.[field]), { description });
      }
    },
  });
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The TypeScript sources beside the schema; compiled code finds them from the project's root. */
export function schemaSources(root: string): readonly string[] {
  const folder = join(root, "envs", "schema");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(folder, file), "utf8"));
}

if (require.main === module) {
  writeFileSync(join("envs", "environment.schema.json"), environmentJsonSchema(schemaSources(".")));
}
