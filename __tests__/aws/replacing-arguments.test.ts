import { replacesWhen, replacingArguments, typesWithReplacingArguments } from "../../aws/replacing-arguments";
import { requiredReplacements } from "../../rehearsal/provider/required-replacements";
import { deriveSchema } from "../../rehearsal/schema/derive";
import { packageRoot } from "../../rehearsal/schema/package-source";
import type { Block } from "../../rehearsal/schema/provider-schema";
import { usedTypes } from "../../rehearsal/schema/used-types";
import { synthesizedText } from "../fixtures/synthesized";

const STACKS = Object.fromEntries(["dev", "staging", "prod"].map((name) => [name, JSON.parse(synthesizedText(name))]));
const resources = usedTypes(STACKS).resources.filter((type) => type.startsWith("aws_"));
const { resource_schemas: schemas } = deriveSchema(packageRoot(__dirname), { resources, dataSources: [] });

/** Arguments that the installed provider does not have yet. */
const ofLaterProviders = [
  "aws_instance.secondary_network_interface",
  "aws_vpc_endpoint.dns_options.private_dns_preference",
  "aws_vpc_endpoint.dns_options.private_dns_specified_domains",
  "aws_flow_log.tag_field_specification",
  "aws_s3_bucket.bucket_namespace",
  "aws_secretsmanager_secret.type",
  "aws_subnet.ipv4_ipam_pool_id",
  "aws_subnet.ipv4_netmask_length",
  "aws_subnet.ipv6_ipam_pool_id",
  "aws_subnet.ipv6_netmask_length",
  "aws_route53_resolver_firewall_rule.confidence_threshold",
  "aws_route53_resolver_firewall_rule.dns_threat_protection",
];

function isArgument(block: Block, [name = "", ...rest]: readonly string[]): boolean {
  const nested = block.block_types[name]?.block;
  return rest.length === 0 || rest[0] === "#" || nested === undefined
    ? block.attributes[name] !== undefined || nested !== undefined
    : isArgument(nested, rest);
}

test("The paths of arguments that replace a resource are paths of the provider's schema.", () => {
  const unknown = resources.flatMap((type) =>
    replacingArguments(type)
      .filter(({ path }) => path !== "region" && !isArgument(schemas[type]?.block as Block, path.split(".")))
      .map(({ path }) => `${type}.${path}`),
  );

  expect(unknown.filter((one) => !ofLaterProviders.some((later) => `${one}.`.startsWith(`${later}.`)))).toEqual([]);
});

test("Every name of a resource that Terraform cannot rename is among the arguments that replace it.", () => {
  const replacing = new Map(resources.map((type) => [type, replacingArguments(type).map(({ path }) => path)]));

  expect(replacing.get("aws_subnet")).toEqual(
    expect.arrayContaining(["availability_zone", "cidr_block", "vpc_id", "region"]),
  );
  expect(replacing.get("aws_sagemaker_domain")).toEqual(
    expect.arrayContaining(["auth_mode", "domain_name", "domain_settings.security_group_ids", "kms_key_id", "vpc_id"]),
  );
  expect(typesWithReplacingArguments().length).toBeGreaterThan(1_400);
});

test("A condition that depends on more than two values is decided by a plan alone.", () => {
  expect(replacesWhen({ kind: "planned" }, "a", "b", () => true)).toBeUndefined();
  expect(replacesWhen({ kind: "smaller" }, null, 5, () => true)).toBeUndefined();
  expect(replacesWhen({ kind: "removed" }, "a", "", () => true)).toBe(true);
  expect(
    replacesWhen({ kind: "except from", from: "dedicated", to: "default" }, "dedicated", "default", () => true),
  ).toBe(false);
});

describe("the plan of the stand-in", () => {
  const block = deriveSchema(packageRoot(__dirname), { resources: ["aws_instance"], dataSources: [] }).resource_schemas
    .aws_instance?.block as Block;
  const instance = {
    user_data: "a",
    user_data_replace_on_change: false,
    root_block_device: [{ encrypted: false, volume_size: 8 }],
  };
  const forced = (config: object) =>
    requiredReplacements({ type: "aws_instance", block, prior: instance, config: { ...instance, ...config } });

  test("replaces an instance for an argument in a block, and names the block.", () => {
    expect(forced({ root_block_device: [{ encrypted: true, volume_size: 8 }] })).toEqual(["root_block_device"]);
    expect(forced({ root_block_device: [{ encrypted: false, volume_size: 16 }] })).toEqual([]);
  });

  test("replaces an instance for its user data where the configuration says so.", () => {
    expect(forced({ user_data: "b" })).toEqual([]);
    expect(forced({ user_data: "b", user_data_replace_on_change: true })).toEqual(["user_data"]);
  });
});
