import { readConfiguration } from "../../verify/read-configuration";

describe("synthesized JSON", () => {
  it("becomes resources by address, managed and data, without cdktf's metadata", () => {
    const configuration = readConfiguration(
      {
        "//": { metadata: {} },
        provider: { aws: [{ region: "eu-west-1" }, { alias: "us", region: "us-east-1" }] },
        resource: { aws_vpc: { network_vpc: { "//": { metadata: {} }, cidr_block: "10.0.0.0/16" } } },
        data: { aws_region: { account_region: {} } },
        output: { vpc_id: { value: "${aws_vpc.network_vpc.id}" } },
      },
      "dev",
    );

    expect(configuration).toEqual({
      source: "dev",
      form: "synthesized",
      region: "eu-west-1",
      resources: [
        {
          address: "aws_vpc.network_vpc",
          mode: "managed",
          type: "aws_vpc",
          name: "network_vpc",
          values: { cidr_block: "10.0.0.0/16" },
        },
        {
          address: "data.aws_region.account_region",
          mode: "data",
          type: "aws_region",
          name: "account_region",
          values: {},
        },
      ],
      outputs: { vpc_id: "${aws_vpc.network_vpc.id}" },
    });
  });

  it("may write every block as a list, as hand-written Terraform JSON does", () => {
    const configuration = readConfiguration(
      { resource: [{ aws_vpc: [{ a: [{ cidr_block: "10.0.0.0/16" }] }] }, { aws_eip: { b: {} } }] },
      "x",
    );

    expect(configuration.resources.map((resource) => resource.address)).toEqual(["aws_vpc.a", "aws_eip.b"]);
  });

  it("never yields the value of a sensitive output", () => {
    const configuration = readConfiguration({ output: { token: { value: "s3cr3t", sensitive: true } } }, "x");

    expect(JSON.stringify(configuration)).not.toContain("s3cr3t");
  });

  it.each([
    [null, "x: is not a Terraform JSON object, got null; "],
    [[1], "x: is not a Terraform JSON object, got a list; "],
    [{ foo: 1 }, "x: is no Terraform JSON, got the keys foo; "],
  ])("is told apart from %j in one line", (json, message) => {
    expect(() => readConfiguration(json, "x")).toThrow(message);
  });
});
