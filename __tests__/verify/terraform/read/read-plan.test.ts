import { readConfiguration, readDerivedPlan } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../../verify/terraform/terraform-configuration";
import { constantExpression, planJson, referenceExpression } from "../../fixtures/terraform-plan";

function valuesIn({ resources }: TerraformConfiguration): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(resources.map(({ address, values }) => [address, values]));
}

const vpc = {
  address: "aws_vpc.v",
  values: { cidr_block: "10.0.0.0/16", tags: null },
  unknown: { id: true, arn: true },
  expressions: { cidr_block: constantExpression("10.0.0.0/16") },
};

describe("a plan", () => {
  test("a value that is unknown until the apply comes from the configuration", () => {
    const configuration = readConfiguration(
      planJson([
        vpc,
        {
          address: "aws_subnet.s",
          values: { cidr_block: "10.0.0.0/20" },
          unknown: { id: true, vpc_id: true },
          expressions: { cidr_block: constantExpression("10.0.0.0/20"), vpc_id: constantExpression("${aws_vpc.v.id}") },
        },
      ]),
      "plan.json",
    );

    expect(configuration).toMatchObject({ source: "plan.json", form: "plan", region: "eu-west-1" });
    expect(valuesIn(configuration)).toEqual({
      "aws_vpc.v": { cidr_block: "10.0.0.0/16" },
      "aws_subnet.s": { cidr_block: "10.0.0.0/20", vpc_id: "${aws_vpc.v.id}" },
    });
  });

  test("a planned value replaces the configured expression only if the two differ", () => {
    const known = { ...vpc, values: { ...vpc.values, id: "vpc-0a1b2c3d" }, unknown: {} };
    const tables = ["a", "b"].map((name) => ({
      address: `aws_route_table.${name}`,
      values: { vpc_id: name === "a" ? "vpc-0a1b2c3d" : "vpc-99999999" },
      expressions: { vpc_id: constantExpression("${aws_vpc.v.id}") },
    }));

    const values = valuesIn(readConfiguration(planJson([known, ...tables]), "plan.json"));

    expect(values["aws_route_table.a"]).toEqual({ vpc_id: "${aws_vpc.v.id}" });
    expect(values["aws_route_table.b"]).toEqual({ vpc_id: "vpc-99999999" });
  });

  test("Of a list that is only partly what the configuration writes, each text that it writes is the written one.", () => {
    const account = { address: "aws_x.account", values: { number: "123456789012" } };
    const policy = {
      address: "aws_x.p",
      values: { principals: ["123456789012:role/kept", "123456789012:role/gone"] },
      expressions: {
        principals: constantExpression(["${aws_x.account.number}:role/kept", "${aws_x.account.number}:role/new"]),
      },
    };

    const values = valuesIn(readConfiguration(planJson([account, policy]), "plan.json"));

    expect(values["aws_x.p"]).toEqual({
      principals: ["${aws_x.account.number}:role/kept", "123456789012:role/gone"],
    });
  });

  test("a policy is read in the same way before and after its bucket exists", () => {
    const written = '{"Resource":["${aws_s3_bucket.b.arn}/*"],"Name":"$${aws:username}"}';
    const policy = (known: boolean): JsonObject => ({
      address: "aws_s3_bucket_policy.p",
      values: known ? { policy: '{"Name":"${aws:username}","Resource":["arn:aws:s3:::own/*"]}' } : {},
      unknown: known ? {} : { policy: true },
      expressions: { policy: constantExpression(written) },
    });
    const bucket = { address: "aws_s3_bucket.b", values: { arn: "arn:aws:s3:::own", bucket: "own" } };

    for (const known of [false, true]) {
      const plan = planJson([bucket, policy(known) as never]);

      expect(valuesIn(readConfiguration(plan, "p"))["aws_s3_bucket_policy.p"]).toEqual({ policy: written });
    }
  });

  test("the resources in a changed policy are found by their IDs", () => {
    const plan = planJson([
      { address: "aws_s3_bucket.b", values: { arn: "arn:aws:s3:::own" } },
      {
        address: "aws_s3_bucket_policy.p",
        values: { policy: '{"Resource":"arn:aws:s3:::own/*","Other":"arn:aws:s3:::owner/*"}' },
        expressions: { policy: constantExpression("${data.aws_iam_policy_document.d.json}") },
      },
    ]);

    expect(valuesIn(readConfiguration(plan, "p"))["aws_s3_bucket_policy.p"]).toEqual({
      policy: '{"Resource":"${aws_s3_bucket.b.arn}/*","Other":"arn:aws:s3:::owner/*"}',
    });
  });

  test("a configured list matches a planned set in another order", () => {
    const subnets = ["a", "b"].map((name) => ({
      address: `aws_subnet.${name}`,
      values: { id: `subnet-0000000${name}` },
    }));
    const plan = planJson([
      ...subnets,
      {
        address: "aws_vpc_endpoint.e",
        values: { subnet_ids: ["subnet-0000000b", "subnet-0000000a"] },
        expressions: { subnet_ids: constantExpression(["${aws_subnet.a.id}", "${aws_subnet.b.id}"]) },
      },
    ]);

    expect(valuesIn(readConfiguration(plan, "p"))["aws_vpc_endpoint.e"]).toEqual({
      subnet_ids: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
    });
  });

  test("a plan includes the data sources that Terraform read before it", () => {
    const prior_state = {
      format_version: "1.0",
      values: {
        root_module: {
          resources: [
            {
              address: "data.aws_region.r",
              mode: "data",
              type: "aws_region",
              name: "r",
              values: { region: "eu-west-1" },
            },
          ],
        },
      },
    };

    expect(valuesIn(readConfiguration(planJson([vpc], { prior_state }), "p"))).toMatchObject({
      "data.aws_region.r": { region: "eu-west-1" },
    });
  });

  test("a sensitive value of a plan appears nowhere, not even in other arguments or in configured expressions", () => {
    const plan = planJson([
      {
        address: "aws_ssm_parameter.p",
        values: { value: "hunter2", description: "is hunter2 really", name: "n" },
        sensitive: { value: true },
        expressions: { value: constantExpression("hunter2") },
      },
    ]);

    const configuration = readConfiguration(plan, "p");

    expect(valuesIn(configuration)["aws_ssm_parameter.p"]).toEqual({
      value: "(sensitive)",
      description: "is (sensitive) really",
      name: "n",
    });
  });

  test("the value of a sensitive variable appears nowhere", () => {
    const base = planJson([
      {
        address: "aws_iam_user.u",
        values: { name: "p4ssw0rd" },
        expressions: { name: constantExpression("${var.secret}") },
      },
    ]);
    const { root_module, ...others } = base.configuration as { root_module: JsonObject };
    const plan = {
      ...base,
      variables: { secret: { value: "p4ssw0rd" } },
      configuration: { ...others, root_module: { ...root_module, variables: { secret: { sensitive: true } } } },
    };

    expect(JSON.stringify(readConfiguration(plan, "p"))).not.toContain("p4ssw0rd");
  });

  test.each([
    ["2.0", {}, 'unsupported format_version, got "2.0"; '],
    [undefined, {}, "unsupported format_version, got null; "],
    ["1.2", { errored: true }, "the plan failed \\(errored: true\\); "],
    ["1.2", { complete: false }, "the plan is partial \\(complete: false\\); "],
  ])("a plan with format_version %j and %j is rejected in one line", (format_version, more, message) => {
    const plan = { ...planJson([vpc], more), format_version };

    expect(() => readConfiguration(plan, "plan.json")).toThrow(new RegExp(`^plan\\.json: ${message}`));
  });
});

describe("a plan of a stack in Terraform's own language", () => {
  test("in a plan of an HCL stack, a reference becomes the value of an argument that only accepts an ID", () => {
    const plan = planJson([
      { ...vpc, expressions: { cidr_block: constantExpression("10.0.0.0/16") } },
      {
        address: "aws_vpc_endpoint.e",
        values: {},
        unknown: { vpc_id: true, route_table_ids: true, policy: true },
        expressions: {
          vpc_id: referenceExpression("aws_vpc.v.id", "aws_vpc.v"),
          route_table_ids: referenceExpression(
            "aws_route_table.a.id",
            "aws_route_table.a",
            "aws_route_table.b.id",
            "aws_route_table.b",
          ),
          policy: referenceExpression("aws_vpc.v.arn", "aws_vpc.v"),
        },
      },
    ]);

    expect(valuesIn(readConfiguration(plan, "p"))["aws_vpc_endpoint.e"]).toEqual({
      vpc_id: "${aws_vpc.v.id}",
      route_table_ids: ["${aws_route_table.a.id}", "${aws_route_table.b.id}"],
      policy: '${unread("an expression that refers to aws_vpc.v.arn (pass --source to read it)")}',
    });
  });

  test("in a plan of an HCL stack, the references of for_each instances have the keys of the instances", () => {
    const keyed = (type: string, unknown: JsonObject): readonly JsonObject[] =>
      ["a", "b"].map((key) => ({
        address: `${type}.x["${key}"]`,
        mode: "managed",
        type,
        name: "x",
        provider_name: "registry.terraform.io/hashicorp/aws",
        values: {},
        unknown,
      }));
    const shown = [...keyed("aws_subnet", {}), ...keyed("aws_route_table_association", { subnet_id: true })];
    const plan = {
      format_version: "1.2",
      planned_values: { root_module: { resources: shown } },
      resource_changes: shown.map(({ address, unknown }) => ({ address, change: { after_unknown: unknown } })),
      configuration: {
        root_module: {
          resources: [
            {
              address: "aws_subnet.x",
              mode: "managed",
              type: "aws_subnet",
              name: "x",
              for_each_expression: referenceExpression("local.zones"),
            },
            {
              address: "aws_route_table_association.x",
              mode: "managed",
              type: "aws_route_table_association",
              name: "x",
              for_each_expression: referenceExpression("local.zones"),
              expressions: { subnet_id: referenceExpression("aws_subnet.x", "each.key") },
            },
          ],
        },
      },
    };

    const configuration = readDerivedPlan(plan as unknown as JsonObject, "p");

    expect(valuesIn(configuration)).toMatchObject({
      'aws_route_table_association.x["a"]': { subnet_id: '${aws_subnet.x["a"].id}' },
      'aws_route_table_association.x["b"]': { subnet_id: '${aws_subnet.x["b"].id}' },
    });
    expect(configuration.unreadParts).toBeUndefined();
  });
});

test("an unknown argument of a dynamic block in a plan is not read, and the block is not dropped", () => {
  // Terraform writes each member that is known, also those that nobody sets.
  const unset = { description: null, ipv6_cidr_blocks: null, prefix_list_ids: null, security_groups: null, self: null };
  const plan = planJson([
    {
      address: "aws_security_group.g",
      values: { ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", ...unset }] },
      unknown: { ingress: [{ cidr_blocks: true }] },
    },
  ]);

  expect(valuesIn(readConfiguration(plan, "p"))["aws_security_group.g"]?.ingress).toEqual([
    {
      from_port: 443,
      to_port: 443,
      protocol: "tcp",
      cidr_blocks: ['${unread("a value of a dynamic block that is known after the apply")}'],
    },
  ]);
});

describe("a block with a member that is unknown until the apply", () => {
  const planned = { min: 60, idle: 120, script: null, spare: [] };
  const written = {
    min: { constant_value: "${lookup(local.absent, 1)}" },
    idle: { constant_value: "${local.absent}" },
    script: { constant_value: "${aws_s3_object.script.id}" },
    left_out: { constant_value: "kept" },
  };

  function settingsOf(plannedBlocks: readonly object[], writtenBlocks: readonly object[]): unknown {
    const plan = planJson([
      {
        address: "aws_x.d",
        values: { settings: plannedBlocks } as unknown as JsonObject,
        unknown: { settings: plannedBlocks.map(() => ({ script: true, spare: [] })) },
        expressions: { settings: writtenBlocks } as unknown as JsonObject,
      },
    ]);
    return valuesIn(readConfiguration(plan, "p"))["aws_x.d"]?.settings;
  }

  test("keeps its planned values and the written expression of that member, if it is the only block", () => {
    expect(settingsOf([planned], [written])).toEqual([
      { min: 60, idle: 120, script: "${aws_s3_object.script.id}", spare: [], left_out: "kept" },
    ]);
  });

  test("keeps what is written, if there are more blocks, because their order may differ", () => {
    expect(settingsOf([planned, planned], [written, written])).toMatchObject([
      { idle: "${local.absent}" },
      { idle: "${local.absent}" },
    ]);
  });
});

test("a member of a dynamic block that a plan leaves out is not known, also where no mark says so", () => {
  const plan = planJson([
    { address: "aws_security_group.g", values: { ingress: [{ from_port: 443, protocol: "tcp" }] }, unknown: {} },
  ]);

  const [rule] = (valuesIn(readConfiguration(plan, "p"))["aws_security_group.g"]?.ingress ?? []) as JsonObject[];

  expect(rule?.cidr_blocks).toEqual(['${unread("a value of a dynamic block that is known after the apply")}']);
});

describe("a plan that calls a module", () => {
  test("a plan that calls a module resolves its inputs and outputs, and includes its posture", () => {
    const inner = [
      {
        address: "module.net.aws_vpc.v",
        mode: "managed",
        type: "aws_vpc",
        name: "v",
        values: { cidr_block: "10.0.0.0/16" },
      },
      { address: "module.net.aws_subnet.s", mode: "managed", type: "aws_subnet", name: "s", values: {} },
    ];
    const outer = {
      address: "aws_internet_gateway.g",
      mode: "managed",
      type: "aws_internet_gateway",
      name: "g",
      values: {},
    };
    const plan = {
      format_version: "1.2",
      planned_values: {
        root_module: { resources: [outer], child_modules: [{ address: "module.net", resources: inner }] },
      },
      resource_changes: [
        { address: "module.net.aws_subnet.s", change: { after_unknown: { vpc_id: true } } },
        { address: "aws_internet_gateway.g", change: { after_unknown: { vpc_id: true } } },
      ],
      configuration: {
        root_module: {
          resources: [{ ...outer, expressions: { vpc_id: constantExpression("${module.net.vpc_id}") } }],
          module_calls: {
            net: {
              source: "./net",
              expressions: { cidr: constantExpression("10.0.0.0/16") },
              module: {
                variables: { cidr: {} },
                resources: [
                  {
                    address: "aws_vpc.v",
                    mode: "managed",
                    type: "aws_vpc",
                    name: "v",
                    expressions: { cidr_block: constantExpression("${var.cidr}") },
                  },
                  {
                    address: "aws_subnet.s",
                    mode: "managed",
                    type: "aws_subnet",
                    name: "s",
                    expressions: { vpc_id: constantExpression("${aws_vpc.v.id}") },
                  },
                ],
                outputs: {
                  vpc_id: { expression: constantExpression("${aws_vpc.v.id}") },
                  perimeter_posture: { expression: constantExpression({ posture: "isolated" }) },
                },
              },
            },
          },
        },
      },
    };

    const configuration = readDerivedPlan(plan as unknown as JsonObject, "p");

    expect(valuesIn(configuration)).toEqual({
      "aws_internet_gateway.g": { vpc_id: "${module.net.aws_vpc.v.id}" },
      "module.net.aws_vpc.v": { cidr_block: "10.0.0.0/16" },
      "module.net.aws_subnet.s": { vpc_id: "${module.net.aws_vpc.v.id}" },
    });
    expect(configuration.outputs).toMatchObject({ "module.net.perimeter_posture": { posture: "isolated" } });
  });
});
