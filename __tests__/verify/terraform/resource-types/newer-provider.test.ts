import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CtyType } from "../../../../rehearsal/schema/provider-schema";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import { resourceTypeOf } from "../../../../verify/terraform/resource-types";
import { everyTopic } from "../../../../verify/terraform/resource-types/resource-type";
import { modelGaps } from "../../../../verify/unmodeled/model-gaps";
import { newerProvider, testOfNewerProvider } from "../../../fixtures/installed-provider";
import { synthesizedText } from "../../../fixtures/synthesized";
import { coveredArguments, modeledTypes, providerTypes } from "./registry-coverage";

type Blocks = Record<string, unknown>;

/** Gaps of dev with the resources added to its own. */
function gapsOf(resource: Readonly<Record<string, Readonly<Record<string, Blocks>>>>): ReturnType<typeof modelGaps> {
  const json = JSON.parse(synthesizedText("dev"));
  for (const [type, blocks] of Object.entries(resource)) {
    json.resource[type] = { ...json.resource[type], ...blocks };
  }
  return modelGaps(readConfiguration(json, "dev"));
}

/** A block with a value at the path. */
function blockWith(path: string, type: CtyType): Blocks {
  return path
    .split(".")
    .reverse()
    .reduce<unknown>((value, name, at) => ({ [name]: at === 0 ? value : [value] }), sampleOf(type)) as Blocks;
}

function sampleOf(type: CtyType): unknown {
  if (typeof type === "string") {
    return { string: "somebody", number: 7, bool: true, dynamic: "somebody" }[type];
  }
  return type[0] === "map" ? { key: "somebody" } : ["somebody"];
}

/** The argument, and the blocks that it is in. */
function blocksAround(path: string): readonly string[] {
  const names = path.split(".");
  return names.map((_, at) => names.slice(0, at + 1).join("."));
}

interface Added {
  readonly type: string;
  readonly path: string;
  readonly of: CtyType;
}

const added: readonly Added[] = Object.entries(newerProvider.arguments).flatMap(([type, paths]) =>
  Object.entries(paths).map(([path, of]) => ({ type, path, of: of as CtyType })),
);

/** Arguments that are no gap, because somebody has looked at them, or because they are in a block that cannot matter. */
const harmless: Readonly<Record<string, string>> = {
  "aws_dynamodb_table.global_secondary_index.key_schema.attribute_name": "an index gives no access",
  "aws_dynamodb_table.global_secondary_index.key_schema.key_type": "an index gives no access",
  "aws_instance.cpu_options.nested_virtualization": "features of a processor give no access",
  "aws_lambda_function.code_sha256": "a hash tells the provider only when to upload the code",
  "aws_lambda_permission.timeouts.create": "how long the provider waits",
  "aws_lambda_permission.timeouts.delete": "how long the provider waits",
  "aws_lambda_permission.timeouts.read": "how long the provider waits",
  "aws_lb_listener_rule.condition.source_ip.ip_address_type": "requests are judged as if they met every condition",
  "aws_route53_resolver_endpoint.rni_enhanced_metrics_enabled": "metrics in CloudWatch answer no query",
  "aws_route53_resolver_endpoint.target_name_server_metrics_enabled": "metrics in CloudWatch answer no query",
  "aws_s3_bucket.bucket_namespace": "where the name of a bucket is unique gives no access",
};

/** Types that the registry does not have. */
const newTypes = newerProvider.resources.filter((type) => resourceTypeOf(type) === undefined);

test("each resource type that the newer provider adds is a gap of every topic, but for those that somebody has looked at", () => {
  const gaps = gapsOf(Object.fromEntries(newerProvider.resources.map((type) => [type, { newer: { name: "n" } }])));
  const judged = new Map(gaps.map(({ evidence: { text }, topics }) => [text, topics]));

  expect(newTypes.length).toBeGreaterThan(100);
  expect(
    newTypes.filter((type) => {
      const text = `${type}.newer: no model reads the type ${type}, so it may do anything`;
      return judged.get(text)?.length !== everyTopic.length;
    }),
  ).toEqual([]);
});

test("each argument that the newer provider adds to a modeled type is a gap, but for those that somebody has looked at", () => {
  const resource: Record<string, Record<string, Blocks>> = {};
  for (const [at, { type, path, of }] of added.entries()) {
    resource[type] = { ...resource[type], [`newer_${at}`]: blockWith(path, of) };
  }
  const texts = new Set(gapsOf(resource).map(({ evidence }) => evidence.text));
  const unread = ({ type, path }: Added, at: number): boolean =>
    blocksAround(path).some((block) => texts.has(`${type}.newer_${at}: no model reads the argument ${block}`)) ||
    [...texts].some((text) => text.startsWith(`${type}.newer_${at}: ${path} `) && text.endsWith("this is not modeled"));

  expect(added.length).toBeGreaterThan(40);
  expect(added.filter((argument, at) => !unread(argument, at)).map(({ type, path }) => `${type}.${path}`)).toEqual(
    Object.keys(harmless),
  );
});

test.each<[type: string, values: Blocks]>([
  ["aws_iam_saml_provider", { saml_provider_uuid: "0123" }],
  ["aws_lambda_function", { response_streaming_invoke_arn: "arn:aws:apigateway:eu-west-1:lambda:path/response" }],
  ["aws_route53_resolver_firewall_rule", { firewall_threat_protection_id: "rslvr-ftp-0123" }],
  ["aws_networkfirewall_firewall_policy", { firewall_policy: [{ enable_tls_session_holding: false }] }],
])(
  "a state of the newer provider has in %s what AWS computes and what is off by default, which is no gap",
  (type, values) => {
    const texts = gapsOf({ [type]: { newer: values } }).map(({ evidence }) => evidence.text);

    expect(texts.filter((text) => /no model reads|not modeled/.test(text))).toEqual([]);
  },
);

test("the newer provider has each type and argument of a modeled type that the older one has, and requires no more", () => {
  expect(newerProvider.broken).toEqual([]);
});

test("docs/cdk-terrain.md counts what the newer provider adds", () => {
  const page = readFileSync(join(__dirname, "../../../../docs/cdk-terrain.md"), "utf8").replaceAll(/\s+/g, " ");
  const { resources, dataSources } = newerProvider;
  const looked = Object.keys(harmless).length;

  expect(page).toContain(
    `has ${resources.length} more resource types, ${dataSources.length} more data sources that only read, and ${added.length} more arguments of modeled types. ${newTypes.length} of the types, and ${added.length - looked} of the arguments, are gaps`,
  );
  expect(page).toContain(`The other ${looked} cannot matter`);
});

test("the extracted difference compares every resource type that a model reads; npm run provider-facts writes it", () => {
  const added = new Set(newerProvider.resources);
  const modeled = modeledTypes().flatMap(([type]) => (added.has(type) ? [] : [type]));

  expect(newerProvider.compared).toEqual(modeled.toSorted());
});

testOfNewerProvider()(
  "the extracted difference is that of the installed bindings; npm run provider-facts writes it",
  () => {
    const unlisted = coveredArguments().filter(({ isComputed, use }) => !isComputed && use === undefined);

    expect(providerTypes("resource")).toEqual(expect.arrayContaining(newerProvider.resources));
    expect(providerTypes("data")).toEqual(expect.arrayContaining(newerProvider.dataSources));
    expect(added.map(({ type, path }) => `${type}.${path}`)).toEqual(
      expect.arrayContaining(unlisted.map(({ type, path }) => `${type}.${path}`)),
    );
  },
);
