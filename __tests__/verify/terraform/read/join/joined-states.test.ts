import type { JoinedRoot } from "../../../../../verify/terraform/read/join/joined-root";
import { readConfiguration } from "../../../../../verify/terraform/read/read-configuration";
import type { Json, JsonObject } from "../../../../../verify/terraform/terraform-configuration";
import { planJson } from "../../../fixtures/terraform-plan";
import { shownResource, stateJson } from "../../../fixtures/terraform-state";

const VPC = "vpc-0123456789abcdef0";

function joinedAs(name: string, json: JsonObject): JoinedRoot {
  return { name, source: `${name}.json`, json };
}

const network = stateJson(shownResource("aws_vpc.main", { id: VPC, cidr_block: "10.0.0.0/16" }));

function valuesIn(json: JsonObject, joined: readonly JoinedRoot[]): Readonly<Record<string, Json>> {
  const { resources } = readConfiguration(json, "studio.json", { joined });
  return Object.fromEntries(resources.map(({ address, values }) => [address, values]));
}

describe("states that are joined", () => {
  test("An ID in a state becomes a reference to the resource of the other root that has it.", () => {
    const studio = stateJson(shownResource("aws_subnet.a", { id: "subnet-0a", vpc_id: VPC }));

    expect(valuesIn(studio, [joinedAs("network", network)])).toEqual({
      "aws_subnet.a": { vpc_id: "${module.network.aws_vpc.main.id}" },
      "module.network.aws_vpc.main": { cidr_block: "10.0.0.0/16" },
    });
  });

  test("An ID in the other root becomes a reference to the resource of the state that is judged.", () => {
    const peering = stateJson(shownResource("aws_vpc_peering_connection.p", { id: "pcx-0a", peer_vpc_id: VPC }));

    expect(valuesIn(network, [joinedAs("shared", peering)])["module.shared.aws_vpc_peering_connection.p"]).toEqual({
      peer_vpc_id: "${aws_vpc.main.id}",
    });
  });

  test("An ID of two words, such as that of an attachment, refers to its resource as an ID of one word does.", () => {
    const [attachment, table] = ["tgw-attach-0123456789abcdef0", "tgw-rtb-0123456789abcdef0"];
    const spoke = stateJson(
      shownResource("aws_ec2_transit_gateway_vpc_attachment.own", { id: attachment, vpc_id: VPC }),
    );
    const hub = stateJson(
      shownResource("aws_ec2_transit_gateway_route_table.spokes", { id: table }),
      shownResource("aws_ec2_transit_gateway_route.back", {
        id: `${table}_10.0.0.0/16`,
        transit_gateway_attachment_id: attachment,
        transit_gateway_route_table_id: table,
      }),
    );

    expect(valuesIn(spoke, [joinedAs("hub", hub)])["module.hub.aws_ec2_transit_gateway_route.back"]).toEqual({
      transit_gateway_attachment_id: "${aws_ec2_transit_gateway_vpc_attachment.own.id}",
      transit_gateway_route_table_id: "${module.hub.aws_ec2_transit_gateway_route_table.spokes.id}",
    });
  });

  test("A state file joins as the output of terraform show does.", () => {
    const instance = { index_key: "a", attributes: { id: VPC, cidr_block: "10.0.0.0/16" } };
    const file = {
      version: 4,
      serial: 1,
      lineage: "x",
      resources: [{ module: "module.vpc", mode: "managed", type: "aws_vpc", name: "this", instances: [instance] }],
    };
    const studio = stateJson(shownResource("aws_subnet.a", { id: "subnet-0a", vpc_id: VPC }));

    expect(valuesIn(studio, [joinedAs("network", file)])["aws_subnet.a"]).toEqual({
      vpc_id: '${module.network.module.vpc.aws_vpc.this["a"].id}',
    });
  });

  test("A plan that looks a VPC up by a data source refers to the VPC of the other root.", () => {
    const plan = planJson([
      { address: "data.aws_vpc.main", mode: "data", values: { id: VPC } },
      {
        address: "aws_subnet.a",
        values: { vpc_id: VPC },
        expressions: { vpc_id: { references: ["data.aws_vpc.main.id", "data.aws_vpc.main"] } },
      },
    ]);

    expect(valuesIn(plan, [])["aws_subnet.a"]).toEqual({ vpc_id: "${data.aws_vpc.main.id}" });
    expect(valuesIn(plan, [joinedAs("network", network)])["aws_subnet.a"]).toEqual({
      vpc_id: "${module.network.aws_vpc.main.id}",
    });
  });

  test("A name in the other root that equals a name by chance stays a name.", () => {
    const logs = stateJson(shownResource("aws_s3_bucket.logs", { id: "logs", bucket: "logs" }));
    const studio = stateJson(shownResource("aws_cloudwatch_log_group.x", { name: "logs" }));

    expect(valuesIn(studio, [joinedAs("other", logs)])["aws_cloudwatch_log_group.x"]).toEqual({ name: "logs" });
  });

  test("A resource of another account in the other root is a part that is not known.", () => {
    const foreign = (name: string, account: string) =>
      shownResource(`aws_sns_topic.${name}`, { arn: `arn:aws:sns:eu-west-1:${account}:${name}` });
    const joined = [joinedAs("other", stateJson(foreign("b", "444455556666")))];

    const { unreadParts } = readConfiguration(stateJson(foreign("a", "111122223333")), "studio.json", { joined });

    expect(unreadParts?.map(({ address }) => address)).toContain("module.other.aws_sns_topic.b");
  });

  test("A tainted resource of the other root is a part that is not known.", () => {
    const tainted = stateJson({ ...shownResource("aws_vpc.main", { id: VPC }), tainted: true });
    const joined = [joinedAs("network", tainted)];

    for (const json of [stateJson(), planJson([])]) {
      const { unreadParts } = readConfiguration(json, "studio.json", { joined });

      expect(unreadParts?.map(({ address }) => address)).toEqual(["module.network.aws_vpc.main"]);
    }
  });

  test("A secret of the other root appears nowhere.", () => {
    const secret = {
      ...shownResource("aws_ssm_parameter.s", { value: "s3cr3t-token" }),
      sensitive_values: { value: true },
    };
    const joined = [joinedAs("other", stateJson(secret))];
    const copy = { address: "aws_ssm_parameter.copy", values: { description: "s3cr3t-token" } };

    for (const json of [stateJson(shownResource(copy.address, copy.values)), planJson([copy])]) {
      expect(JSON.stringify(readConfiguration(json, "studio.json", { joined }))).not.toContain("s3cr3t");
    }
  });

  test("Two roots that manage one object are refused with both files, because one of them is old.", () => {
    expect(() => valuesIn(network, [joinedAs("copy", network)])).toThrow(
      `copy.json: manages ${VPC}, which studio.json manages too; remove it from one of the states`,
    );
  });

  test("A policy in one root for an object of another is no second owner, although it has the ARN of the object as its ID.", () => {
    const arn = "arn:aws:codeartifact:eu-west-1:111122223333:domain/packages";
    const domain = stateJson(shownResource("aws_codeartifact_domain.d", { id: arn, arn, domain: "packages" }));
    const policy = stateJson(
      shownResource("aws_codeartifact_domain_permissions_policy.p", { id: arn, domain: "packages" }),
    );

    expect(valuesIn(domain, [joinedAs("policies", policy)])).toHaveProperty([
      "module.policies.aws_codeartifact_domain_permissions_policy.p",
    ]);
  });

  test.each([
    ["two joined roots have this name", stateJson(), ["network", "network"]],
    [
      "studio.json has a module of this name",
      { format_version: "1.0", values: { root_module: { child_modules: [{ address: 'module.network["a"]' }] } } },
      ["network"],
    ],
  ])("A name that is taken is refused: %s.", (reason, json, names) => {
    const joined = names.map((name) => joinedAs(name, stateJson()));

    expect(() => valuesIn(json, joined)).toThrow(
      `--join network.json: ${reason}, got network; pass another name as NAME=FILE`,
    );
  });
});
