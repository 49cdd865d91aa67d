import { Testing } from "cdktf";
import { refusedValues } from "../../../constraints/refused-stack";
import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import type { TerraformJson } from "../../constructs/fixtures/bare-stack";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { testingApp } from "../../fixtures/testing-app";
import { unprovedClaims } from "../../verify/fixtures/unproved-claims";
import { existingEnvironment } from "../fixtures/enterprise-environments";

function synthesized(changes: object = {}): TerraformJson {
  const [environment] = requireEnvironments([{ ...existingEnvironment, ...changes }], TODAY);
  if (environment === undefined) {
    throw new Error("existing network: no environment, got an empty list; see the fixture");
  }
  return JSON.parse(
    Testing.synth(new PerimeterStack(testingApp(), environment.name, { environment })),
  ) as TerraformJson;
}

const stack = synthesized();
const resources = Object.keys(stack.resource);

test("An environment in an existing network creates no VPC, subnet, route, network ACL or attachment.", () => {
  const ownersTypes = [
    "vpc",
    "subnet",
    "route",
    "route_table",
    "network_acl",
    "default_network_acl",
    "default_route_table",
  ];

  expect(resources.filter((type) => ownersTypes.some((owned) => type === `aws_${owned}`))).toEqual([]);
  expect(resources).not.toContain("aws_ec2_transit_gateway_vpc_attachment");
  expect(resources).toEqual(expect.arrayContaining(["aws_sagemaker_domain", "aws_vpc_endpoint", "aws_flow_log"]));
});

test("Subnets are looked up in the VPC and in their zone, by id or by tag.", () => {
  expect(stack.data.aws_vpc?.network_vpc).toMatchObject({ id: "vpc-0123456789abcdef0", cidr_block: "10.42.0.0/16" });
  expect(stack.data.aws_subnet?.network_studio_b).toMatchObject({
    vpc_id: "${data.aws_vpc.network_vpc.id}",
    availability_zone: "eu-west-1b",
    id: "subnet-0123456789abcdef1",
  });
  expect(stack.data.aws_subnet?.network_endpoint_a).toMatchObject({
    vpc_id: "${data.aws_vpc.network_vpc.id}",
    availability_zone: "eu-west-1a",
    tags: { Tier: "endpoints" },
  });
});

test("The S3 endpoint is in the route tables of the Studio subnets, which are looked up.", () => {
  expect(stack.resource.aws_vpc_endpoint?.endpoints_s3?.route_table_ids).toEqual([
    "${data.aws_route_table.network_studio_a_routes.id}",
    "${data.aws_route_table.network_studio_b_routes.id}",
  ]);
});

test("The plan stops at a VPC without DNS, and at subnets with public addresses, of a small size or with other routes.", () => {
  const counts = Object.entries(stack.data).flatMap(([type, named]) =>
    Object.values(named).flatMap(({ lifecycle }) => {
      const { postcondition = [] } = (lifecycle ?? {}) as { readonly postcondition?: readonly object[] };
      return postcondition.map(() => type);
    }),
  );

  expect(counts.toSorted()).toEqual([
    // The caller is a deployer, as in every environment.
    "aws_iam_session_context",
    ...Array<string>(4).fill("aws_route_table"),
    ...Array<string>(8).fill("aws_subnet"),
    "aws_vpc",
  ]);
});

test("AWS would refuse nothing in an environment in an existing network, with central egress or without egress.", () => {
  expect(refusedValues(stack)).toEqual([]);
  expect(refusedValues(synthesized({ egress: { kind: "none" } }))).toEqual([]);
});

/** Claims that depend on the network of the owner, without egress. */
const ABOUT_THE_NETWORK = [
  "dns-agrees-with-firewall",
  "dns-denied-by-default",
  "dns-fails-closed",
  "endpoint-covers-required-services",
  "endpoint-takes-only-studio",
  "everything-logged",
  "jobs-stay-in-vpc",
  "no-inbound-from-internet",
  "no-internet-path",
  "no-open-security-group",
  "no-public-address",
  "private-dns-on",
];

test("Before the plan, the claims that depend on a network that is looked up are undecided, and every other one is decided.", () => {
  const open = (changes: object) =>
    unprovedClaims(synthesized(changes)).map((line) => line.split(": ")[0]?.split(" ").slice(-3).join(" "));

  expect(open({ egress: { kind: "none" } }).toSorted()).toEqual(
    ABOUT_THE_NETWORK.map((claim) => `${claim} is undecided`),
  );
});

test.each<[string, (resources: TerraformJson["resource"]) => void, string]>([
  [
    "a bucket policy names the VPC that is looked up, and not the endpoint of the stack",
    (resources) => {
      for (const policy of Object.values(resources.aws_s3_bucket_policy ?? {})) {
        Object.assign(policy, {
          policy: String(policy.policy)
            .replaceAll("aws:SourceVpce", "aws:SourceVpc")
            .replaceAll(/\$\{aws_vpc_endpoint\.\w+\.id\}/g, "${data.aws_vpc.network_vpc.id}"),
        });
      }
    },
    "bucket-only-through-endpoint",
  ],
  [
    "the domain is in a subnet that another data source finds",
    (resources) => {
      for (const domain of Object.values(resources.aws_sagemaker_domain ?? {})) {
        Object.assign(domain, { subnet_ids: ["${data.aws_subnet.other.id}"] });
      }
    },
    "domain-vpc-only",
  ],
  [
    "an endpoint with the policy of AWS is in a VPC that another data source finds",
    (resources) => {
      Object.assign(resources.aws_vpc_endpoint ?? {}, {
        other: {
          vpc_id: "${data.aws_vpc.other.id}",
          service_name: "com.amazonaws.eu-west-1.s3",
          vpc_endpoint_type: "Gateway",
        },
      });
    },
    "endpoint-policy-bounds-both-sides",
  ],
])("A claim that was proved over a network that is looked up is not proved where %s.", (_, edit, claim) => {
  const changed = structuredClone(stack);
  Object.assign(changed.data.aws_vpc ?? {}, { other: { tags: { Name: "other" } } });
  Object.assign(changed.data.aws_subnet ?? {}, { other: { tags: { Name: "other" } } });
  edit(changed.resource);

  expect(unprovedClaims(stack).join()).not.toContain(claim);
  expect(unprovedClaims(changed).join()).toContain(claim);
});
