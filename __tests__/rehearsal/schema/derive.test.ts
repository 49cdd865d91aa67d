import { deriveSchema } from "../../../rehearsal/schema/derive";
import { folderOf, packageRoot, providerVersion, sourceOf } from "../../../rehearsal/schema/package-source";
import type { ProviderSchema } from "../../../rehearsal/schema/provider-schema";
import { usedTypes } from "../../../rehearsal/schema/used-types";
import { synthesizedText } from "../../fixtures/synthesized";
import { generatedSources } from "../fixtures/generated-sources";

const ROOT = packageRoot(__dirname);
const ENVIRONMENTS = ["dev", "staging", "prod"];

/** Without the licence header, which the package adds, and white space at line ends. */
function normal(source: string): string {
  return source
    .replace(/^\/\*\*\n \* Copyright[\s\S]*?\*\/\n+/, "")
    .replace(/[ \t]+$/gm, "")
    .trim();
}

/** A copy of a document with the member at a path replaced, or taken out where the value is undefined. */
function replaced(document: object, path: readonly string[], value: unknown): object {
  const [key = "", ...rest] = path;
  const inner: unknown = Reflect.get(document, key);
  const next = rest.length === 0 || typeof inner !== "object" || inner === null ? value : replaced(inner, rest, value);
  return Array.isArray(document)
    ? document.map((item, at) => (String(at) === key ? next : item))
    : { ...document, [key]: next };
}

/** One thing wrong in the schema of one type, below its block. */
const MUTANTS = [
  { what: "a type", type: "aws_vpc", path: ["attributes", "cidr_block", "type"], value: "number" },
  {
    what: "a nesting mode",
    type: "aws_networkfirewall_firewall",
    path: ["block_types", "subnet_mapping", "nesting_mode"],
    value: "list",
  },
  {
    what: "a largest count",
    type: "aws_sagemaker_domain",
    path: ["block_types", "default_user_settings", "max_items"],
    value: undefined,
  },
  {
    what: "a smallest count",
    type: "aws_s3_bucket_versioning",
    path: ["block_types", "versioning_configuration", "min_items"],
    value: undefined,
  },
  {
    what: "whether an argument is required",
    type: "aws_subnet",
    path: ["attributes", "vpc_id"],
    value: { type: "string", optional: true },
  },
  {
    what: "whether AWS may decide",
    type: "aws_vpc",
    path: ["attributes", "tags_all"],
    value: { type: ["map", "string"], optional: true },
  },
  {
    what: "a set inside a computed object",
    type: "aws_networkfirewall_firewall",
    path: ["attributes", "firewall_status", "type", "1", "1", "sync_states", "0"],
    value: "list",
  },
] as const;

describe("the derived schema", () => {
  const stacks = ENVIRONMENTS.map((name) => [name, JSON.parse(synthesizedText(name))]);
  const types = usedTypes(Object.fromEntries(stacks));
  const schema = deriveSchema(ROOT, types);

  test("makes cdktf's own generator print the package's source again, for every type that the stacks use", async () => {
    const folders = [
      "provider",
      ...types.resources.map((type) => folderOf("resource", type)),
      ...types.dataSources.map((type) => folderOf("data", type)),
    ];

    const printed = await generatedSources(schema, providerVersion(ROOT));

    expect([...printed.keys()].sort()).toEqual(folders.sort());
    for (const [folder, source] of printed) {
      expect({ folder, source: normal(source) }).toEqual({ folder, source: normal(sourceOf(ROOT, folder)) });
    }
  }, 60_000);

  test.each(MUTANTS)("prints otherwise once $what of $type is wrong", async ({ type, path, value }) => {
    const sound = deriveSchema(ROOT, { resources: [type], dataSources: [] });
    const mutant = replaced(sound, ["resource_schemas", type, "block", ...path], value) as ProviderSchema;

    const printed = await generatedSources(mutant, providerVersion(ROOT));

    const differing = [...printed].filter(([folder, source]) => normal(source) !== normal(sourceOf(ROOT, folder)));
    expect(differing.map(([folder]) => folder)).toEqual([folderOf("resource", type)]);
  });
});
