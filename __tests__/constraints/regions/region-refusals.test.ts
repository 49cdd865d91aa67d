import { regionTable } from "../../../aws/regions/region-facts";
import type { AwsResource } from "../../../constraints/configuration/aws-configuration";
import { refusalLine } from "../../../constraints/refusal";
import { regionRefusals } from "../../../constraints/regions/region-refusals";
import { ENDPOINT_CATALOG } from "../../../constructs/endpoints/endpoint-catalog";

function resource(type: string, values: Readonly<Record<string, unknown>>): AwsResource {
  return { address: `${type}.x`, type, values };
}

const linesIn = (region: string | undefined, ...resources: readonly AwsResource[]): readonly string[] =>
  regionRefusals({ resources, ...(region === undefined ? {} : { region }) }).map(refusalLine);

test("A region that AWS does not have is refused, with the regions of the same area.", () => {
  expect(linesIn("eu-west-9")).toEqual([
    expect.stringMatching(
      /^provider\.aws: region: AWS has no such region, got "eu-west-9"; use one of eu-west-1, eu-west-2/,
    ),
  ]);
});

test("Nothing is refused for a region that is not known.", () => {
  expect(linesIn(undefined, resource("aws_subnet", { availability_zone: "eu-west-1z" }))).toEqual([]);
});

test.each([
  ["eu-west-1", "eu-west-1c", 0],
  ["eu-west-1", "eu-west-1d", 1],
  ["us-east-1", "us-east-1f", 0],
  ["us-west-1", "us-west-1f", 1],
  ["cn-north-1", "cn-north-1d", 0],
  ["cn-north-1", "cn-north-1c", 1],
  ["eu-west-1", "us-east-1a", 1],
])("In %s, the zone %s has %i refusals.", (region, zone, count) => {
  expect(linesIn(region, resource("aws_subnet", { availability_zone: zone }))).toHaveLength(count);
});

test.each([
  ["us-west-1", "aws_codeartifact_domain", 1],
  ["eu-west-1", "aws_codeartifact_domain", 0],
  ["ca-west-1", "aws_sagemaker_domain", 1],
  ["us-gov-west-1", "aws_codeartifact_repository", 1],
])("In %s, a resource of type %s has %i refusals.", (region, type, count) => {
  expect(linesIn(region, resource(type, {}))).toHaveLength(count);
});

test.each([
  ["eu-west-1", "com.amazonaws.eu-west-1.sts", 0],
  ["eu-west-1", "com.amazonaws.eu-west-1.stsx", 1],
  ["eu-west-1", "com.amazonaws.us-east-1.sts", 1],
  ["eu-west-1", "sts", 1],
  ["us-west-1", "com.amazonaws.us-west-1.codeartifact.api", 1],
  ["eu-west-1", "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", 0],
  ["cn-north-1", "cn.com.amazonaws.cn-north-1.s3", 0],
  ["cn-north-1", "com.amazonaws.cn-north-1.s3", 0],
  ["cn-north-1", "cn.com.amazonaws.cn-north-1.sts", 0],
  ["cn-north-1", "com.amazonaws.cn-north-1.sts", 1],
  ["cn-north-1", "cn.com.amazonaws.cn-north-1.kms", 1],
  ["cn-north-1", "aws.sagemaker.cn-north-1.studio", 0],
  ["eusc-de-east-1", "eu.amazonaws.eusc-de-east-1.ecr.api", 0],
  ["eusc-de-east-1", "com.amazonaws.eusc-de-east-1.ecr.api", 1],
])("In %s, the endpoint service %s has %i refusals.", (region, service_name, count) => {
  expect(linesIn(region, resource("aws_vpc_endpoint", { service_name }))).toHaveLength(count);
});

test.each(Object.entries(ENDPOINT_CATALOG))(
  "Ireland has the endpoint service %s of the catalog, and its FIPS name is known.",
  (_, entry) => {
    const { serviceName, serviceRegion, fips } = { serviceRegion: undefined, fips: undefined, ...entry } as {
      readonly serviceName: string;
      readonly serviceRegion?: string;
      readonly fips?: { readonly serviceName: string };
    };
    const names = [serviceName, ...(fips === undefined ? [] : [fips.serviceName])];
    const endpoints = names.map((name) =>
      resource("aws_vpc_endpoint", {
        service_name: name.replace("<region>", "eu-west-1"),
        ...(serviceRegion === undefined ? {} : { service_region: serviceRegion }),
      }),
    );

    expect(linesIn("eu-west-1", ...endpoints)).toEqual([]);
  },
);

test("An instance type that no zone of the region offers is refused, and one that only its zone lacks.", () => {
  const subnet = resource("aws_subnet", { availability_zone: "us-east-1e" });
  const instance = (instance_type: string) =>
    resource("aws_instance", { instance_type, subnet_id: "${aws_subnet.x.id}" });

  expect(linesIn("us-east-1", subnet, instance("m7i.large"))).toEqual([
    expect.stringMatching(/us-east-1e does not offer it/),
  ]);
  expect(linesIn("us-east-1", subnet, instance("m4.large"))).toEqual([]);
  expect(linesIn("ap-southeast-4", instance("p5.48xlarge"))).toHaveLength(1);
});

test("The table has a day, and a name, version and license of each source.", () => {
  expect(regionTable.extracted).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(regionTable.sources.map(({ name }) => name)).toEqual(["cfn-lint", "botocore", "moto"]);
  expect(regionTable.sources.every(({ version, license }) => version !== "" && license !== "")).toBe(true);
});

test("ARNs of another Region are refused where AWS wants the Region of the resource, unless the resource has a provider or a Region of its own.", () => {
  const alarm_actions = ["arn:aws:sns:us-east-1:111122223333:a", "arn:aws:ssm-incidents::111122223333:response-plan/a"];

  expect(linesIn("eu-west-1", resource("aws_cloudwatch_metric_alarm", { alarm_actions }))).toEqual([
    expect.stringMatching(
      /^aws_cloudwatch_metric_alarm\.x: alarm_actions: must be of the region eu-west-1, got "arn:aws:sns:us-east-1/,
    ),
  ]);
  for (const elsewhere of [{ provider: "aws.virginia" }, { region: "us-east-1" }]) {
    expect(linesIn("eu-west-1", resource("aws_cloudwatch_metric_alarm", { alarm_actions, ...elsewhere }))).toEqual([]);
  }
});
