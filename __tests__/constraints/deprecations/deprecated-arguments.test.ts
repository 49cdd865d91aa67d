import { deprecatedArguments } from "../../../constraints/deprecations/deprecated-arguments";
import { deprecationFacts } from "../../../constraints/deprecations/deprecation-facts";
import { isPackaged, packageRoot } from "../../../rehearsal/schema/package-source";
import { newerProvider, REVIEWED_PROVIDER } from "../../fixtures/installed-provider";
import { synthesizedText } from "../../fixtures/synthesized";

test("each deprecated argument, and each resource of a deprecated type, has one line with what to use instead", () => {
  const json = {
    resource: {
      aws_s3_bucket: { data: { bucket: "b", acl: "private" }, models: { bucket: "m" } },
      aws_s3_bucket_object: { one: { bucket: "b" } },
      aws_iam_role: { apply: { name: "apply", managed_policy_arns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } },
      aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    },
    data: { aws_region: { here: { name: "eu-west-1" }, current: {} } },
  };

  expect(deprecatedArguments(json)).toEqual([
    "aws_s3_bucket.data.acl: is deprecated by the provider; use aws_s3_bucket_acl",
    "aws_s3_bucket_object.one: is deprecated by the provider; use aws_s3_object",
    "aws_iam_role.apply.managed_policy_arns: is deprecated by the provider; use aws_iam_role_policy_attachment and aws_iam_role_policy_attachments_exclusive",
    "data.aws_region.here.name: is deprecated by the provider; use region",
  ]);
});

test("an argument that only a newer provider deprecates names its version, and a deprecation without a replacement says so", () => {
  const json = { resource: { aws_s3_bucket_versioning: { data: { expected_bucket_owner: "123456789012" } } } };

  expect(deprecatedArguments(json)).toEqual([
    "aws_s3_bucket_versioning.data.expected_bucket_owner: is deprecated by provider 6.66.0; the provider names no replacement",
  ]);
});

test("the line names the construct that wrote the resource", () => {
  const bucket = { "//": { metadata: { path: "dev/locked_buckets/data" } }, acl: "private" };

  expect(deprecatedArguments({ resource: { aws_s3_bucket: { data: bucket } } })).toEqual([
    "aws_s3_bucket.data.acl (construct dev/locked_buckets/data): is deprecated by the provider; use aws_s3_bucket_acl",
  ]);
});

test.each([
  ["a list of blocks", { rule: [{ id: "all" }, { prefix: "logs/" }] }],
  ["one block", { rule: { prefix: "logs/" } }],
  ["a dynamic block", { dynamic: { rule: { for_each: "${var.rules}", content: { prefix: "${rule.value}" } } } }],
])("an argument in %s is found", (_, values) => {
  expect(deprecatedArguments({ resource: { aws_s3_bucket_lifecycle_configuration: { data: values } } })).toEqual([
    "aws_s3_bucket_lifecycle_configuration.data.rule.prefix: is deprecated by the provider; use rule.filter",
  ]);
});

test("an argument that is null, or in a block that does not have it, is not reported", () => {
  const json = {
    resource: { aws_s3_bucket_lifecycle_configuration: { data: { rule: [{ id: "all" }], prefix: null } } },
  };

  expect(deprecatedArguments(json)).toEqual([]);
});

test("a deprecated attribute is reported where an expression reads it", () => {
  const json = {
    data: { aws_region: { current: {}, other: {} } },
    locals: { here: "${data.aws_region.current.name}", there: "${data.aws_region.other.region}" },
  };

  expect(deprecatedArguments(json)).toEqual([
    "data.aws_region.current.name: is deprecated by the provider; use region",
  ]);
});

test.each(["dev", "staging", "prod"])(
  "%s uses nothing that the oldest or the newest supported provider deprecates",
  (name) => {
    expect(deprecationFacts.sources.map(({ provider }) => provider)).toEqual([
      REVIEWED_PROVIDER,
      newerProvider.source.provider,
    ]);
    expect(deprecatedArguments(JSON.parse(synthesizedText(name)))).toEqual([]);
  },
);

test("each deprecated type and each type to use instead is a type of the provider", () => {
  const root = packageRoot(__dirname);
  const added = { resource: newerProvider.resources, data: newerProvider.dataSources };
  const isKnown = (type: string): boolean =>
    (["resource", "data"] as const).some((section) => isPackaged(root, section, type) || added[section].includes(type));
  const named = (["resource", "data"] as const).flatMap((section) =>
    Object.entries(deprecationFacts[section]).flatMap(([type, entries]) => [
      type,
      ...Object.values(entries).flatMap(({ use }) =>
        use.filter((name) => name.startsWith("aws_") && name !== "aws_region"),
      ),
    ]),
  );

  expect(named.filter((type) => !isKnown(type))).toEqual([]);
});

test.each([undefined, null, [], "text", { resource: 1 }])(
  "what is no configuration, as %j, has nothing deprecated",
  (json) => {
    expect(deprecatedArguments(json)).toEqual([]);
  },
);
