import { readFileSync } from "node:fs";
import { join } from "node:path";
import { environmentJsonSchema } from "../../../envs/schema/json-schema";

const ROOT = join(__dirname, "..", "..", "..");

interface ObjectSchema {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>;
  readonly required?: readonly string[];
}

const generated = environmentJsonSchema();
const { $defs: objects } = JSON.parse(generated) as { readonly $defs: Readonly<Record<string, ObjectSchema>> };

test("envs/environment.schema.json is the JSON Schema that `npm run schema` writes", () => {
  const committed = readFileSync(join(ROOT, "envs", "environment.schema.json"), "utf8");
  const advice = "regenerate it with `npm run schema`";

  expect({ text: committed, advice }).toEqual({ text: generated, advice });
});

test("the JSON Schema describes every field of every object", () => {
  const bare = Object.entries(objects).flatMap(([object, { properties }]) =>
    Object.entries(properties)
      .filter(([, { description }]) => !description)
      .map(([field]) => `${object}.${field}`),
  );

  expect(Object.keys(objects).length).toBeGreaterThan(10);
  expect(bare).toEqual([]);
});

test("the JSON Schema requires only fields without a default", () => {
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

test.each([
  [
    "of a number",
    objects.idleShutdown?.properties.minMinutes,
    "Shortest timeout that a user can choose, in minutes, 60 to 525600. Default: 60",
  ],
  [
    "of an object",
    objects.environment?.properties.packages,
    'Source of Python packages. Default: {"kind":"codeartifact"}',
  ],
  [
    "in words",
    objects.userProfile?.properties.maxStorageGb,
    "Largest volume that this user can choose, in GB. Default: spaceStorage.maxGb.",
  ],
])("the description of a field in the JSON Schema ends with its default: %s", (_, field, description) => {
  expect(field?.description).toBe(description);
});
