import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deriveSchema, RecursiveTypeError } from "../../../rehearsal/schema/derive";
import { folderOf, packageRoot, providerVersion, sourceOf } from "../../../rehearsal/schema/package-source";
import type { ProviderSchema } from "../../../rehearsal/schema/provider-schema";
import { usedTypes } from "../../../rehearsal/schema/used-types";
import { testOfReviewedProvider } from "../../fixtures/installed-provider";
import { synthesizedText } from "../../fixtures/synthesized";
import { generatedSources } from "../fixtures/generated-sources";

const ROOT = packageRoot(__dirname);
const ENVIRONMENTS = ["dev", "staging", "prod"];

/** Removes the license header of the package and white space at line ends. */
function normalize(source: string): string {
  return source
    .replace(/^\/\*\*\n \* Copyright[\s\S]*?\*\/\n+/, "")
    .replace(/[ \t]+$/gm, "")
    .trim();
}

/** A copy of a document with another value at a path. An undefined value removes the member. */
function withValueAt(document: object, path: readonly string[], value: unknown): object {
  const [key = "", ...rest] = path;
  const inner: unknown = Reflect.get(document, key);
  const next =
    rest.length === 0 || typeof inner !== "object" || inner === null ? value : withValueAt(inner, rest, value);
  return Array.isArray(document)
    ? document.map((item, index) => (String(index) === key ? next : item))
    : { ...document, [key]: next };
}

/** Errors in the schema of a type, at a path below its block. */
const MUTANTS = [
  { error: "a wrong type", type: "aws_vpc", path: ["attributes", "cidr_block", "type"], value: "number" },
  {
    error: "a wrong nesting mode",
    type: "aws_networkfirewall_firewall",
    path: ["block_types", "subnet_mapping", "nesting_mode"],
    value: "list",
  },
  {
    error: "a missing maximum of items",
    type: "aws_sagemaker_domain",
    path: ["block_types", "default_user_settings", "max_items"],
    value: undefined,
  },
  {
    error: "a missing minimum of items",
    type: "aws_s3_bucket_versioning",
    path: ["block_types", "versioning_configuration", "min_items"],
    value: undefined,
  },
  {
    error: "an optional instead of a required argument",
    type: "aws_subnet",
    path: ["attributes", "vpc_id"],
    value: { type: "string", optional: true },
  },
  {
    error: "a missing computed flag",
    type: "aws_vpc",
    path: ["attributes", "tags_all"],
    value: { type: ["map", "string"], optional: true },
  },
  {
    error: "a list instead of a set in a computed object",
    type: "aws_networkfirewall_firewall",
    path: ["attributes", "firewall_status", "type", "1", "1", "sync_states", "0"],
    value: "list",
  },
] as const;

describe("the derived schema", () => {
  const stacks = ENVIRONMENTS.map((name) => [name, JSON.parse(synthesizedText(name))]);
  const types = usedTypes(Object.fromEntries(stacks));
  const schema = deriveSchema(ROOT, types);

  testOfReviewedProvider()(
    "From the derived schema, the generator of cdktf prints the source of the package again, for all used types.",
    async () => {
      const folders = [
        "provider",
        ...types.resources.map((type) => folderOf("resource", type)),
        ...types.dataSources.map((type) => folderOf("data", type)),
      ];

      const printed = await generatedSources(schema, providerVersion(ROOT));

      expect([...printed.keys()].sort()).toEqual(folders.sort());
      for (const [folder, source] of printed) {
        expect({ folder, source: normalize(source) }).toEqual({ folder, source: normalize(sourceOf(ROOT, folder)) });
      }
    },
    60_000,
  );

  testOfReviewedProvider().each(MUTANTS)(
    "With $error in the schema of $type, the generator prints a different source.",
    async ({ type, path, value }) => {
      const derived = deriveSchema(ROOT, { resources: [type], dataSources: [] });
      const mutant = withValueAt(derived, ["resource_schemas", type, "block", ...path], value) as ProviderSchema;

      const printed = await generatedSources(mutant, providerVersion(ROOT));

      const differing = [...printed].filter(
        ([folder, source]) => normalize(source) !== normalize(sourceOf(ROOT, folder)),
      );
      expect(differing.map(([folder]) => folder)).toEqual([folderOf("resource", type)]);
    },
  );
});

test("a type whose blocks contain each other is named in place of an overflow of the stack", () => {
  const root = mkdtempSync(join(tmpdir(), "recursive-type-"));
  const source = sourceOf(ROOT, "s3-bucket-acl").replace(
    "new S3BucketAclAccessControlPolicyGrantGranteeOutputReference(this",
    "new S3BucketAclAccessControlPolicyGrantList(this",
  );
  const map = Buffer.from(JSON.stringify({ version: 3, sourcesContent: [source] })).toString("base64");
  cpSync(join(ROOT, "lib", "provider"), join(root, "lib", "provider"), { recursive: true });
  mkdirSync(join(root, "lib", "s3-bucket-acl"));
  writeFileSync(
    join(root, "lib", "s3-bucket-acl", "index.js"),
    `//# sourceMappingURL=data:application/json;base64,${map}`,
  );

  expect(() => deriveSchema(root, { resources: ["aws_s3_bucket_acl"], dataSources: [] })).toThrow(
    new RecursiveTypeError(
      "aws_s3_bucket_acl: the provider package does not contain its schema, because S3BucketAclAccessControlPolicyGrant contains itself; leave the type out",
    ),
  );
  rmSync(root, { recursive: true });
});
