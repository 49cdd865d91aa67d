import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentJsonSchema, schemaSources } from "../../../envs/schema/json-schema";

const ROOT = join(__dirname, "..", "..", "..");

interface ObjectSchema {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

const generated = environmentJsonSchema(schemaSources(ROOT));
const { $defs: objects } = JSON.parse(generated) as { readonly $defs: Readonly<Record<string, ObjectSchema>> };

describe("the JSON Schema of an environment", () => {
  test("in envs/environment.schema.json is the one that `npm run schema` writes", () => {
    const committed = readFileSync(join(ROOT, "envs", "environment.schema.json"), "utf8");
    const advice = "regenerate it with `npm run schema`";

    expect({ text: committed, advice }).toEqual({ text: generated, advice });
  });

  test("describes every field of every object", () => {
    const bare = Object.entries(objects).flatMap(([object, { properties }]) =>
      Object.entries(properties)
        .filter(([, { description }]) => !description)
        .map(([field]) => `${object}.${field}`),
    );

    expect(Object.keys(objects).length).toBeGreaterThan(10);
    expect(bare).toEqual([]);
  });

  test("requires only what has no default", () => {
    expect(objects.environment?.required).toEqual([
      "name",
      "region",
      "vpcCidr",
      "availabilityZones",
      "resilience",
      "egress",
      "logRetentionDays",
      "deployers",
      "studio",
    ]);
  });

  test("says what the docstring says, on one line", () => {
    expect(objects.idleShutdown?.properties.minMinutes?.description).toBe(
      "Shortest timeout that a user may choose, in minutes, 60 to 525600. Default: 60",
    );
  });
});
