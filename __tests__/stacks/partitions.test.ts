import { Testing } from "cdktf";
import { endpointServicePrefixes } from "../../aws/partition-endpoints";
import { type AwsPartition, commercialPartition, partitionOfRegion, suffixesOfPartition } from "../../aws/partitions";
import { regionNames, regionTable } from "../../aws/regions/region-facts";
import { type EndpointName, endpointCatalogEntry, fillRegion } from "../../constructs/endpoints/endpoint-catalog";
import { endpointNamesIn, endpointsNamedIn, requireEndpointNames } from "../../constructs/endpoints/endpoint-names";
import { enabledServices } from "../../envs/schema/network/endpoint-selection";
import { parseEnvironments, requireAllEnvironments } from "../../envs/validation/parse-environments";
import { disableCreationStacks } from "../../stacks/cdktf/disable-creation-stacks";
import { InspectionStack } from "../../stacks/inspection/inspection-stack";
import { organizationPolicies } from "../../stacks/organization-policies";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { claims } from "../../verify/claims";
import type { TerraformJson } from "../constructs/fixtures/bare-stack";
import { TODAY } from "../envs/fixtures/sample-environment";
import { staging } from "../fixtures/environments/staging";
import { testingApp } from "../fixtures/testing-app";
import { unprovedClaims } from "../verify/fixtures/unproved-claims";
import { inspectionEnvironment } from "./fixtures/enterprise-environments";
import { synthesizeBootstrap } from "./fixtures/sample-bootstrap";

beforeAll(disableCreationStacks);

/** Staging in a region, with every option that names hosts, principals or endpoints of AWS there. */
function everythingIn(region: string): object {
  const [zone = "a"] = regionTable.regions[region]?.zones ?? "a";
  const services = endpointsNamedIn(partitionOfRegion(region)).filter(
    (name) => endpointCatalogEntry(name).requirement === "optional",
  );
  return {
    ...staging,
    ...{ region, availabilityZones: [`${region}${zone}`], packages: { kind: "none" }, endpoints: { services } },
    ...{ auditTrail: { kind: "own" }, detection: { kind: "on" }, jumpStart: true },
    access: {
      kind: "on",
      notebookInstance: { user: "data-scientist" },
      selfService: { kind: "on", endUsers: { kind: "saml", provider: "saml-provider/corporate" } },
      client: { kind: "ssm" },
    },
  };
}

function synthesizedIn(region: string): string {
  const parsed = parseEnvironments([everythingIn(region)], TODAY);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  const [environment] = parsed.environments;
  return environment === undefined
    ? ""
    : Testing.synth(new PerimeterStack(testingApp(), environment.name, { environment }));
}

test.each(regionNames)(
  "An environment in %s has endpoints and hosts of its partition, or is refused with the reason.",
  (region) => {
    const partition = partitionOfRegion(region);
    const parsed = parseEnvironments([everythingIn(region)], TODAY);

    if (parsed.kind === "invalid") {
      expect(parsed.issues).toEqual([
        expect.stringMatching(/^staging: region: is in the partition \S+, where no source names the hosts of Studio: /),
      ]);
      expect(endpointNamesIn("studio", partition)).toBeUndefined();
      return;
    }
    const names = parsed.environments.flatMap(enabledServices).map((name) => requireEndpointNames(name, partition));
    expect(names.length).toBeGreaterThan(10);
    expect(
      names.filter(
        ({ serviceName }) => !endpointServicePrefixes.some((prefix) => serviceName.startsWith(`${prefix}.`)),
      ),
    ).toEqual([]);
    expect(
      names
        .flatMap(({ dnsNames }) => dnsNames)
        .filter((host) => !suffixesOfPartition(partition).some((suffix) => host.endsWith(`.${suffix}`))),
    ).toEqual([]);
  },
);

test.each<[string, EndpointName, string, string]>([
  ["cn-north-1", "sts", "cn.com.amazonaws.cn-north-1.sts", "sts.cn-north-1.amazonaws.com.cn"],
  ["cn-north-1", "s3", "com.amazonaws.cn-north-1.s3", "*.s3.cn-north-1.amazonaws.com.cn"],
  ["cn-northwest-1", "kms", "com.amazonaws.cn-northwest-1.kms", "kms.cn-northwest-1.amazonaws.com.cn"],
  ["cn-northwest-1", "studio", "aws.sagemaker.cn-northwest-1.studio", "*.studio.cn-northwest-1.sagemaker.com.cn"],
  ["us-gov-west-1", "sts", "com.amazonaws.us-gov-west-1.sts", "sts.us-gov-west-1.amazonaws.com"],
  ["us-gov-east-1", "studio", "aws.sagemaker.us-gov-east-1.studio", "*.studio.us-gov-east-1.sagemaker.aws"],
  [
    "us-gov-east-1",
    "sagemaker.api",
    "com.amazonaws.us-gov-east-1.sagemaker.api",
    "api.sagemaker.us-gov-east-1.api.aws",
  ],
])("In %s, the endpoint of %s is %s and answers %s.", (region, name, service, host) => {
  const names = requireEndpointNames(name, partitionOfRegion(region));

  expect(fillRegion(names.serviceName, region)).toBe(service);
  expect(names.dnsNames.map((template) => fillRegion(template, region))).toContain(host);
});

test("Endpoints in China answer no names that only the commercial partition is known to have.", () => {
  const names = endpointsNamedIn(partitionOfRegion("cn-north-1")).flatMap(
    (name) => requireEndpointNames(name, partitionOfRegion("cn-north-1")).dnsNames,
  );

  expect(names.filter((name) => !/\.(?:amazonaws|sagemaker)\.com\.cn$/.test(name))).toEqual([]);
});

/** Names that AWS writes alike in every partition: service principals without a region, and the audience of OIDC tokens. */
const SERVICE_PRINCIPAL = /^[a-z0-9-]+(?:\.s3|\.logs)?\.amazonaws\.com$/;

/** Texts of a stack that are right in the commercial partition only. */
function commercialForms(stack: string, partition: AwsPartition): readonly string[] {
  const foreign = suffixesOfPartition(commercialPartition).filter(
    (suffix) => !suffixesOfPartition(partition).includes(suffix),
  );
  const hosts = [...stack.matchAll(/(?:\$\{[^}]*\}|[\w*.-])+\.[a-z]+/g)]
    .map(([host]) => host)
    .filter((host) => foreign.some((suffix) => host.endsWith(`.${suffix}`)));
  return [
    ...hosts.filter((host) => !SERVICE_PRINCIPAL.test(host)),
    ...[...stack.matchAll(/arn:aws:[\w:*/-]*|us-east-1|signin\.aws\.amazon\.com/g)].map(([text]) => text),
  ];
}

describe("in China", () => {
  const region = "cn-northwest-1";
  const text = synthesizedIn(region);
  const stack = JSON.parse(text) as TerraformJson;

  test("A stack with every option in China contains nothing that only the commercial partition has.", () => {
    expect(commercialForms(text, partitionOfRegion(region))).toEqual([]);
    expect(text).toContain("https://signin.amazonaws.cn/saml");
  });

  test("A stack with every option in China is proved by every claim.", () => {
    expect(unprovedClaims(stack)).toEqual([]);
  }, 30_000);

  const byName = (name: string) => claims.filter((claim) => claim.name === name);

  test.each([
    ["endpoint-covers-required-services", "cn.com.amazonaws.", "com.amazonaws."],
    [
      "dns-agrees-with-firewall",
      "runtime.sagemaker.${data.aws_region.account_region.region}.amazonaws.com.cn.",
      "runtime.sagemaker.${data.aws_region.account_region.region}.amazonaws.com.",
    ],
    ["dns-agrees-with-firewall", ".sagemaker.com.cn.", ".sagemaker.aws."],
  ])("The claim %s does not hold for a stack in China with a commercial name: %s", (claim, own, commercial) => {
    expect(text).toContain(own);
    expect(unprovedClaims(JSON.parse(text.replaceAll(own, commercial)), byName(claim))).toHaveLength(1);
  });

  test("In a partition without known endpoint services, it is undecided whether the endpoints are those that Studio requires.", () => {
    const elsewhere = text.replaceAll(region, "eusc-de-east-1").replaceAll("cn.com.amazonaws.", "eu.amazonaws.");

    expect(unprovedClaims(JSON.parse(elsewhere), byName("endpoint-covers-required-services"))).toEqual([
      expect.stringMatching(/^endpoint-covers-required-services is undecided: .* no source names the endpoint service/),
    ]);
  });

  test("An inspection VPC and the organization's policies in China contain nothing that only the commercial partition has.", () => {
    const { environments, inspections } = requireAllEnvironments(
      [
        everythingIn(region),
        { ...inspectionEnvironment, region, availabilityZones: [`${region}a`, `${region}b`], spokes: [] },
      ],
      TODAY,
    );
    const stacks = inspections.map((inspection) =>
      Testing.synth(new InspectionStack(testingApp(), inspection.name, { inspection })),
    );
    const policies = organizationPolicies(environments, "o-0123456789").map(({ text: policy }) => policy);

    expect(stacks).toHaveLength(1);
    expect(policies.length).toBeGreaterThan(3);
    expect([...stacks, ...policies].flatMap((one) => commercialForms(one, partitionOfRegion(region)))).toEqual([]);
  });

  test("The bootstrap in China contains nothing that only the commercial partition has.", () => {
    expect(commercialForms(JSON.stringify(synthesizeBootstrap({ region })), partitionOfRegion(region))).toEqual([]);
  });
});

test("A stack with every option in GovCloud contains nothing that only the commercial partition has, and its endpoints are proved.", () => {
  const text = synthesizedIn("us-gov-west-1");
  const aboutEndpoints = claims.filter(({ name, topic }) => topic === "names" || /endpoint/.test(name));

  expect(commercialForms(text, partitionOfRegion("us-gov-west-1"))).toEqual([]);
  expect(unprovedClaims(JSON.parse(text), aboutEndpoints)).toEqual([]);
}, 30_000);

describe("in the European Sovereign Cloud", () => {
  const region = "eusc-de-east-1";
  const partition = partitionOfRegion(region);

  test("An inspection VPC in the European Sovereign Cloud has the names of its partition and is proved by every claim.", () => {
    const { inspections } = requireAllEnvironments(
      [{ ...inspectionEnvironment, region, availabilityZones: [`${region}a`, `${region}b`], spokes: [] }],
      TODAY,
    );
    const stacks = inspections.map((inspection) =>
      Testing.synth(new InspectionStack(testingApp(), inspection.name, { inspection })),
    );

    expect(stacks).toHaveLength(1);
    expect(stacks.flatMap((text) => commercialForms(text, partition))).toEqual([]);
    expect(stacks.flatMap((text) => unprovedClaims(JSON.parse(text)))).toEqual([]);
    expect(stacks.join()).toContain(".amazonaws.eu");
  });

  test("The bootstrap in the European Sovereign Cloud has the names of its partition and is proved by every claim.", () => {
    const stack = synthesizeBootstrap({ region });

    expect(commercialForms(JSON.stringify(stack), partition)).toEqual([]);
    expect(unprovedClaims(stack)).toEqual([]);
    expect(JSON.stringify(stack)).toContain(".amazonaws.eu");
  });
});

test("The commercial form of a name is found in a stack of another partition.", () => {
  const forms =
    '"Resource":"arn:aws:s3:::x","host":"sts.${data.aws_region.r.region}.amazonaws.com","Service":"ec2.amazonaws.com"';

  expect(commercialForms(forms, partitionOfRegion("cn-north-1"))).toEqual([
    "sts.${data.aws_region.r.region}.amazonaws.com",
    "arn:aws:s3:::x",
  ]);
});
