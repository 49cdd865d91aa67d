import type { JoinedRoot } from "../../../../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { planJson } from "../../../fixtures/terraform-plan";
import { shownResource, stateJson } from "../../../fixtures/terraform-state";

const PROVIDER = { aws: [{ region: "eu-west-1" }] };
const named = (value: Json): JsonObject => ({ filter: [{ name: "tag:Name", values: [value] }] });

function root(resource: JsonObject, data: JsonObject = {}, provider: JsonObject = PROVIDER): JsonObject {
  return { provider, resource, data };
}

/** A root that looks a VPC up, and puts a subnet in it. */
function lookingUp(asked: JsonObject, provider: JsonObject = PROVIDER): JsonObject {
  return root({ aws_subnet: { a: { vpc_id: "${data.aws_vpc.v.id}" } } }, { aws_vpc: { v: asked } }, provider);
}

const vpc = (values: JsonObject): JsonObject => root({ aws_vpc: { main: { cidr_block: "10.0.0.0/16", ...values } } });
const network = vpc({ tags: { Name: "network", Team: "n" } });

function joinedWith(json: JsonObject, others: Readonly<Record<string, JsonObject>>) {
  const joined = Object.entries(others).map(
    ([name, other]): JoinedRoot => ({ name, source: `${name}.json`, json: other }),
  );
  return readConfiguration(json, "studio.json", { joined });
}

/** What the subnet of the first root is in, when the roots are read together. */
function vpcOfSubnet(json: JsonObject, other: JsonObject): Json | undefined {
  const { resources = [] } = joinedWith(json, { other }).together ?? {};
  return resources.find(({ address }) => address === "aws_subnet.a")?.values.vpc_id;
}

const FOUND = "${module.other.aws_vpc.main.id}";
const NOT_FOUND = "${data.aws_vpc.v.id}";

test.each<[string, JsonObject]>([
  ["a filter by a tag", named("network")],
  ["tags", { tags: { Name: "network" } }],
  ["several tags", { tags: { Name: "network", Team: "n" } }],
  ["a tag and a block", { ...named("network"), cidr_block: "10.0.0.0/16" }],
  ["a tag and the state that everything has", { ...named("network"), state: "available" }],
])("A data source that asks for %s refers to the resource of the other root that has it.", (_, asked) => {
  expect(vpcOfSubnet(lookingUp(asked), network)).toBe(FOUND);
});

test("A resource that names the Region of its provider, as every plan does, is found like one that names none.", () => {
  const written = vpc({ tags: { Name: "network" }, region: "eu-west-1" });
  expect(vpcOfSubnet(lookingUp(named("network")), written)).toBe(FOUND);
});

test.each<[string, JsonObject, JsonObject]>([
  ["another tag", named("networks"), network],
  ["a pattern", named("net*"), network],
  ["one of several names", { filter: [{ name: "tag:Name", values: ["network", "other"] }] }, network],
  ["an expression", named("${var.name}"), network],
  ["an ID", { ...named("network"), id: "vpc-0123456789abcdef0" }, network],
  ["something that no rule reads", { ...named("network"), default: false }, network],
  ["a filter that no rule reads", { filter: [{ name: "isDefault", values: ["false"] }] }, network],
  ["nothing", {}, network],
  ["its state alone", { state: "available" }, network],
  [
    "a tag that Terraform does not keep",
    named("network"),
    vpc({ tags: { Name: "network" }, lifecycle: { ignore_changes: ["tags"] } }),
  ],
  [
    "a tag of a resource in a Region of its own",
    named("network"),
    vpc({ tags: { Name: "network" }, region: "us-east-1" }),
  ],
  [
    "a tag of a resource of another provider",
    named("network"),
    vpc({ tags: { Name: "network" }, provider: "aws.other" }),
  ],
  ["a tag whose value depends on something else", named("network"), vpc({ tags: { Name: "${var.name}" } })],
  [
    "a tag that two resources have",
    named("network"),
    root({ aws_vpc: { main: { tags: { Name: "network" } }, second: { tags: { Name: "network" } } } }),
  ],
])("A data source that asks for %s stays open.", (_, asked, other) => {
  expect(vpcOfSubnet(lookingUp(asked), other)).toBe(NOT_FOUND);
});

test.each<[string, JsonObject]>([
  ["another account", { aws: [{ region: "eu-west-1", allowed_account_ids: ["111122223333"] }] }],
  ["another role", { aws: [{ region: "eu-west-1", assume_role: { role_arn: "arn:aws:iam::111122223333:role/x" } }] }],
  ["a Region that is not known", { aws: [{ region: "${var.region}" }] }],
])("A data source finds nothing of a root in %s.", (_, provider) => {
  expect(vpcOfSubnet(lookingUp(named("network"), provider), network)).toBe(NOT_FOUND);
});

test("What a data source asks for may be what another one finds.", () => {
  const asked = { vpc_id: "${data.aws_vpc.v.id}", tags: { Tier: "studio" } };
  const studio = root(
    { aws_route_table_association: { a: { subnet_id: "${data.aws_subnet.s.id}" } } },
    { aws_vpc: { v: named("network") }, aws_subnet: { s: asked } },
  );
  const subnet = { vpc_id: "${aws_vpc.main.id}", tags: { Tier: "studio" } };
  const other = root({ aws_vpc: { main: { tags: { Name: "network" } } }, aws_subnet: { s: subnet } });
  const { resources = [] } = joinedWith(studio, { other }).together ?? {};

  expect(resources.find(({ type }) => type === "aws_route_table_association")?.values.subnet_id).toBe(
    "${module.other.aws_subnet.s.id}",
  );
});

test("References inside an expression are replaced as a whole, and those that only begin alike are not.", () => {
  const expression =
    "${upper(data.aws_vpc.v.id)} ${upper(data.aws_vpc.v.cidr_block)} ${data.aws_vpc.v2.id} data.aws_vpc.v.id";
  const studio = root({ aws_ssm_parameter: { p: { value: expression } } }, { aws_vpc: { v: named("network") } });
  const { resources = [] } = joinedWith(studio, { other: network }).together ?? {};

  expect(resources.find(({ type }) => type === "aws_ssm_parameter")?.values.value).toBe(
    "${upper(module.other.aws_vpc.main.id)} ${upper(data.aws_vpc.v.cidr_block)} ${data.aws_vpc.v2.id} data.aws_vpc.v.id",
  );
});

test("A plan that looks a VPC up by its name refers to the VPC of a stack that is not deployed yet.", () => {
  const plan = planJson([
    {
      address: "data.aws_vpc.v",
      mode: "data",
      values: { id: "vpc-0123456789abcdef0", filter: [{ name: "tag:Name", values: ["network"] }] },
      expressions: { filter: [{ name: { constant_value: "tag:Name" }, values: { constant_value: ["network"] } }] },
    },
    {
      address: "aws_subnet.a",
      values: { vpc_id: "vpc-0123456789abcdef0" },
      expressions: { vpc_id: { references: ["data.aws_vpc.v.id", "data.aws_vpc.v"] } },
    },
  ]) as JsonObject;

  expect(vpcOfSubnet(plan, network)).toBe(FOUND);
});

test("A state does not say what its data sources ask for, so they stay open unless its root module is known.", () => {
  const state = stateJson(
    shownResource("data.aws_vpc.v", { id: "vpc-0123456789abcdef0" }),
    shownResource("aws_subnet.a", { id: "subnet-0a", vpc_id: "vpc-0123456789abcdef0" }),
  );
  const joined = [{ name: "other", source: "other.json", json: network }];
  const subnetOf = (applied?: JsonObject): Json | undefined =>
    readConfiguration(state, "state", { joined, ...(applied && { applied }) }).together?.resources.find(
      ({ address }) => address === "aws_subnet.a",
    )?.values.vpc_id;

  expect(subnetOf()).toBe(NOT_FOUND);
  expect(subnetOf(lookingUp(named("network")))).toBe(FOUND);
});

test("A state is joined with the state of a second root and with a third one that is not deployed yet.", () => {
  const subnet = stateJson(shownResource("aws_subnet.a", { id: "subnet-0a", vpc_id: "vpc-0a" }));
  const { together } = readConfiguration(subnet, "state", {
    joined: [
      { name: "network", source: "network.json", json: stateJson(shownResource("aws_vpc.a", { id: "vpc-0a" })) },
      { name: "hub", source: "hub.json", json: network },
    ],
  });

  expect(together?.resources.map(({ address }) => address)).toEqual([
    "aws_subnet.a",
    "module.network.aws_vpc.a",
    "module.hub.aws_vpc.main",
  ]);
});

test("The root module alone stays what is read of it, next to what it is with the others.", () => {
  const { resources, joined, together } = joinedWith(lookingUp(named("network")), { other: network });

  expect(resources.map(({ address }) => address)).toEqual(["aws_subnet.a", "data.aws_vpc.v"]);
  expect(together?.resources.map(({ address }) => address)).toEqual([
    "aws_subnet.a",
    "data.aws_vpc.v",
    "module.other.aws_vpc.main",
  ]);
  expect(joined).toEqual([{ name: "other", source: "other.json" }]);
});

test("What is not understood of a joined root counts for both.", () => {
  const other = { ...network, provider: { aws: [{ region: "eu-west-1", endpoints: [{ ec2: "https://x" }] }] } };

  expect(joinedWith(network, { other }).together?.unreadParts?.map(({ address }) => address)).toContain(
    "module.other.provider.aws",
  );
});

test("Roots of two Regions, and a name that is taken, are refused in one line.", () => {
  const inUsa = root({}, {}, { aws: [{ region: "us-east-1" }] });
  const calling = { ...network, module: { other: { source: "./other" } } };
  const load = () => ({ json: network, load: () => undefined });

  expect(() => joinedWith(network, { other: inUsa })).toThrow(
    "--join other.json: is in another Region than studio.json, got us-east-1 and not eu-west-1; judge each alone",
  );
  expect(() =>
    readConfiguration(calling, "studio.json", {
      load,
      joined: [{ name: "other", source: "other.json", json: network }],
    }),
  ).toThrow("--join other.json: studio.json has a module of this name, got other; pass another name as NAME=FILE");
});
