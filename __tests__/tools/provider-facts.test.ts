import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../../rehearsal/schema/package-source";
import { extractDeprecations } from "../../tools/provider-facts/deprecations";
import { mergeDeprecations } from "../../tools/provider-facts/merge-deprecations";

const folder = mkdtempSync(join(tmpdir(), "provider-facts-"));
const bindings = join(folder, "bindings");
const documented = join(folder, "documented");

afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  for (const type of [
    "provider",
    "s3-bucket",
    "s3-bucket-acl",
    "s3-bucket-lifecycle-configuration",
    "data-aws-region",
  ]) {
    cpSync(join(packageRoot(__dirname), "lib", type), join(bindings, "lib", type), { recursive: true });
  }
  const files = {
    "s3/bucket.d.ts": resource("Bucket", "", [
      "/** @deprecated acl is deprecated. Use the aws.s3.BucketAcl resource instead. */",
      "acl?: pulumi.Input<string>;",
      ...[
        "bucket",
        "arn",
        "bucketPrefix",
        "forceDestroy",
        "objectLockEnabled",
        "tags",
        "tagsAll",
        "region",
        "policy",
      ].map(plain),
      ...["bucketDomainName", "bucketRegionalDomainName", "hostedZoneId", "websiteEndpoint", "websiteDomain"].map(
        plain,
      ),
      ...["accelerationStatus", "corsRules", "grants", "lifecycleRules", "loggings", "requestPayer", "versionings"].map(
        plain,
      ),
      "/** @deprecated Use of `websites` is discouraged as the writer of the package prefers something else. */",
      "websites?: pulumi.Input<string>;",
    ]),
    "s3/bucketAcl.d.ts": resource(
      "BucketAcl",
      "",
      ["accessControlPolicy", "acl", "bucket", "expectedBucketOwner"].map(plain),
    ),
    "s3/bucketLifecycleConfiguration.d.ts": resource(
      "BucketLifecycleConfiguration",
      " * > **Warning:** The `transitionDefaultMinimumObjectSize` argument is deprecated. It has no effect.",
      [
        ...["bucket", "expectedBucketOwner", "transitionDefaultMinimumObjectSize", "timeouts", "region"].map(plain),
        "rules?: pulumi.Input<pulumi.Input<inputs.s3.BucketLifecycleConfigurationRule>[]>;",
      ],
    ),
    "getRegion.d.ts": [
      "export declare function getRegion(args?: GetRegionArgs): Promise<GetRegionResult>;",
      "export interface GetRegionResult {",
      ...["endpoint", "description", "id", "region"].map((name) => `    readonly ${name}: string;`),
      "    /** (**Deprecated**) Name of the Region. Use `region` instead. */",
      "    readonly name: string;",
      "}",
    ]
      .join("\n")
      .replace("export declare", "/**\n * Looks a Region up.\n */\nexport declare"),
    "types/input.d.ts": [
      "export declare namespace s3 {",
      "    interface BucketLifecycleConfigurationRule {",
      "        /** @deprecated Specify a prefix using 'filter' instead */",
      "        prefix?: pulumi.Input<string>;",
      "    }",
      "}",
    ].join("\n"),
    "types/output.d.ts": "",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(documented, name, ".."), { recursive: true });
    writeFileSync(join(documented, name), text);
  }
});

function plain(name: string): string {
  return `${name}?: pulumi.Input<string>;`;
}

function resource(name: string, note: string, members: readonly string[]): string {
  return `/**
 * A resource.
${note}
 */
export declare class ${name} extends pulumi.CustomResource {
}
export interface ${name}State {
${members.map((member) => `    ${member}`).join("\n")}
}
`;
}

test("deprecations are found under the names of Terraform, with what to use instead", () => {
  expect(extractDeprecations({ documented, bindings })).toEqual({
    deprecations: {
      resource: {
        aws_s3_bucket: { acl: ["aws_s3_bucket_acl"] },
        aws_s3_bucket_lifecycle_configuration: {
          "rule.prefix": ["rule.filter"],
          transition_default_minimum_object_size: [],
        },
      },
      data: { aws_region: { name: ["region"] } },
    },
    unmatched: [],
  });
});

test("a deprecation of the newer version alone has that version, and parts of a deprecated block are left out", () => {
  const older = { resource: { aws_a: { acl: ["aws_b"] } }, data: {} };
  const newer = {
    resource: { aws_a: { acl: ["aws_b"], block: [], "block.part": [] }, aws_c: { "*": [], part: [] } },
    data: {},
  };
  const merged = mergeDeprecations([
    { version: "6.25.0", deprecations: older },
    { version: "6.66.0", deprecations: newer },
  ]);

  expect(merged.resource.aws_a).toEqual({ acl: { use: ["aws_b"] }, block: { use: [], since: "6.66.0" } });
  expect(merged.resource.aws_c).toEqual({ "*": { use: [], since: "6.66.0" } });
});
