import { type Perimeter, perimetersOf } from "../../../verify/perimeters/perimeters-of";
import type { Json, Resource, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";

const RISK = 'module.perimeter["risk"]';
const FRAUD = 'module.perimeter["fraud"]';
const RESEARCH = "module.research";

function resource(address: string, values: Readonly<Record<string, Json>> = {}): Resource {
  const parts = address.split(".");
  const [type = "", name = ""] = parts.slice(-2);
  return { address, mode: parts.at(-3) === "data" ? "data" : "managed", type, name, values };
}

/** Three perimeters with a VPC and a bucket each, and what is outside of them. */
function rootModule(...outside: readonly Resource[]): TerraformConfiguration {
  const modules = [RISK, FRAUD, RESEARCH];
  return {
    source: "root",
    form: "synthesized",
    resources: [
      ...modules.flatMap((module, index) => [
        resource(`${module}.aws_vpc.this`, { cidr_block: `10.${index}.0.0/16` }),
        resource(`${module}.aws_s3_bucket.data`, { bucket: `data-${index}` }),
        resource(`${module}.data.aws_region.this`),
      ]),
      ...outside,
    ],
    outputs: Object.fromEntries(modules.map((module) => [`${module}.perimeter_posture`, { posture: module }])),
  };
}

const addressesIn = ({ configuration }: Perimeter): readonly string[] =>
  configuration.resources.map(({ address }) => address);

/** What each perimeter is connected with, in the words of its gap. */
function connectionsIn(configuration: TerraformConfiguration): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    perimetersOf(configuration).map((perimeter) => [
      String(perimeter.module),
      (perimeter.configuration.unreadParts ?? []).map(({ text }) => text.replace(/, and each is judged.*$/, "")),
    ]),
  );
}

const apart = { [RISK]: [], [FRAUD]: [], [RESEARCH]: [] };

test("a root module with one posture is one perimeter, as it is", () => {
  const one = { ...rootModule(), outputs: { perimeter_posture: { posture: "isolated" } } };
  const called = { ...rootModule(), outputs: { "module.research.perimeter_posture": { posture: "isolated" } } };

  expect(perimetersOf(one)).toEqual([{ configuration: one }]);
  expect(perimetersOf(called)).toEqual([{ configuration: called }]);
});

test("each of several perimeters has its own resources and posture, and everything that is outside of all", () => {
  const key = resource("aws_kms_key.shared_by_nobody");
  const [risk, , research] = perimetersOf(rootModule(key)) as [Perimeter, Perimeter, Perimeter];

  expect(risk.module).toBe(RISK);
  expect(risk.configuration.outputs).toEqual({ perimeter_posture: { posture: RISK } });
  expect(addressesIn(risk).filter((address) => !address.includes("data.aws_region"))).toEqual([
    `${RISK}.aws_vpc.this`,
    `${RISK}.aws_s3_bucket.data`,
    key.address,
  ]);
  expect(addressesIn(research)).toContain(key.address);
});

test("a data source about the provider belongs to every perimeter, because IDs of equal Regions look like references to one", () => {
  for (const perimeter of perimetersOf(rootModule())) {
    expect(addressesIn(perimeter).filter((address) => address.endsWith("data.aws_region.this"))).toHaveLength(3);
  }
});

test("a root module says which modules are perimeters with perimeter_postures, as a state has no outputs of modules", () => {
  const state = {
    ...rootModule(),
    outputs: { perimeter_postures: { [RISK]: { posture: "a" }, [RESEARCH]: { posture: "b" } } },
  };

  expect(perimetersOf(state).map(({ module }) => module)).toEqual([RISK, RESEARCH]);
});

test.each<[what: string, postures: Json, fault: string]>([
  ["a text", "isolated", 'not an object of postures, got "isolated"'],
  ["no module", {}, "not an object of postures, got {}"],
  ["a word", { risk: {} }, "not the address of a module call, got risk"],
  ["a module in another one", { "module.a": {}, "module.a.module.b": {} }, "got module.a.module.b"],
])("perimeter_postures with %s is refused", (_, postures, fault) => {
  expect(() => perimetersOf({ ...rootModule(), outputs: { perimeter_postures: postures } })).toThrow(fault);
});

test.each<[what: string, outside: readonly Resource[]]>([
  [
    "what refers to one of them",
    [resource("aws_route.x", { route_table_id: `\${${RISK}.aws_vpc.this.main_route_table_id}` })],
  ],
  [
    "an identity provider and a topic that several use",
    [
      resource("aws_iam_saml_provider.corporate"),
      resource(`${RISK}.aws_iam_role.a`, {
        assume_role_policy: '{"Federated":"${aws_iam_saml_provider.corporate.arn}"}',
      }),
      resource(`${FRAUD}.aws_iam_role.a`, {
        assume_role_policy: '{"Federated":"${aws_iam_saml_provider.corporate.arn}"}',
      }),
    ],
  ],
  [
    "a transit gateway of somebody else that several look up",
    [
      resource("data.aws_ec2_transit_gateway.company", { id: "tgw-0123456789abcdef0" }),
      resource(`${RISK}.aws_route.x`, { transit_gateway_id: "${data.aws_ec2_transit_gateway.company.id}" }),
      resource(`${FRAUD}.aws_route.x`, { transit_gateway_id: "${data.aws_ec2_transit_gateway.company.id}" }),
    ],
  ],
  [
    "a name that begins as one of another",
    [resource(`${FRAUD}.aws_iam_role_policy.x`, { policy: "arn:aws:s3:::data-0-archive/*" })],
  ],
])("perimeters are not connected by %s", (_, outside) => {
  expect(connectionsIn(rootModule(...outside))).toEqual(apart);
});

test.each<[what: string, outside: readonly Resource[], through: string]>([
  [
    "something outside that refers to both",
    [
      resource("aws_vpc_peering_connection.x", {
        vpc_id: `\${${RISK}.aws_vpc.this.id}`,
        peer_vpc_id: `\${${FRAUD}.aws_vpc.this.id}`,
      }),
    ],
    "aws_vpc_peering_connection.x",
  ],
  [
    "something outside that both refer to",
    [
      resource("aws_ec2_transit_gateway.x"),
      resource(`${RISK}.aws_route.x`, { transit_gateway_id: "${aws_ec2_transit_gateway.x.id}" }),
      resource(`${FRAUD}.aws_route.x`, { transit_gateway_id: "${aws_ec2_transit_gateway.x.id}" }),
    ],
    "aws_ec2_transit_gateway.x",
  ],
  [
    "two things outside that a third one connects",
    [
      ...["one", "two"].map((name) => resource(`aws_ec2_transit_gateway.${name}`)),
      resource("aws_ec2_transit_gateway_peering_attachment.x", {
        transit_gateway_id: "${aws_ec2_transit_gateway.one.id}",
        peer_transit_gateway_id: "${aws_ec2_transit_gateway.two.id}",
      }),
      resource(`${RISK}.aws_route.x`, { transit_gateway_id: "${aws_ec2_transit_gateway.one.id}" }),
      resource(`${FRAUD}.aws_route.x`, { transit_gateway_id: "${aws_ec2_transit_gateway.two.id}" }),
    ],
    "aws_ec2_transit_gateway_peering_attachment.x",
  ],
  [
    "a reference in a policy, which is JSON in a text",
    [
      resource(`${FRAUD}.aws_iam_role_policy.x`, {
        policy: JSON.stringify({ Resource: `\${${RISK}.aws_s3_bucket.data.arn}/*` }),
      }),
    ],
    `${FRAUD}.aws_iam_role_policy.x`,
  ],
  [
    "the name of a bucket in a policy",
    [resource(`${FRAUD}.aws_iam_role_policy.x`, { policy: '{"Resource":"arn:aws:s3:::data-0/*"}' })],
    `${FRAUD}.aws_iam_role_policy.x`,
  ],
  [
    "an instance of something outside that the other refers to without its instance",
    [
      resource("aws_ec2_transit_gateway.x[0]"),
      resource(`${RISK}.aws_route.x`, { transit_gateway_id: "${aws_ec2_transit_gateway.x[0].id}" }),
      resource(`${FRAUD}.aws_route.x`, { transit_gateway_id: "${one(aws_ec2_transit_gateway.x[*].id)}" }),
    ],
    "aws_ec2_transit_gateway.x[0]",
  ],
  [
    "an expression over every instance of the call",
    [
      resource("aws_security_group_rule.x", {
        cidr_blocks: "${[for m in values(module.perimeter) : m.vpc_cidr_block]}",
      }),
    ],
    "aws_security_group_rule.x",
  ],
])("perimeters that are connected by %s have a gap, and the third one has none", (_, outside, through) => {
  expect(connectionsIn(rootModule(...outside))).toEqual({
    [RISK]: [`${through} connects ${RISK} with ${FRAUD}`],
    [FRAUD]: [`${through} connects ${FRAUD} with ${RISK}`],
    [RESEARCH]: [],
  });
});

test("what acts on one perimeter alone is judged there, and what grants permissions is judged everywhere", () => {
  const route = resource("aws_route.x", { route_table_id: `\${${RISK}.aws_vpc.this.main_route_table_id}` });
  const bucketPolicy = resource("aws_s3_bucket_policy.x", { bucket: `\${${RISK}.aws_s3_bucket.data.id}` });
  const rolePolicy = resource("aws_iam_role_policy.x", { role: "r", policy: `"\${${RISK}.aws_s3_bucket.data.arn}"` });
  const [risk, fraud] = perimetersOf(rootModule(route, bucketPolicy, rolePolicy)) as [Perimeter, Perimeter];
  const outside = (perimeter: Perimeter) => addressesIn(perimeter).filter((address) => address.endsWith(".x"));

  expect(outside(risk)).toEqual([route.address, bucketPolicy.address, rolePolicy.address]);
  expect(outside(fraud)).toEqual([rolePolicy.address]);
});
