import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { JsonObject, TerraformConfiguration } from "../../../../verify/terraform/terraform-configuration";

function valuesIn({ resources }: TerraformConfiguration): Readonly<Record<string, JsonObject>> {
  return Object.fromEntries(resources.map(({ address, values }) => [address, values]));
}

function shown(address: string, values: JsonObject, depends_on: readonly string[] = []): JsonObject {
  const [type = "", name = ""] = address.replace("data.", "").split(".");
  return { address, mode: address.startsWith("data.") ? "data" : "managed", type, name, values, depends_on };
}

function stateOf(...resources: readonly JsonObject[]): JsonObject {
  return { format_version: "1.0", values: { outputs: {}, root_module: { resources } } };
}

describe("a state", () => {
  it("becomes what a configuration would say: ids become references, and nobody's own id stays", () => {
    const configuration = readConfiguration(
      stateOf(
        shown("aws_vpc.v", {
          id: "vpc-0a1b2c3d",
          arn: "arn:aws:ec2:eu-west-1:1:vpc/vpc-0a1b2c3d",
          cidr_block: "10.0.0.0/16",
          default_route_table_id: "rtb-00000001",
          tags: null,
        }),
        shown("aws_subnet.s", { id: "subnet-0a1b2c3d", vpc_id: "vpc-0a1b2c3d" }),
        shown("aws_default_route_table.d", { id: "rtb-00000001", default_route_table_id: "rtb-00000001", route: [] }),
        shown("data.aws_region.r", { region: "eu-west-1" }),
      ),
      "state.json",
    );

    expect(configuration).toMatchObject({ form: "state", region: "eu-west-1" });
    expect(valuesIn(configuration)).toEqual({
      "aws_vpc.v": { cidr_block: "10.0.0.0/16" },
      "aws_subnet.s": { vpc_id: "${aws_vpc.v.id}" },
      "aws_default_route_table.d": { default_route_table_id: "${aws_vpc.v.default_route_table_id}", route: [] },
      "data.aws_region.r": { region: "eu-west-1" },
    });
  });

  it("writes a firewall's endpoint as the expression that picks it by its zone", () => {
    const attachment = [{ endpoint_id: "vpce-0a1b2c3d", subnet_id: "subnet-0a1b2c3d" }];
    const values = valuesIn(
      readConfiguration(
        stateOf(
          shown("aws_networkfirewall_firewall.f", {
            firewall_status: [{ sync_states: [{ availability_zone: "eu-west-1a", attachment }] }],
          }),
          shown("aws_route.r", { vpc_endpoint_id: "vpce-0a1b2c3d" }),
        ),
        "s",
      ),
    );

    expect(values["aws_route.r"]).toEqual({
      vpc_endpoint_id:
        '${{for state in tolist(aws_networkfirewall_firewall.f.firewall_status[0].sync_states) : state.availability_zone => state.attachment[0].endpoint_id}["eu-west-1a"]}',
    });
  });

  it("takes a plain name for another resource's id only where Terraform says that the two belong together", () => {
    const values = valuesIn(
      readConfiguration(
        stateOf(
          shown("aws_s3_bucket.data", { id: "studio", arn: "arn:aws:s3:::studio" }),
          shown("aws_s3_bucket_versioning.data", { id: "studio", bucket: "studio" }, ["aws_s3_bucket.data"]),
          shown("aws_s3_bucket_policy.data", { id: "studio", bucket: "studio" }, [
            "aws_s3_bucket_versioning.data",
            "aws_s3_bucket.data",
          ]),
          shown("aws_iam_role.studio", { id: "studio", name: "studio" }),
        ),
        "s",
      ),
    );

    expect(values).toEqual({
      "aws_s3_bucket.data": {},
      "aws_s3_bucket_versioning.data": { bucket: "${aws_s3_bucket.data.id}" },
      "aws_s3_bucket_policy.data": { bucket: "${aws_s3_bucket.data.id}" },
      "aws_iam_role.studio": { name: "studio" },
    });
  });

  it("tells a bucket's policy once, though the provider shows it twice, and keeps what somebody set by hand", () => {
    const bucket = (name: string): JsonObject =>
      shown(`aws_s3_bucket.${name}`, { id: name, policy: "{}", versioning: [{}] });
    const values = valuesIn(
      readConfiguration(
        stateOf(
          bucket("one"),
          bucket("two"),
          shown("aws_s3_bucket_policy.one", { bucket: "one", policy: "{}" }, ["aws_s3_bucket.one"]),
        ),
        "s",
      ),
    );

    expect(values["aws_s3_bucket.one"]).toEqual({ versioning: [{}] });
    expect(values["aws_s3_bucket.two"]).toEqual({ policy: "{}", versioning: [{}] });
  });

  it("escapes what in a configuration would be an interpolation", () => {
    const values = valuesIn(
      readConfiguration(
        stateOf(
          shown("aws_iam_policy.p", { policy: "${aws:username} of arn:aws:s3:::b" }),
          shown("aws_s3_bucket.b", { arn: "arn:aws:s3:::b" }),
        ),
        "s",
      ),
    );

    expect(values["aws_iam_policy.p"]).toEqual({ policy: "$${aws:username} of ${aws_s3_bucket.b.arn}" });
  });

  it("never yields what is sensitive", () => {
    const secret = {
      ...shown("aws_db_instance.d", { password: "s3cr3t!", note: "s3cr3t!" }),
      sensitive_values: { password: true },
    };
    const outputs = { token: { value: "t0k3n!", sensitive: true }, echo: { value: "t0k3n!" } };
    const state = { format_version: "1.0", values: { outputs, root_module: { resources: [secret] } } };

    expect(JSON.stringify(readConfiguration(state, "s"))).not.toMatch(/s3cr3t|t0k3n/);
  });

  it("may be the state file itself", () => {
    const configuration = readConfiguration(
      {
        version: 4,
        serial: 1,
        lineage: "x",
        outputs: { vpc_id: { value: "vpc-0a1b2c3d", type: "string" } },
        resources: [
          { mode: "managed", type: "aws_vpc", name: "v", instances: [{ attributes: { id: "vpc-0a1b2c3d" } }] },
          {
            module: 'module.m["k"]',
            mode: "managed",
            type: "aws_subnet",
            name: "s",
            instances: [
              {
                index_key: "a",
                attributes: { vpc_id: "vpc-0a1b2c3d", secret: "s3cr3t!" },
                sensitive_attributes: [[{ type: "get_attr", value: "secret" }]],
              },
              { index_key: 0, attributes: {} },
            ],
          },
          { mode: "data", type: "aws_region", name: "r", instances: [{ attributes: { region: "eu-west-1" } }] },
        ],
      },
      "terraform.tfstate",
    );

    expect(configuration.outputs).toEqual({ vpc_id: "${aws_vpc.v.id}" });
    expect(valuesIn(configuration)).toEqual({
      "aws_vpc.v": {},
      'module.m["k"].aws_subnet.s["a"]': { vpc_id: "${aws_vpc.v.id}", secret: "(sensitive)" },
      'module.m["k"].aws_subnet.s[0]': {},
      "data.aws_region.r": { region: "eu-west-1" },
    });
  });

  it("is refused in one line when its format is another", () => {
    expect(() => readConfiguration({ version: 3, serial: 1, lineage: "x" }, "old.tfstate")).toThrow(
      /^old\.tfstate: is a state of another format, got version 3; /,
    );
    expect(() => readConfiguration({ format_version: "0.2", values: {} }, "s")).toThrow(/got format_version "0.2"/);
  });
});
