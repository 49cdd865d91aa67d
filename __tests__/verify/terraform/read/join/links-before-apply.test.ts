import type { JoinedRoot } from "../../../../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { modelGaps } from "../../../../../verify/unmodeled/model-gaps";
import { shownResource, stateJson } from "../../../fixtures/terraform-state";

const PROVIDER = { aws: { region: "eu-west-1" } };
const TRUST = JSON.stringify({
  Statement: [{ Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" }],
});
const S3 = { bucket: "states", key: "network.tfstate", region: "eu-west-1" };

const root = (parts: JsonObject): JsonObject => ({ provider: PROVIDER, ...parts });

function together(main: JsonObject, others: Readonly<Record<string, JsonObject>>, source = "studio/cdk.tf.json") {
  const joined = Object.entries(others).map(
    ([name, json]): JoinedRoot => ({ name, source: `${name}/cdk.tf.json`, json }),
  );
  const configuration = readConfiguration(main, source, { joined });
  return configuration.together ?? configuration;
}

/** An argument of the first root, when the roots are read together. */
function readIn(
  main: JsonObject,
  others: Readonly<Record<string, JsonObject>>,
  address = "aws_subnet.a",
  argument = "vpc_id",
) {
  return together(main, others).resources.find((resource) => resource.address === address)?.values[argument];
}

describe("outputs of another root module", () => {
  const network = (parts: JsonObject = {}, backend: Json = { s3: S3 }): JsonObject =>
    root({
      terraform: { backend },
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: { x: { vpc_id: "${aws_vpc.main.id}" }, y: { vpc_id: "${aws_vpc.main.id}" } },
      },
      output: {
        vpc: { value: "${aws_vpc.main.id}" },
        subnets: { value: ["${aws_subnet.x.id}", "${aws_subnet.y.id}"] },
        names: { value: { x: "${aws_subnet.x.id}" } },
        secret: { value: "${aws_vpc.main.id}", sensitive: true },
      },
      ...parts,
    });
  const studio = (
    value: string,
    state: JsonObject = { backend: "s3", config: S3 },
    parts: JsonObject = {},
  ): JsonObject =>
    root({
      data: { terraform_remote_state: { n: state } },
      resource: { aws_subnet: { a: { vpc_id: value } } },
      ...parts,
    });
  const vpc = "${data.terraform_remote_state.n.outputs.vpc}";

  test.each<[string, string, Json]>([
    ["an output", vpc, "${module.network.aws_vpc.main.id}"],
    ["an item of a list", "${data.terraform_remote_state.n.outputs.subnets[1]}", "${module.network.aws_subnet.y.id}"],
    ["a member of a map", "${data.terraform_remote_state.n.outputs.names.x}", "${module.network.aws_subnet.x.id}"],
    ["a part of a text", `vpc/${vpc}`, "vpc/${module.network.aws_vpc.main.id}"],
    [
      "an expression",
      "${element(data.terraform_remote_state.n.outputs.subnets, 0)}",
      "${module.network.aws_subnet.x.id}",
    ],
  ])("%s leads to its resource where the backends are one.", (_, value, found) => {
    expect(readIn(studio(value), { network: network() })).toEqual(found);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["another key", { backend: "s3", config: { ...S3, key: "other.tfstate" } }, network()],
    ["another bucket", { backend: "s3", config: { ...S3, bucket: "other" } }, network()],
    ["another Region", { backend: "s3", config: { ...S3, region: "us-east-1" } }, network()],
    ["another host", { backend: "s3", config: { ...S3, endpoints: { s3: "https://s3.example" } } }, network()],
    [
      "a host of its own",
      { backend: "s3", config: S3 },
      network({}, { s3: { ...S3, endpoint: "https://s3.example" } }),
    ],
    ["a workspace", { backend: "s3", config: S3, workspace: "prod" }, network()],
    ["values in place of missing outputs", { backend: "s3", config: S3, defaults: { vpc: "vpc-1" } }, network()],
    ["a key of a variable", { backend: "s3", config: { ...S3, key: "${var.key}" } }, network()],
    ["a backend that init completes", { backend: "s3", config: S3 }, network({}, { s3: { bucket: "states" } })],
    [
      "another kind of backend",
      { backend: "gcs", config: { bucket: "states" } },
      network({}, { gcs: { bucket: "states" } }),
    ],
    [
      "a root in HCP Terraform",
      { backend: "s3", config: S3 },
      network({ terraform: { cloud: { organization: "x" } } }),
    ],
    [
      "a root of another role",
      { backend: "s3", config: S3 },
      network({
        provider: { aws: { region: "eu-west-1", assume_role: { role_arn: "arn:aws:iam::444455556666:role/x" } } },
      }),
    ],
    ["a root of a Region that is not known", { backend: "s3", config: S3 }, network({ provider: { aws: {} } })],
  ])("An output stays open with %s.", (_, state, other) => {
    expect(readIn(studio(vpc, state), { network: other })).toBe(vpc);
  });

  test("An output stays open where two root modules keep one state, and where it is secret or missing.", () => {
    const of = (name: string) => `\${data.terraform_remote_state.n.outputs.${name}}`;

    expect(readIn(studio(vpc), { network: network(), other: network() })).toBe(vpc);
    expect(readIn(studio(of("secret")), { network: network() })).toBe(of("secret"));
    expect(readIn(studio(of("no_such")), { network: network() })).toBe(of("no_such"));
  });

  test("An output with a list leads to each of its resources.", () => {
    const subnets = "${data.terraform_remote_state.n.outputs.subnets}";
    const main = studio(vpc, undefined, { resource: { aws_sagemaker_domain: { d: { subnet_ids: subnets } } } });

    expect(readIn(main, { network: network() }, "aws_sagemaker_domain.d", "subnet_ids")).toEqual([
      "${module.network.aws_subnet.x.id}",
      "${module.network.aws_subnet.y.id}",
    ]);
  });

  test("A state in a file is that of the root module in whose folder it is.", () => {
    const state = (path: string): JsonObject => ({ backend: "local", config: { path } });
    const local = network({ terraform: {} });

    expect(readIn(studio(vpc, state("../network/terraform.tfstate")), { network: local })).toBe(
      "${module.network.aws_vpc.main.id}",
    );
    expect(readIn(studio(vpc, state("../other/terraform.tfstate")), { network: local })).toBe(vpc);
    expect(readIn(studio(vpc, state("terraform.tfstate")), { network: local })).toBe(vpc);
    expect(readIn(studio(vpc, state("../network/terraform.tfstate")), { network: network() })).toBe(vpc);
  });

  test("An output of a third root module is followed through the second.", () => {
    const key = (name: string) => ({ ...S3, key: name });
    const middle = root({
      terraform: { backend: { s3: key("middle") } },
      data: { terraform_remote_state: { n: { backend: "s3", config: S3 } } },
      output: { vpc: { value: vpc } },
    });
    const last = studio(vpc, { backend: "s3", config: key("middle") });

    expect(readIn(last, { middle, network: network() })).toBe("${module.network.aws_vpc.main.id}");
  });

  test("A data source that asks for the ID in an output finds its resource.", () => {
    const main = root({
      data: { terraform_remote_state: { n: { backend: "s3", config: S3 } }, aws_vpc: { v: { id: vpc } } },
      resource: { aws_subnet: { a: { vpc_id: "${data.aws_vpc.v.id}" } } },
    });

    expect(readIn(main, { network: network() })).toBe("${module.network.aws_vpc.main.id}");
  });
});

describe("parameters", () => {
  const parameter = (values: JsonObject): JsonObject => ({
    name: "/network/vpc",
    type: "String",
    value: "${aws_vpc.main.id}",
    ...values,
  });
  const network = (values: JsonObject = {}, more: JsonObject = {}): JsonObject =>
    root({
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
        aws_ssm_parameter: { vpc: parameter(values), ...more },
      },
    });
  const studio = (asked: JsonObject = {}, parts: JsonObject = {}): JsonObject =>
    root({
      data: { aws_ssm_parameter: { vpc: { name: "/network/vpc", ...asked } } },
      resource: { aws_subnet: { a: { vpc_id: "${data.aws_ssm_parameter.vpc.value}" } }, ...parts },
    });
  const open = "${data.aws_ssm_parameter.vpc.value}";

  test("A parameter that the root module itself writes stays open, because it is read before.", () => {
    const own = studio({}, { aws_ssm_parameter: { mine: parameter({}) } });

    expect(readIn(own, { network: root({ resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } } }) })).toBe(
      open,
    );
  });

  test("A parameter that one resource writes has its value.", () => {
    expect(readIn(studio(), { network: network() })).toBe("${module.network.aws_vpc.main.id}");
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["another name", studio({ name: "/network/other" }), network()],
    ["a name of a variable", studio({ name: "${var.name}" }), network()],
    ["a version", studio({ name: "/network/vpc:1" }), network()],
    ["another Region", studio({ region: "us-east-1" }), network()],
    ["a secret", studio(), network({ type: "SecureString" })],
    ["a type that is not known", studio(), network({ type: "${var.type}" })],
    ["a value that Terraform does not keep", studio(), network({ lifecycle: { ignore_changes: ["value"] } })],
    ["a resource of another Region", studio(), network({ region: "us-east-1" })],
    ["a resource of another provider", studio(), network({ provider: "aws.other" })],
    ["two resources of one name", studio(), network({}, { again: parameter({ overwrite: true }) })],
    ["a resource whose name is not known", studio(), network({}, { again: parameter({ name: "${var.name}" }) })],
    [
      "a resource of its own with the name",
      studio({}, { aws_ssm_parameter: { mine: parameter({ value: "vpc-1" }) } }),
      network(),
    ],
    ["a value that only the provider sees", studio(), network({ value: null, value_wo: "x" })],
    ["another account", studio(), { ...network(), provider: { aws: { region: "eu-west-1", profile: "other" } } }],
    [
      "credentials of a variable, which each root module has of its own",
      { ...studio(), provider: { aws: { region: "eu-west-1", profile: "${var.profile}" } } },
      { ...network(), provider: { aws: { region: "eu-west-1", profile: "${var.profile}" } } },
    ],
    [
      "credentials of a local value that differs",
      { ...studio(), provider: { aws: { region: "eu-west-1", profile: "${local.p}" } }, locals: { p: "a" } },
      { ...network(), provider: { aws: { region: "eu-west-1", profile: "${local.p}" } }, locals: { p: "b" } },
    ],
    [
      "a second resource whose name only lacks the slash",
      studio({ name: "/vpc" }),
      network({ name: "/vpc" }, { again: parameter({ name: "vpc" }) }),
    ],
  ])("A parameter with %s stays open.", (_, main, other) => {
    expect(readIn(main, { network: other })).toBe(open);
  });

  test("Root modules with credentials of one known value are in one account.", () => {
    const provider = { aws: { region: "eu-west-1", profile: "${local.p}" } };

    expect(
      readIn(
        { ...studio(), provider, locals: { p: "a" } },
        { network: { ...network(), provider, locals: { p: "a" } } },
      ),
    ).toBe("${module.network.aws_vpc.main.id}");
  });

  test.each<[string, JsonObject, boolean]>([
    ["every action on everything", { Action: "*", Resource: "*" }, true],
    [
      "writing parameters of the network",
      { Action: "ssm:Put*", Resource: "arn:aws:ssm:*:*:parameter/network/*" },
      true,
    ],
    [
      "writing all but one parameter",
      { Action: "ssm:PutParameter", NotResource: "arn:aws:ssm:*:*:parameter/other" },
      true,
    ],
    [
      "writing parameters of a variable",
      { Action: "ssm:PutParameter", Resource: "arn:aws:ssm:*:*:parameter${var.path}" },
      true,
    ],
    ["all actions but reading", { NotAction: "ssm:GetParameter", Resource: "*" }, true],
    [
      "writing the parameter of an account by number, which may be this one",
      { Action: "ssm:PutParameter", Resource: "arn:aws:ssm:eu-west-1:111122223333:parameter/network/vpc" },
      true,
    ],
    ["reading parameters", { Action: "ssm:GetParameter", Resource: "*" }, false],
    ["writing other parameters", { Action: "ssm:PutParameter", Resource: "arn:aws:ssm:*:*:parameter/studio/*" }, false],
  ])("A role that is allowed %s can lead a parameter elsewhere: %s.", (_, statement, isGap) => {
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
    const main = studio(
      {},
      {
        aws_iam_role: { r: { name: "r", assume_role_policy: TRUST } },
        aws_iam_role_policy: { r: { role: "${aws_iam_role.r.id}", policy } },
      },
    );
    const texts = modelGaps(together(main, { network: network() })).map(({ evidence }) => evidence.text);

    expect(texts.some((text) => text.includes("may overwrite the parameter"))).toBe(isGap);
  });

  test.each<[string, string, JsonObject, boolean]>([
    ["a user", "aws_iam_user_policy", { user: "u" }, true],
    ["a group", "aws_iam_group_policy", { group: "g" }, true],
    ["a role that is declared elsewhere", "aws_iam_role_policy", { role: "other" }, true],
    ["a user who only reads", "aws_iam_user_policy", { user: "u", action: "ssm:GetParameter" }, false],
  ])(
    "A policy of %s can lead a parameter elsewhere (%s).",
    (_, type, { action = "ssm:PutParameter", ...holder }, isGap) => {
      const policy = JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
      });
      const main = studio({}, { [type]: { p: { ...holder, policy } } });
      const texts = modelGaps(together(main, { network: network() })).map(({ evidence }) => evidence.text);

      expect(texts.some((text) => text.includes("may permit others to overwrite the parameter"))).toBe(isGap);
    },
  );

  test("Policies that are attached by ARN to principals without a model can lead a parameter elsewhere.", () => {
    const main = studio(
      {},
      { aws_iam_user_policy_attachment: { p: { user: "u", policy_arn: "arn:aws:iam::aws:policy/X" } } },
    );
    const texts = modelGaps(together(main, { network: network() })).map(({ evidence }) => evidence.text);

    expect(texts.some((text) => text.includes("may permit others to overwrite the parameter"))).toBe(true);
  });
});

describe("lists of route tables", () => {
  const table = (tier: string): JsonObject => ({ vpc_id: "${aws_vpc.main.id}", tags: { Tier: tier } });
  const network = (tables: JsonObject, more: JsonObject = {}): JsonObject =>
    root({ resource: { aws_vpc: { main: { tags: { Name: "net" } } }, aws_route_table: tables, ...more } });
  const endpoint = (asked: JsonObject): JsonObject =>
    root({
      data: { aws_vpc: { v: { tags: { Name: "net" } } }, aws_route_tables: { t: asked } },
      resource: { aws_vpc_endpoint: { e: { route_table_ids: "${data.aws_route_tables.t.ids}" } } },
    });
  const tablesOf = (asked: JsonObject, other: JsonObject) =>
    readIn(
      endpoint({ vpc_id: "${data.aws_vpc.v.id}", ...asked }),
      { network: other },
      "aws_vpc_endpoint.e",
      "route_table_ids",
    );
  const open = ["${data.aws_route_tables.t.ids}"];

  test("A list of the route tables of a VPC of another root by a tag holds those that have it.", () => {
    expect(tablesOf({ tags: { Tier: "private" } }, network({ a: table("private"), b: table("public") }))).toEqual([
      "${module.network.aws_route_table.a.id}",
    ]);
  });

  test("A list of all route tables of a VPC of another root holds the main one, too.", () => {
    expect(tablesOf({}, network({ a: table("private") }))).toEqual([
      "${module.network.aws_route_table.a.id}",
      "${module.network.aws_vpc.main.main_route_table_id}",
    ]);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["by a filter that no rule reads", { filter: [{ name: "association.main", values: ["false"] }] }, {}],
    [
      "of which the main one is another",
      {},
      {
        aws_main_route_table_association: {
          m: { vpc_id: "${aws_vpc.main.id}", route_table_id: "${aws_route_table.a.id}" },
        },
      },
    ],
    [
      "of which the main one is adopted",
      {},
      { aws_default_route_table: { d: { default_route_table_id: "${aws_vpc.main.default_route_table_id}" } } },
    ],
  ])("A list of route tables %s stays open.", (_, asked, more) => {
    expect(tablesOf(asked, network({ a: table("private") }, more))).toEqual(open);
  });
});

describe("lists of subnets", () => {
  const subnet = (values: JsonObject): JsonObject => ({ vpc_id: "${aws_vpc.main.id}", ...values });
  const network = (subnets: JsonObject, more: JsonObject = {}): JsonObject =>
    root({ resource: { aws_vpc: { main: { tags: { Name: "net" } } }, aws_subnet: subnets, ...more } });
  const tagged = (tier: string): JsonObject => subnet({ tags: { Tier: tier } });
  const studio = (asked: JsonObject, parts: JsonObject = {}): JsonObject =>
    root({
      data: { aws_vpc: { v: { tags: { Name: "net" } } }, aws_subnets: { s: asked } },
      resource: { aws_sagemaker_domain: { d: { subnet_ids: "${data.aws_subnets.s.ids}" } }, ...parts },
    });
  const ofVpc = { filter: [{ name: "vpc-id", values: ["${data.aws_vpc.v.id}"] }] };
  const subnetsOf = (main: JsonObject, other: JsonObject) =>
    readIn(main, { network: other }, "aws_sagemaker_domain.d", "subnet_ids");
  const open = ["${data.aws_subnets.s.ids}"];

  test("A list of the subnets of a VPC of another root holds those that have what is asked for.", () => {
    const subnets = { a: tagged("private"), b: tagged("private"), c: tagged("public") };

    expect(subnetsOf(studio({ ...ofVpc, tags: { Tier: "private" } }), network(subnets))).toEqual([
      "${module.network.aws_subnet.a.id}",
      "${module.network.aws_subnet.b.id}",
    ]);
    expect(subnetsOf(studio(ofVpc), network({ a: tagged("x") }))).toEqual(["${module.network.aws_subnet.a.id}"]);
  });

  test.each<[string, JsonObject, JsonObject]>([
    ["without a VPC", studio({ tags: { Tier: "private" } }), network({ a: tagged("private") })],
    [
      "of a VPC by its ID",
      studio({ filter: [{ name: "vpc-id", values: ["vpc-1"] }] }),
      network({ a: tagged("private") }),
    ],
    [
      "by a pattern",
      studio({ filter: [...ofVpc.filter, { name: "tag:Tier", values: ["*"] }] }),
      network({ a: tagged("private") }),
    ],
    [
      "by a tag that one subnet may have",
      studio({ ...ofVpc, tags: { Tier: "private" } }),
      network({ a: tagged("private"), b: tagged("${var.tier}") }),
    ],
    [
      "by a tag that another resource may add",
      studio({ ...ofVpc, tags: { Tier: "private" } }),
      network({ a: tagged("private"), b: subnet({}) }),
    ],
    [
      "with a subnet of a VPC that is not known",
      studio(ofVpc),
      network({ a: tagged("x"), b: { vpc_id: "${var.vpc}" } }),
    ],
    [
      "with tags that Terraform does not keep",
      studio({ ...ofVpc, tags: { Tier: "private" } }),
      network({ a: subnet({ tags: { Tier: "private" }, lifecycle: { ignore_changes: ["tags"] } }) }),
    ],
    ["that nothing has", studio({ ...ofVpc, tags: { Tier: "none" } }), network({ a: tagged("private") })],
    [
      "with a subnet of its own",
      studio(ofVpc, { aws_subnet: { mine: { vpc_id: "${var.vpc}" } } }),
      network({ a: tagged("x") }),
    ],
    [
      "of a VPC whose tag two have",
      studio(ofVpc),
      network({ a: tagged("x") }, { aws_vpc: { main: { tags: { Name: "net" } }, more: { tags: { Name: "net" } } } }),
    ],
    [
      "by a tag that aws_ec2_tag sets",
      studio({ ...ofVpc, tags: { Tier: "private" } }),
      network(
        { a: tagged("private"), b: tagged("public") },
        { aws_ec2_tag: { t: { resource_id: "${aws_subnet.b.id}", key: "Tier", value: "private" } } },
      ),
    ],
    ["in another Region", studio({ ...ofVpc, region: "us-east-1" }), network({ a: tagged("x") })],
  ])("A list of subnets %s stays open.", (_, main, other) => {
    expect(subnetsOf(main, other)).toEqual(open);
  });

  test("A tag of another key that aws_ec2_tag sets changes nothing.", () => {
    const tag = { resource_id: "${aws_subnet.a.id}", key: "kubernetes.io/role/elb", value: "1" };
    const other = network({ a: tagged("private") }, { aws_ec2_tag: { t: tag } });

    expect(subnetsOf(studio({ ...ofVpc, tags: { Tier: "private" } }), other)).toEqual([
      "${module.network.aws_subnet.a.id}",
    ]);
  });

  test("A list stays open where a joined state has a subnet in a VPC that is not known.", () => {
    const more = stateJson(
      shownResource("aws_subnet.more", {
        id: "subnet-0123456789abcdef0",
        vpc_id: "vpc-0123456789abcdef0",
        region: "eu-west-1",
      }),
    );
    const others = { other: network({ a: tagged("x") }), more };

    expect(readIn(studio(ofVpc), others, "aws_sagemaker_domain.d", "subnet_ids")).toEqual(open);
  });

  test("Terraform does not say in which order a list is.", () => {
    const main = studio(
      { ...ofVpc, tags: { Tier: "private" } },
      { aws_subnet: { a: { x: "${data.aws_subnets.s.ids[0]}" } } },
    );
    const other = network({ a: tagged("private"), b: tagged("private") });

    expect(readIn(main, { network: other }, "aws_subnet.a", "x")).not.toMatch(/^\$\{module/);
  });
});

describe("IDs that are written", () => {
  const id = "tgw-0123456789abcdef0";
  const gateway = (values: JsonObject = {}) =>
    shownResource("aws_ec2_transit_gateway.hub", {
      id,
      arn: `arn:aws:ec2:eu-west-1:111122223333:transit-gateway/${id}`,
      region: "eu-west-1",
      ...values,
    });
  const spoke = (value: string = id, parts: JsonObject = {}): JsonObject =>
    root({
      resource: { aws_route: { out: { transit_gateway_id: value, route_table_id: "${aws_route_table.r.id}" } } },
      ...parts,
    });
  const read = (main: JsonObject, others: Readonly<Record<string, JsonObject>>) =>
    readIn(main, others, "aws_route.out", "transit_gateway_id");
  const found = "${module.hub.aws_ec2_transit_gateway.hub.id}";

  test("An ID that a joined state has leads to its resource, also by a data source that asks for it.", () => {
    const lookup = spoke("${data.aws_ec2_transit_gateway.g.id}", { data: { aws_ec2_transit_gateway: { g: { id } } } });

    expect(read(spoke(), { hub: stateJson(gateway()) })).toBe(found);
    expect(read(lookup, { hub: stateJson(gateway()) })).toBe(found);
  });

  test.each<[string, string, JsonObject]>([
    ["another ID", "tgw-0123456789abcdef1", stateJson(gateway())],
    ["a longer text", `${id}0`, stateJson(gateway())],
    [
      "an ID that only a data source of the state has",
      id,
      stateJson(shownResource("aws_vpc.v", { id: "vpc-0123456789abcdef0", region: "eu-west-1" })),
    ],
    ["an expression around it", `\${format("%s", var.x ? "${id}" : "")}`, stateJson(gateway())],
  ])("%s leads nowhere.", (_, value, other) => {
    expect(read(spoke(value), { hub: other })).toBe(value);
  });

  test.each<[string, JsonObject, Readonly<Record<string, JsonObject>>, RegExp]>([
    [
      "two states that have the ID",
      spoke(),
      { hub: stateJson(gateway()), other: stateJson(gateway()) },
      /manages \S+tgw-0123456789abcdef0, which/,
    ],
    [
      "a state of another Region",
      spoke(),
      { hub: stateJson(gateway({ region: "us-east-1", arn: null })) },
      /is not known to be in the Region of/,
    ],
    [
      "a Region that is not known",
      spoke(id, { provider: { aws: {} } }),
      { hub: stateJson(gateway()) },
      /name the Region in the provider/,
    ],
    [
      "states of two Regions",
      spoke(),
      { hub: stateJson(gateway(), shownResource("aws_vpc.v", { id: "vpc-0123456789abcdef0", region: "us-east-1" })) },
      /several or none/,
    ],
  ])("%s are refused.", (_, main, others, message) => {
    expect(() => together(main, others)).toThrow(message);
  });

  test("A state of another account is a gap, until the posture declares the account.", () => {
    const main = (accounts: readonly string[]) =>
      spoke(id, {
        provider: { aws: { region: "eu-west-1", allowed_account_ids: ["444455556666"] } },
        output: { perimeter_posture: { value: { kind: "isolated", accounts } } },
      });
    const gapsOf = (accounts: readonly string[]) =>
      (together(main(accounts), { hub: stateJson(gateway()) }).unreadParts ?? []).map(({ address }) => address);

    expect(gapsOf([])).toContain("module.hub.aws_ec2_transit_gateway.hub");
    expect(gapsOf(["111122223333"])).not.toContain("module.hub.aws_ec2_transit_gateway.hub");
  });

  test("The Region of a provider may be that of a variable or of a local value.", () => {
    const main = spoke(id, {
      provider: { aws: { region: "${local.region}" } },
      locals: { region: "${var.region}" },
      variable: { region: { default: "eu-west-1" } },
    });
    const joined: readonly JoinedRoot[] = [{ name: "hub", source: "hub.json", json: stateJson(gateway()) }];
    const variables = new Map([["region", { kind: "scalar", value: "eu-west-1" } as const]]);
    const { together: all } = readConfiguration(main, "spoke", { joined, variables });

    expect(all?.resources.find(({ address }) => address === "aws_route.out")?.values.transit_gateway_id).toBe(found);
  });
});
