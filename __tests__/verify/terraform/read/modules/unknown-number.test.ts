import * as fc from "fast-check";
import { decideClaimsAlone } from "../../../../../verify/claims/decide-claims";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import { resourceGraphOf } from "../../../../../verify/terraform/references/resource-graph";
import type { Json, JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../../../verify/unmodeled/model-gaps";
import { propertyRuns } from "../../../../fixtures/property-runs";
import { claimSubjectWith } from "../../../fixtures/claim-subject";
import { networkPerimeter } from "../../../fixtures/network-perimeter";

/** How many there are, which no file says. */
const unknownCount = "${length(data.aws_vpcs.all.ids)}";

const vpc = { vpc_id: "${aws_vpc.main.id}" };
const policy = (statement: JsonObject): string => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });

/** Resources that a folder adds, which open something, close something, or do neither. */
const added: readonly (readonly [type: string, values: JsonObject])[] = [
  ["terraform_data", { input: "x" }],
  ["aws_vpc", { cidr_block: "10.9.0.0/16" }],
  ["aws_internet_gateway", vpc],
  ["aws_eip", { domain: "vpc" }],
  [
    "aws_security_group",
    { ...vpc, ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }] },
  ],
  ["aws_s3_bucket", { bucket: "team-data" }],
  [
    "aws_s3_bucket_policy",
    { bucket: "team-data", policy: policy({ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" }) },
  ],
  [
    "aws_iam_role",
    {
      name: "team",
      assume_role_policy: policy({ Effect: "Allow", Principal: { AWS: "111122223333" }, Action: "sts:AssumeRole" }),
    },
  ],
  ["aws_iam_user", { name: "somebody" }],
  ["aws_iam_user_policy", { user: "somebody", policy: policy({ Effect: "Allow", Action: "*", Resource: "*" }) }],
  ["aws_flow_log", { ...vpc, traffic_type: "ALL", log_destination_type: "s3", log_destination: "arn:aws:s3:::flow" }],
  ["aws_cloudwatch_log_group", { name: "/team", retention_in_days: 1 }],
  ["aws_kms_key", { policy: policy({ Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" }) }],
  ["aws_route53_zone", { name: "example.com" }],
  ["aws_sns_topic", { name: "alarms" }],
  ["aws_ecr_repository", { name: "images" }],
  [
    "aws_sagemaker_notebook_instance",
    { name: "n", instance_type: "ml.t3.medium", role_arn: "arn:aws:iam::111122223333:role/r" },
  ],
];

const isData = (type: string): boolean => type.startsWith("data.");

const perimeter = networkPerimeter();
const text = JSON.stringify(perimeter);
/** Resources of a perimeter to which no other one refers, so that there may be any number of them. */
const leaves = Object.entries(perimeter).flatMap(([type, names]) =>
  Object.entries(names)
    .filter(([name]) => !isData(type) && !text.includes(`${type}.${name}`))
    .map(([name, values]) => ({ type, name, values: values as JsonObject })),
);

const repeated = fc.oneof(
  fc.constantFrom(...added).map(([type, values]) => ({ type, name: "repeated", values })),
  fc.constantFrom(...leaves),
);

function verdicts({ type, name, values }: (typeof leaves)[number], changed: JsonObject): ReadonlyMap<string, string> {
  const all = { ...perimeter, [type]: { ...perimeter[type], [name]: { ...values, ...changed } } };
  const section = (wanted: boolean): JsonObject =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([one]) => isData(one) === wanted)
        .map(([one, named]) => [one.replace(/^data\./, ""), named as Json]),
    );
  const { configuration: _, ...subject } = claimSubjectWith({});
  const json = { provider: { aws: [{ region: "eu-west-1" }] }, resource: section(false), data: section(true) };
  const results = decideClaimsAlone({ ...subject, configuration: readConfiguration(json, "cdk.tf.json") });
  return new Map(results.map(({ claim, verdict }) => [claim.name, verdict.kind]));
}

test("A claim that holds, whatever the number of a resource is, holds for none, one, two and three of it.", () => {
  fc.assert(
    fc.property(repeated, (resource) => {
      const open = [...verdicts(resource, { count: unknownCount })].filter(
        ([, kind]) => kind === "proved" || kind === "notApplicable",
      );
      for (const count of [0, 1, 2, 3]) {
        const known = verdicts(resource, { count });
        expect(open.filter(([name, kind]) => known.get(name) !== kind).map(([name]) => `${name} of ${count}`)).toEqual(
          [],
        );
      }
    }),
    propertyRuns(5),
  );
});

test.each([
  ["An open security group whose count is unknown leaves no-open-security-group undecided", false, "undecided"],
  [
    "An open security group violates no-open-security-group, whatever the unknown count of another one is",
    true,
    "violated",
  ],
])("%s.", (_, isOneCertain, kind) => {
  const open = { ...vpc, ingress: [{ from_port: 22, to_port: 22, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }] };
  const groups = { perhaps: { ...open, count: unknownCount }, ...(isOneCertain ? { certain: open } : {}) };
  const subject = claimSubjectWith({
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_default_security_group: { empty: vpc },
    aws_security_group: groups,
  });
  const found = decideClaimsAlone(subject).find(({ claim }) => claim.name === "no-open-security-group")?.verdict;

  expect(found?.kind).toBe(kind);
  expect(found?.evidence.flatMap(({ addresses }) => addresses)).toContain(
    isOneCertain ? "aws_security_group.certain" : "aws_security_group.perhaps",
  );
});

test("A claim that fails, whatever the number of a resource is, fails for none and for one of it.", () => {
  fc.assert(
    fc.property(repeated, (resource) => {
      const failed = [...verdicts(resource, { count: unknownCount })].filter(([, kind]) => kind === "violated");
      for (const count of [0, 1]) {
        const known = verdicts(resource, { count });
        expect(
          failed.filter(([name]) => known.get(name) !== "violated").map(([name]) => `${name} of ${count}`),
        ).toEqual([]);
      }
    }),
    propertyRuns(5),
  );
});

/** Arguments of the perimeter with the values that they may have in place of their own. */
const alternatives = Object.entries(perimeter)
  .filter(([type]) => !isData(type))
  .flatMap(([type, names]) =>
    Object.entries(names).flatMap(([name, values]) =>
      Object.entries(values as JsonObject).flatMap(([argument, value]) =>
        typeof value === "boolean" || typeof value === "number"
          ? [
              {
                type,
                name,
                values: values as JsonObject,
                argument,
                others: [value, typeof value === "number" ? value + 1 : !value],
              },
            ]
          : [],
      ),
    ),
  );

test("A claim that holds, whatever the value of an argument is, holds for two values of it.", () => {
  fc.assert(
    fc.property(fc.constantFrom(...alternatives), ({ argument, others, ...resource }) => {
      const unknown = verdicts(resource, { [argument]: "${data.aws_vpcs.all.open}" });
      const open = [...unknown].filter(([, kind]) => kind === "proved" || kind === "notApplicable");
      for (const value of others) {
        const known = verdicts(resource, { [argument]: value });
        expect(
          open
            .filter(([claim, kind]) => known.get(claim) !== kind)
            .map(([claim]) => `${claim} with ${argument} ${value}`),
        ).toEqual([]);
      }
    }),
    propertyRuns(3),
  );
});

test.each([
  ["terraform_data", []],
  ["aws_flow_log", ["operations"]],
  ["aws_unheard_of", "every"],
  ["aws_ec2_transit_gateway", "every"],
  ["aws_route_table_association", "every"],
  ["aws_vpc_endpoint_private_dns", "every"],
  ["aws_security_group_rule", ["network", "identities"]],
] as const)("An unknown number of %s leaves open what its type can affect: %j.", (type, topics) => {
  const { configuration } = claimSubjectWith({ [type]: { x: { count: unknownCount } } });
  const gaps = modelGaps(configuration).filter(({ evidence }) => evidence.text.includes("number of its instances"));
  const found = new Set(gaps.flatMap((gap) => gap.topics));

  expect(
    [...(topics === "every" ? ["network", "firewall", "names", "data", "identities", "operations"] : topics)].filter(
      (topic) => !found.has(topic as never),
    ),
  ).toEqual([]);
  expect(found.size === 0).toBe(topics.length === 0);
});

test("An unknown number of lookups leaves nothing open but what reads them.", () => {
  const data = { aws_vpc: { other: { count: unknownCount } } };

  expect(readConfiguration({ data }, "cdk.tf.json").unreadParts).toBeUndefined();
});

test.each([
  '${length(terraform_data.x[*]) == 0 ? "0.0.0.0/0" : "10.0.0.1/32"}',
  '${length(terraform_data.x.*.id) == 0 ? "0.0.0.0/0" : "10.0.0.1/32"}',
  '${terraform_data.x == [] ? "10.0.0.1/32" : "0.0.0.0/0"}',
])("An expression that asks for an unknown number has no known value: %s", (cidr) => {
  const { configuration } = claimSubjectWith({
    terraform_data: { x: { count: unknownCount } },
    aws_vpc_security_group_egress_rule: { out: { security_group_id: "sg-0123456789abcdef0", cidr_ipv4: cidr } },
  });
  const written = configuration.resources.find(({ name }) => name === "out")?.values.cidr_ipv4;

  expect(resourceGraphOf(configuration).evaluate(String(written))).toBeUndefined();
});
