import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";

/** Parsed JSON that a test may change. */
type Mutable = null | boolean | number | string | Mutable[] | { [key: string]: Mutable };
type MutableObject = { [key: string]: Mutable };

const text = readFileSync(join(__dirname, "..", "agreement", "plans", "create.json"), "utf8");

function at(value: Mutable, ...path: readonly string[]): MutableObject {
  return path.reduce<Mutable>((inner, key) => (inner as MutableObject)[key] ?? null, value) as MutableObject;
}

function resourceIn(list: Mutable, address: string): MutableObject {
  return (list as MutableObject[]).find((entry) => entry.address === address) ?? {};
}

interface PlanEdit {
  /** Expressions of the resource in the configuration. */
  readonly configured?: MutableObject;
  /** Values that the whole plan shows. */
  readonly planned?: MutableObject;
  /** Values of an object that exists, which the plan keeps. @default - the plan creates it */
  readonly before?: MutableObject;
  readonly region?: string;
  /** Region of the provider `aws.other`, which the resource has. */
  readonly aliasRegion?: string;
}

/** What is read of a plan in which all sections show the same values: a refusal, or the parts that are not read. */
function reading(address: string, { configured = {}, planned = {}, before, region, aliasRegion }: PlanEdit): string {
  const plan = JSON.parse(text) as MutableObject;
  const declared = resourceIn(at(plan, "configuration", "root_module").resources ?? [], address);
  declared.expressions = { ...at(declared, "expressions"), ...configured };
  const shown = resourceIn(at(plan, "planned_values", "root_module").resources ?? [], address);
  const { change } = resourceIn(plan.resource_changes ?? [], address) as { change: MutableObject };
  for (const values of [at(shown, "values"), at(change, "after")]) {
    Object.assign(values, planned);
  }
  for (const name of Object.keys(planned)) {
    delete at(change, "after_unknown")[name];
  }
  if (before !== undefined) {
    const values = { ...at(change, "after"), ...before };
    Object.assign(change, { actions: ["update"], before: values, before_sensitive: {} });
    const prior = at(plan, "prior_state", "values", "root_module");
    prior.resources = [
      ...((prior.resources as Mutable[] | undefined) ?? []),
      { ...shown, values: structuredClone(values), sensitive_values: {} },
    ];
  }
  if (region !== undefined) {
    Object.assign(at(plan, "configuration", "provider_config", "aws", "expressions"), {
      region: { constant_value: region },
    });
  }
  if (aliasRegion !== undefined) {
    declared.provider_config_key = "aws.other";
    Object.assign(at(plan, "configuration", "provider_config"), {
      "aws.other": {
        ...at(plan, "configuration", "provider_config", "aws"),
        alias: "other",
        expressions: { region: { constant_value: aliasRegion } },
      },
    });
  }
  try {
    const { unreadParts = [] } = readConfiguration(plan, "plan.json");
    return unreadParts.map(({ text: part }) => part).join("\n");
  } catch (error) {
    return `refused: ${String(error)}`;
  }
}

const constant = (value: Mutable): MutableObject => ({ constant_value: value });
const vpc = "aws_vpc.vpc";
const bucket = "aws_s3_bucket.b";

test.each<readonly [string, string, PlanEdit]>([
  ["a boolean", vpc, { planned: { enable_dns_support: false } }],
  ["a block of addresses", vpc, { planned: { cidr_block: "10.2.0.0/16" } }],
  [
    "a word",
    vpc,
    { configured: { instance_tenancy: constant("default") }, planned: { instance_tenancy: "dedicated" } },
  ],
  ["a word that is planned as none", vpc, { configured: { instance_tenancy: constant("default") } }],
  ["a number", vpc, { configured: { ipv4_netmask_length: constant(16) }, planned: { ipv4_netmask_length: 8 } }],
  ["a value of a tag", vpc, { configured: { tags: constant({ a: "b" }) }, planned: { tags: { a: "c" } } }],
  [
    "an argument of the only block",
    "aws_s3_bucket_lifecycle_configuration.l",
    { configured: { rule: [{ status: constant("Disabled") }] } },
  ],
  [
    "a changed value that is neither",
    vpc,
    { planned: { enable_dns_support: false }, before: { enable_dns_support: null } },
  ],
])("a plan is refused if its configuration writes another value than it plans: %s", (_, address, edit) => {
  expect(reading(address, edit)).toMatch(/^refused: .* in the configuration and .* in planned_values/);
});

test.each<readonly [string, string, PlanEdit]>([
  [
    "a former value that is kept",
    vpc,
    { planned: { enable_dns_support: false }, before: { enable_dns_support: false } },
  ],
  ["a name in another form", bucket, { planned: { bucket: "bbb-other2" } }],
])("what a plan shows of an argument is not known if it is %s", (_, address, edit) => {
  expect(reading(address, edit)).toMatch(
    /is .* in the configuration and .* in planned_values; the provider or ignore_changes/,
  );
});

test.each<readonly [string, string, PlanEdit]>([
  ["as it is", vpc, {}],
  ["with a boolean as text", vpc, { configured: { enable_dns_support: constant("true") } }],
  [
    "with a number as text",
    vpc,
    { configured: { ipv4_netmask_length: constant("16") }, planned: { ipv4_netmask_length: 16 } },
  ],
  ["with null", vpc, { configured: { instance_tenancy: constant(null) }, planned: { instance_tenancy: "default" } }],
  ["with a false that the provider omits", vpc, { configured: { assign_generated_ipv6_cidr_block: constant(false) } }],
  [
    "with letters in another case",
    vpc,
    { configured: { instance_tenancy: constant("Default") }, planned: { instance_tenancy: "default" } },
  ],
  [
    "with JSON in another form",
    bucket,
    { configured: { policy: constant('{"a": [1]}') }, planned: { policy: '{"a":[1]}' } },
  ],
  [
    "with an argument that the provider adds to a block",
    "aws_s3_bucket_lifecycle_configuration.l",
    { configured: { rule: [{ status: constant("Enabled") }] } },
  ],
])("a plan %s agrees with its configuration", (_, address, edit) => {
  expect(reading(address, edit)).toBe(reading(vpc, {}));
});

test("a plan is refused if it shows a resource in another Region than that of its provider", () => {
  expect(reading(vpc, { planned: { region: "us-east-1" } })).toMatch(/^refused: .*aws_vpc\.vpc: region is us-east-1/);
  expect(reading(vpc, { region: "eu-west-2" })).toMatch(/^refused: .*: region is eu-west-1 in planned_values/);
  expect(reading(vpc, { configured: { region: constant("us-east-1") }, planned: { region: "us-east-1" } })).not.toMatch(
    /^refused/,
  );
});

test("a plan is refused if it shows a resource of an aliased provider in the Region of the default provider", () => {
  expect(reading(vpc, { aliasRegion: "us-east-1" })).toMatch(/^refused: .*its provider is in us-east-1/);
  expect(reading(vpc, { aliasRegion: "us-east-1", planned: { region: "us-east-1" } })).not.toMatch(/^refused/);
});
