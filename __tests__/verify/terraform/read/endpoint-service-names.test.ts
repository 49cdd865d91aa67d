import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";

/** The service of an endpoint that a data source with these arguments names. */
function serviceOf(lookup: object, region: unknown = "eu-west-1"): unknown {
  const json = {
    provider: { aws: [{ region }] },
    data: { aws_vpc_endpoint_service: { s: lookup } },
    resource: { aws_vpc_endpoint: { e: { service_name: "${data.aws_vpc_endpoint_service.s.service_name}" } } },
  };
  const { resources } = readConfiguration(json, "cdk.tf.json");
  return resources.find(({ mode }) => mode === "managed")?.values.service_name;
}

test.each([
  [{ service: "sts" }, "com.amazonaws.eu-west-1.sts"],
  [{ service: "s3", service_type: "Gateway" }, "com.amazonaws.eu-west-1.s3"],
  [{ service: "s3", filter: [{ name: "service-type", values: ["Gateway"] }] }, "com.amazonaws.eu-west-1.s3"],
  [{ service: "sts", region: "eu-west-1" }, "com.amazonaws.eu-west-1.sts"],
  [{ service: "sts", service_name: null, service_regions: null }, "com.amazonaws.eu-west-1.sts"],
  [{ service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0" }, "com.amazonaws.vpce.eu-west-1.vpce-svc-0"],
])("The data source with %j finds the service %s.", (lookup, name) => {
  expect(serviceOf(lookup)).toBe(name);
});

const open = "${data.aws_vpc_endpoint_service.s.service_name}";

test.each([
  ["another Region", { service: "sts", region: "us-east-1" }, "eu-west-1"],
  ["several Regions", { service: "sts", service_regions: ["us-east-1"] }, "eu-west-1"],
  ["a service that is not known", { service: "${var.x}" }, "eu-west-1"],
  ["filters alone", { filter: [{ name: "owner", values: ["amazon"] }] }, "eu-west-1"],
  ["a Region of China, whose names have other forms", { service: "sts" }, "cn-north-1"],
  ["a Region that is not known", { service: "sts" }, "${var.region}"],
])("The name of a service stays open for %s.", (_, lookup, region) => {
  expect(serviceOf(lookup, region)).toBe(open);
});
