import type { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import {
  ENDPOINT_NAMES,
  type EndpointName,
  endpointCatalogEntry,
  selectEndpoints,
} from "../../../constructs/endpoints/endpoint-catalog";
import type { TerraformJson } from "../fixtures/bare-stack";
import { synthesizeEndpoints } from "../fixtures/sample-endpoints";
import { resolveReferences } from "../reference/resource-policy-evaluator";

function endpointsOf(json: TerraformJson) {
  return json.resource.aws_vpc_endpoint ?? {};
}

const SETTABLE: readonly EndpointName[] = ENDPOINT_NAMES.filter(
  (name) => endpointCatalogEntry(name).requirement !== "forbidden",
);

describe("an environment that switches nothing on", () => {
  const { json, endpoints } = synthesizeEndpoints();

  test("an environment without optional services has the mandatory and default endpoints of the catalog and no other", () => {
    const names = Object.values(endpointsOf(json)).map(({ tags }) => (tags as { Name: string }).Name);

    expect(names.sort()).toEqual(
      selectEndpoints([])
        .map((service) => `studio-perimeter-dev-${service}`)
        .sort(),
    );
  });

  test("an environment without optional services reaches S3 from every studio route table, by no interface", () => {
    expect(endpointsOf(json).endpoints_s3).toMatchObject({
      vpc_endpoint_type: "Gateway",
      route_table_ids: ["rtb-studio-eu-west-1a", "rtb-studio-eu-west-1b"],
    });
    expect(endpointsOf(json).endpoints_s3).not.toHaveProperty("subnet_ids");
  });

  test("an environment without optional services puts every interface endpoint into the endpoint tier of every zone, behind the endpoint group, under its own name", () => {
    const interfaces = Object.values(endpointsOf(json)).filter(
      ({ vpc_endpoint_type }) => vpc_endpoint_type === "Interface",
    );

    expect(interfaces).toHaveLength(selectEndpoints([]).length - 1);
    for (const endpoint of interfaces) {
      expect(endpoint).toMatchObject({
        vpc_id: "vpc-ours",
        private_dns_enabled: true,
        subnet_ids: ["subnet-endpoint-eu-west-1a", "subnet-endpoint-eu-west-1b"],
        security_group_ids: ["sg-endpoint"],
      });
    }
  });

  test("an environment without optional services takes region from the account and writes it nowhere", () => {
    const names = Object.values(endpointsOf(json)).map(({ service_name }) => String(service_name));

    expect(names).toContain("aws.sagemaker.${data.aws_region.account_region.region}.studio");
    expect(names.filter((name) => !name.includes("${data.aws_region."))).toEqual([]);
  });

  test("an environment without optional services lets the studio group out to S3 by its prefix list, on TLS alone", () => {
    expect(json.resource.aws_vpc_security_group_egress_rule).toMatchObject({
      endpoints_studio_to_s3: {
        security_group_id: "sg-studio",
        prefix_list_id: "${aws_vpc_endpoint.endpoints_s3.prefix_list_id}",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      },
    });
    expect(Object.keys(json.resource.aws_vpc_security_group_egress_rule ?? {})).toHaveLength(1);
  });

  test("an environment without optional services has no DynamoDB endpoint, and a caller that asks for one gets an error", () => {
    expect(endpoints.dynamodbEndpointId).toBeUndefined();
    expect(() => endpoints.endpointId("dynamodb")).toThrow(
      "endpoints: no endpoint for this service, got dynamodb; add it to services",
    );
  });
});

test("DynamoDB, switched on, is a gateway with an egress rule of its own", () => {
  const { json } = synthesizeEndpoints({ services: ["dynamodb"] });

  expect(endpointsOf(json).endpoints_dynamodb).toMatchObject({ vpc_endpoint_type: "Gateway" });
  expect(json.resource.aws_vpc_security_group_egress_rule?.endpoints_studio_to_dynamodb).toMatchObject({
    prefix_list_id: "${aws_vpc_endpoint.endpoints_dynamodb.prefix_list_id}",
  });
});

test.each(SETTABLE)("%s can be had by name, once", (service) => {
  const { json } = synthesizeEndpoints({ services: [service] });

  const found = Object.values(endpointsOf(json)).filter(
    ({ tags }) => (tags as { Name: string }).Name === `studio-perimeter-dev-${service}`,
  );

  expect(found).toHaveLength(1);
});

test("an endpoint for a service that one zone does not offer is placed in the other zones", () => {
  const { json } = synthesizeEndpoints({ excludedZones: { studio: ["eu-west-1b"] } });

  expect(endpointsOf(json).endpoints_studio).toMatchObject({ subnet_ids: ["subnet-endpoint-eu-west-1a"] });
  expect(endpointsOf(json).endpoints_sts).toMatchObject({
    subnet_ids: ["subnet-endpoint-eu-west-1a", "subnet-endpoint-eu-west-1b"],
  });
});

test("a service without any zone left is refused, with what to do", () => {
  const everywhere = { excludedZones: { studio: ["eu-west-1a", "eu-west-1b"] } };

  expect(() => synthesizeEndpoints(everywhere)).toThrow(
    "endpoints: studio: every Availability Zone is excluded, got eu-west-1a, eu-west-1b; remove one from excludedZones",
  );
});

test.each(ENDPOINT_NAMES.filter((name) => endpointCatalogEntry(name).requirement === "forbidden"))(
  "%s has no place in the perimeter",
  (service) => {
    expect(() => synthesizeEndpoints({ services: [service] })).toThrow(
      `endpoints: ${service} is not allowed in this perimeter: ${endpointCatalogEntry(service).reason}; remove it`,
    );
  },
);

describe("with FIPS", () => {
  const { json, dnsNames } = synthesizeEndpoints({ fips: true });

  test("services that have the variant use its service and host names, the others their own", () => {
    expect(endpointsOf(json).endpoints_kms).toMatchObject({
      service_name: "com.amazonaws.${data.aws_region.account_region.region}.kms-fips",
    });
    expect(endpointsOf(json).endpoints_logs).toMatchObject({
      service_name: "com.amazonaws.${data.aws_region.account_region.region}.logs",
    });
    expect(dnsNames.map(resolveReferences)).toEqual(
      expect.arrayContaining(["kms-fips.eu-west-1.amazonaws.com", "logs.eu-west-1.amazonaws.com"]),
    );
    expect(dnsNames.map(resolveReferences)).not.toContain("kms.eu-west-1.amazonaws.com");
  });
});

test("IAM, a global service, is reached in the region of its control plane", () => {
  const { json } = synthesizeEndpoints({ services: ["iam"] });

  expect(endpointsOf(json).endpoints_iam).toMatchObject({
    service_name: "com.amazonaws.iam",
    service_region: "us-east-1",
  });
});

test("names to resolve are those of the enabled endpoints and no others", () => {
  const without = synthesizeEndpoints().dnsNames.map(resolveReferences);
  const withAthena = synthesizeEndpoints({ services: ["athena"] }).dnsNames.map(resolveReferences);

  expect(without).toEqual(expect.arrayContaining(["*.studio.eu-west-1.sagemaker.aws", "*.s3.eu-west-1.amazonaws.com"]));
  expect(withAthena.filter((name) => !without.includes(name))).toEqual([
    "athena.eu-west-1.amazonaws.com",
    "athena.eu-west-1.api.aws",
  ]);
});

test("ids of interface endpoints are those of the interfaces alone; the S3 endpoint has its own", () => {
  const { json } = synthesizeEndpoints({ services: ["dynamodb"] });

  const ids = json.output.interface_endpoint_ids?.value;

  expect(ids).toHaveLength(selectEndpoints([]).length - 1);
  expect(ids).toContain("${aws_vpc_endpoint.endpoints_studio.id}");
  expect(ids).not.toContain("${aws_vpc_endpoint.endpoints_dynamodb.id}");
  expect(json.output.s3_endpoint_id?.value).toBe("${aws_vpc_endpoint.endpoints_s3.id}");
});

test("another security group is attached to the named endpoints in addition to Studio's, and an unknown name is reported", () => {
  const { endpoints } = synthesizeEndpoints();

  endpoints.attachSecurityGroup(["studio"], "sg-others");

  const groups = (service: EndpointName) =>
    (endpoints.node.tryFindChild(service.replace(".", "_")) as VpcEndpoint).securityGroupIdsInput;
  expect(groups("studio")).toEqual(["sg-endpoint", "sg-others"]);
  expect(groups("sagemaker.api")).toEqual(["sg-endpoint"]);
  expect(() => endpoints.attachSecurityGroup(["notebook"], "sg-others")).toThrow(
    /endpoints: no endpoint for this service, got notebook; add it to services$/,
  );
});
