import { type Perimeter, perimetersOf } from "../../../verify/perimeters/perimeters-of";
import type { Json, Resource, TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../verify/unmodeled/model-gaps";

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
  ["a module that is not called", { [RISK]: {}, "module.ghost": {} }, "no resource is in the module, got module.ghost"],
  ["another instance", { 'module.perimeter["audit"]': {} }, 'got module.perimeter["audit"]; name the modules'],
])("perimeter_postures with %s is refused", (_, postures, fault) => {
  expect(() => perimetersOf({ ...rootModule(), outputs: { perimeter_postures: postures } })).toThrow(fault);
});

test("a listed module that may be in a file which was not read is undecided, and not refused", () => {
  const root = { ...rootModule(), outputs: { perimeter_postures: { "module.ghost": { posture: "a" } } } };
  const part = { address: "calls.tf", text: "calls.tf: this file was not read" };

  expect(perimetersOf({ ...root, unreadParts: [part] })).toMatchObject([
    { module: "module.ghost", configuration: { unreadParts: [part] } },
  ]);
});

test("a posture that is listed at another module is refused, and one that the root module extends is not", () => {
  const postures = (ofRisk: Json) => ({ perimeter_postures: { [RISK]: ofRisk, [FRAUD]: { posture: FRAUD } } });
  const root = rootModule();
  const listing = (ofRisk: Json) => perimetersOf({ ...root, outputs: { ...root.outputs, ...postures(ofRisk) } });

  expect(() => listing({ posture: FRAUD })).toThrow(`the posture of another module, got ${FRAUD} at ${RISK}`);
  expect(listing({ posture: RISK, harmless: [] })).toHaveLength(2);
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

/** A transit gateway outside, and a route to it in two perimeters. */
const routesTo = (gateway: string, ofRisk: string, ofFraud: string): readonly Resource[] => [
  resource(gateway),
  resource(`${RISK}.aws_route.x`, { transit_gateway_id: `\${${ofRisk}}` }),
  resource(`${FRAUD}.aws_route.x`, { transit_gateway_id: `\${${ofFraud}}` }),
];

/** What forwards the VPC of one perimeter to another one. */
const forwarded = (address: string, values: Readonly<Record<string, Json>>): readonly Resource[] => [
  resource(address, values),
  resource(`${FRAUD}.aws_route.x`, { gateway_id: `\${${address}.output}` }),
];

const VPC_OF_RISK = `\${${RISK}.aws_vpc.this.id}`;

test.each<[what: string, outside: readonly Resource[]]>([
  ["every instance of a call", [resource("aws_security_group_rule.x", { cidr_blocks: "${module.perimeter[*].cidr}" })]],
  ...["each.key", "local.first", "keys(module.perimeter)[0]"].map((index): [string, readonly Resource[]] => [
    `an instance that is not known, by [${index}]`,
    [
      resource("aws_vpc_peering_connection.x", {
        vpc_id: `\${module.perimeter[${index}].vpc_id}`,
        peer_vpc_id: `\${${FRAUD}.aws_vpc.this.id}`,
      }),
    ],
  ]),
  [
    "one instance of a transit gateway, by its index and by every instance",
    routesTo("aws_ec2_transit_gateway.x[0]", "aws_ec2_transit_gateway.x[0].id", "one(aws_ec2_transit_gateway.x[*].id)"),
  ],
  [
    "an instance of a transit gateway whose key is not known",
    routesTo(
      'aws_ec2_transit_gateway.x["m"]',
      'aws_ec2_transit_gateway.x["m"].id',
      "aws_ec2_transit_gateway.x[each.key].id",
    ),
  ],
  [
    "a transit gateway in a module, by its address and by an output",
    routesTo(
      "module.hub.aws_ec2_transit_gateway.x",
      "module.hub.aws_ec2_transit_gateway.x.id",
      "module.hub.transit_gateway.id",
    ),
  ],
  [
    "an output of a module outside, one instance of which has a dot in its key",
    [
      resource('module.hub["a.b"].aws_ec2_transit_gateway_vpc_attachment.x', { vpc_id: VPC_OF_RISK }),
      resource(`${FRAUD}.aws_route.x`, { transit_gateway_id: '${module.hub["a.b"].transit_gateway_id}' }),
    ],
  ],
  ["a neutral resource that forwards what it refers to", forwarded("terraform_data.x", { input: VPC_OF_RISK })],
  ["a neutral resource of one of them", forwarded(`${RISK}.terraform_data.x`, { input: VPC_OF_RISK })],
  ["a data source of another provider", forwarded("data.external.x", { query: { vpc: VPC_OF_RISK } })],
  [
    "a data source that finds a bucket by its name",
    [
      resource("data.aws_s3_bucket.x", { bucket: "data-0" }),
      resource(`${FRAUD}.aws_iam_role_policy.x`, { policy: "${data.aws_s3_bucket.x.arn}" }),
    ],
  ],
  ...[
    "arn:aws:logs:eu-west-1:1:log-group:/aws/studio:*",
    "arn:aws:kms:eu-west-1:1:alias/studio",
    "arn:aws:secretsmanager:eu-west-1:1:secret:studio-token-??????",
    "https://data-0.s3.eu-west-1.amazonaws.com/x",
  ].map((text): [string, readonly Resource[]] => [
    `the name in ${text}`,
    [
      resource(`${RISK}.aws_cloudwatch_log_group.x`, { name: "/aws/studio" }),
      resource(`${RISK}.aws_kms_alias.x`, { name: "alias/studio" }),
      resource(`${RISK}.aws_secretsmanager_secret.x`, { name: "studio-token" }),
      resource(`${FRAUD}.aws_iam_role_policy.x`, { policy: JSON.stringify({ Resource: text }) }),
    ],
  ]),
])("perimeters that are connected by %s have a gap", (_, outside) => {
  const connections = connectionsIn(rootModule(...outside));

  expect(connections[RISK]).toContainEqual(expect.stringContaining(FRAUD));
  expect(connections[FRAUD]).toContainEqual(expect.stringContaining(RISK));
});

test("a key with brackets is one key, and a module whose name begins as that of another one is a different module", () => {
  const between = (modules: readonly string[], from: string, to: string) =>
    perimetersOf({
      ...rootModule(
        resource("aws_vpc_peering_connection.x", { vpc_id: `\${${from}.id}`, peer_vpc_id: `\${${to}.id}` }),
      ),
      outputs: Object.fromEntries(modules.map((module) => [`${module}.perimeter_posture`, {}])),
    }).map(({ configuration: { unreadParts = [] } }) => unreadParts.length);

  expect(between(['module.p["a]b"]', 'module.p["c"]'], 'module.p["a]b"].aws_vpc.x', 'module.p["c"].aws_vpc.x')).toEqual(
    [1, 1],
  );
  expect(between(["module.a", "module.a_b", "module.a-b"], "module.a.aws_vpc.x", "aws_vpc.x")).toEqual([0, 0, 0]);
  expect(
    between(['module.p["a"].module.q', "module.b"], "module.p[var.x].module.q.aws_vpc.x", "module.b.aws_vpc.x"),
  ).toEqual([1, 1]);
});

test("instances of a transit gateway that different perimeters use, and a dashboard of both, connect nothing", () => {
  const gateway = (key: string) => `aws_ec2_transit_gateway.x["${key}"]`;
  const dashboard = resource("aws_cloudwatch_dashboard.x", {
    dashboard_body: `${VPC_OF_RISK} \${${FRAUD}.aws_vpc.this.id}`,
  });

  expect(
    connectionsIn(
      rootModule(
        ...routesTo(gateway("m"), `${gateway("m")}.id`, `${gateway("n")}.id`),
        resource(gateway("n")),
        dashboard,
      ),
    ),
  ).toEqual(apart);
});

test.each([
  "rtb-0123456789abcdef0",
  "${var.table}",
  "${data.aws_route_table.x.id}",
  `\${coalesce(var.x, ${RISK}.x_y.z)}`,
])("a route in the table %s is judged with every perimeter, although its gateway is of one", (table) => {
  const route = resource("aws_route.x", { route_table_id: table, gateway_id: `\${${RISK}.aws_internet_gateway.x.id}` });

  for (const perimeter of perimetersOf(rootModule(route))) {
    expect(addressesIn(perimeter)).toContain(route.address);
  }
});

/** Addresses of what may act on each perimeter, although it is in another one. */
const openEndsIn = (...inside: readonly Resource[]) =>
  Object.fromEntries(
    perimetersOf(rootModule(...inside)).map(({ module, configuration: { unreadParts = [] } }) => [
      String(module),
      unreadParts.filter(({ text }) => text.includes("may belong to")).map(({ address }) => address),
    ]),
  );

test.each<readonly [type: string, values: Readonly<Record<string, Json>>]>([
  ["aws_route", { route_table_id: "rtb-0123456789abcdef0", destination_cidr_block: "0.0.0.0/0" }],
  ["aws_route", { route_table_id: "${data.aws_route_table.x.id}" }],
  ["aws_route", { route_table_id: `\${${RISK}.data.aws_route_table.x.id}` }],
  ["aws_route", { route_table_id: "${var.table}" }],
  ["aws_route_table_association", { subnet_id: "subnet-0123456789abcdef0" }],
  ["aws_vpc_security_group_ingress_rule", { security_group_id: "sg-0123456789abcdef0", cidr_ipv4: "0.0.0.0/0" }],
  ["aws_internet_gateway_attachment", { vpc_id: "vpc-0123456789abcdef0" }],
  ["aws_route53_zone_association", { vpc_id: "vpc-0123456789abcdef0" }],
  ["aws_lambda_function", { vpc_config: [{ subnet_ids: ["subnet-0123456789abcdef0"] }] }],
  ["aws_lambda_function", { vpc_config: [{ subnet_ids: "${data.aws_subnets.x.ids}" }] }],
  ["aws_kms_key_policy", { key_id: "1234abcd-12ab-34cd-56ef-1234567890ab" }],
  ["aws_vpc_endpoint_policy", { vpc_endpoint_id: "vpce-0123456789abcdef0" }],
  ["unknown_type", { subnet: "subnet-0123456789abcdef0" }],
])("a resource %s of one perimeter with %j may act on every other one", (type, values) => {
  const inside = `${RISK}.${type}.x`;

  expect(openEndsIn(resource(inside, values))).toEqual({ [RISK]: [], [FRAUD]: [inside], [RESEARCH]: [inside] });
});

test.each<readonly [type: string, values: Readonly<Record<string, Json>>]>([
  ["aws_route", { route_table_id: `\${${RISK}.aws_vpc.this.main_route_table_id}` }],
  [
    "aws_vpc_security_group_egress_rule",
    { security_group_id: `\${${RISK}.aws_vpc.this.id}`, referenced_security_group_id: "sg-0123456789abcdef0" },
  ],
  ["aws_s3_bucket_policy", { bucket: `\${${RISK}.aws_s3_bucket.data.id}`, policy: '{"x":"vpce-0123456789abcdef0"}' }],
  ["aws_security_group", { ingress: [{ security_groups: ["sg-0123456789abcdef0"], from_port: 443 }] }],
  ["aws_ssm_parameter", { value: "subnet-0123456789abcdef0" }],
  [
    "aws_vpc",
    {
      id: "vpc-0123456789abcdef0",
      default_security_group_id: "sg-0123456789abcdef0",
      tags: { x: "i-0123456789abcdef0" },
    },
  ],
])("a resource %s of one perimeter with %j acts on no other one", (type, values) => {
  expect(openEndsIn(resource(`${RISK}.${type}.x`, values))).toEqual(apart);
});

test("a resource that may act on another perimeter names the argument, and the perimeter", () => {
  const route = resource(`${RISK}.aws_route.x`, { route_table_id: "rtb-0123456789abcdef0" });
  const [, fraud] = perimetersOf(rootModule(route)) as [Perimeter, Perimeter];

  expect(fraud.configuration.unreadParts).toEqual([
    {
      address: route.address,
      type: "aws_route",
      text: `${RISK}.aws_route.x.route_table_id is rtb-0123456789abcdef0, which may belong to ${FRAUD}; refer to the resource itself, or join the state that has it with --join`,
    },
  ]);
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

test("a transit gateway of two perimeters leaves their claims about networks open alone; a shared key those about roles, and code of one that runs as a role of the other all of them", () => {
  const of = (from: string) => `\${${from}.aws_vpc.this.id}`;
  const gateway = resource("aws_ec2_transit_gateway.shared");
  const attached = [RISK, FRAUD].map((module, index) =>
    resource(`aws_ec2_transit_gateway_vpc_attachment.a${index}`, {
      transit_gateway_id: "${aws_ec2_transit_gateway.shared.id}",
      vpc_id: of(module),
    }),
  );
  const key = resource("aws_kms_alias.shared", { name: of(RISK), target_key_id: of(FRAUD) });
  // Of one topic with the gateway, but it runs code as the role of another perimeter.
  const job = resource(`${FRAUD}.aws_codebuild_project.x`, { service_role: `\${${RISK}.aws_iam_role.studio.arn}` });
  const topicsOf = (...outside: readonly Resource[]): readonly string[] => {
    const [risk] = perimetersOf(rootModule(...outside));
    const gaps = risk === undefined ? [] : modelGaps(risk.configuration);
    return [
      ...new Set(gaps.filter(({ evidence }) => / connects /.test(evidence.text)).flatMap(({ topics }) => topics)),
    ];
  };

  expect(topicsOf(gateway, ...attached)).toEqual(["network"]);
  expect(topicsOf(key)).toContain("identities");
  expect(topicsOf(gateway, ...attached, job)).toEqual([
    "network",
    "names",
    "firewall",
    "data",
    "identities",
    "operations",
  ]);
});
