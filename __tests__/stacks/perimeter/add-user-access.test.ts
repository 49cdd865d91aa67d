import { deployableResourceTypes } from "../../../constructs/pipeline/terraform-permissions/deployment-permissions";
import type { TerraformJson } from "../../constructs/fixtures/bare-stack";
import { argumentsByName, resourceAt } from "../../constructs/fixtures/resource-lookup";
import { asList, matchesWildcard } from "../../constructs/reference/iam-service-reference";
import { identityPolicyStatements } from "../../constructs/reference/identity-policy-evaluator";
import { inspectedEgress, sampleDomain } from "../../envs/fixtures/sample-environment";
import { decideForDeploymentRole, iamArn, sampleBootstrapJson } from "../fixtures/sample-bootstrap";
import {
  ALL_USER_ACCESS,
  addedAddresses,
  CORPORATE_CIDRS,
  changedAddresses,
  synthesizeWithAccess,
  TRANSIT_GATEWAY_ATTACHMENT,
} from "../fixtures/user-access-stacks";

const OFF = synthesizeWithAccess({ kind: "off" });
const ON = synthesizeWithAccess(ALL_USER_ACCESS);

/** Addresses that an interface endpoint's groups allow, by the groups' names. */
function groupsOf(json: TerraformJson, endpoint: string): readonly string[] {
  const groups = resourceAt(json, `aws_vpc_endpoint.endpoints_${endpoint}`).security_group_ids;
  return (groups as readonly string[]).map((group) => group.replace(/^\$\{aws_security_group\.(\w+)\.id\}$/, "$1"));
}

test("access that is on without an option creates nothing and opens nothing", () => {
  const bare = synthesizeWithAccess({ kind: "on" });

  expect(addedAddresses(OFF, bare)).toEqual([]);
  expect(changedAddresses(OFF, bare)).toEqual([]);
});

test("every resource of user access is below `access`, except endpoints, subnets and parameters", () => {
  const elsewhere = addedAddresses(OFF, ON).filter((address) => !/\.access_/.test(address));

  expect(elsewhere).toEqual([
    "aws_route_table.network_client_a_routes",
    "aws_route_table.network_client_b_routes",
    "aws_route_table_association.network_client_a_association",
    "aws_route_table_association.network_client_b_association",
    "aws_ssm_parameter.published_client_instance_id",
    "aws_ssm_parameter.published_notebook_instance_arn",
    "aws_ssm_parameter.published_resolver_ip_addresses",
    "aws_subnet.network_client_a",
    "aws_subnet.network_client_b",
    "aws_vpc_endpoint.endpoints_ec2messages",
    "aws_vpc_endpoint.endpoints_notebook",
    "aws_vpc_endpoint.endpoints_ssm",
    "aws_vpc_endpoint.endpoints_ssmmessages",
  ]);
});

test("user access changes no other resource, except who may use its endpoints", () => {
  const different = changedAddresses(OFF, ON).filter((address) => !/_domain_list\./.test(address));

  expect(different).toEqual([
    "aws_default_network_acl.network_default_acl",
    "aws_vpc_endpoint.endpoints_sagemaker_api",
    "aws_vpc_endpoint.endpoints_studio",
  ]);
});

test("only the endpoints that users need allow clients other than Studio, and each allows only the clients that need it", () => {
  const opened = Object.keys(argumentsByName(ON, "aws_vpc_endpoint"))
    .map((name) => name.replace("endpoints_", ""))
    .filter((name) => "security_group_ids" in resourceAt(ON, `aws_vpc_endpoint.endpoints_${name}`))
    .map((name) => [name, groupsOf(ON, name).filter((group) => group !== "security_groups_endpoint")] as const)
    .filter(([, groups]) => groups.length > 0);

  const both = ["access_client_entrance", "access_corporate_entrance"];
  expect(Object.fromEntries(opened)).toEqual({
    sagemaker_api: both,
    studio: both,
    notebook: both,
    ssm: ["access_client_entrance"],
    ssmmessages: ["access_client_entrance"],
    ec2messages: ["access_client_entrance"],
  });
});

test("only the endpoints' subnets have routes to the corporate network", () => {
  const routes = Object.values(argumentsByName(ON, "aws_route")).map(
    ({ route_table_id, destination_cidr_block, transit_gateway_id }) => [
      route_table_id,
      destination_cidr_block,
      transit_gateway_id,
    ],
  );

  expect(routes).toEqual(
    ["a", "b"].flatMap((zone) =>
      CORPORATE_CIDRS.map((cidr) => [
        `\${aws_route_table.network_endpoint_${zone}_routes.id}`,
        cidr,
        TRANSIT_GATEWAY_ATTACHMENT.id,
      ]),
    ),
  );
});

test("the client runs in its own subnet, whose route table has no route out of the VPC", () => {
  const { subnet_id } = resourceAt(ON, "aws_instance.access_client_machine");
  const leading = Object.values(argumentsByName(ON, "aws_route")).filter(({ route_table_id }) =>
    String(route_table_id).includes("client"),
  );

  expect(subnet_id).toBe("${aws_subnet.network_client_a.id}");
  expect(leading).toEqual([]);
});

test("a public jump host has a route to the one address that may connect, and to no other", () => {
  const client = { kind: "public-jump-host", allowedCidr: "203.0.113.9/32", keyName: "admins" };
  const json = synthesizeWithAccess({ kind: "on", client }, { protections: false, ...inspectedEgress(sampleDomain) });

  const routes = Object.values(argumentsByName(json, "aws_route")).filter(({ route_table_id }) =>
    String(route_table_id).includes("client"),
  );

  expect(routes).toEqual([
    expect.objectContaining({
      route_table_id: "${aws_route_table.network_client_a_routes.id}",
      destination_cidr_block: "203.0.113.9/32",
      gateway_id: "${aws_internet_gateway.egress_firewall_internet.id}",
    }),
  ]);
  expect(resourceAt(json, "aws_instance.access_jump_host_machine").subnet_id).toBe("${aws_subnet.network_client_a.id}");
});

test("names that user access needs resolve: those of every endpoint, notebooks included", () => {
  const { domains } = resourceAt(ON, "aws_route53_resolver_firewall_domain_list.dns_firewall_allowed_names");

  expect(domains).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^\*\.notebook\..*\.sagemaker\.aws/),
      expect.stringMatching(/^ssmmessages\./),
    ]),
  );
});

test.each([
  ["everything", ALL_USER_ACCESS, {}],
  [
    "a VPN gateway",
    { kind: "on", attachment: { ...TRANSIT_GATEWAY_ATTACHMENT, kind: "vpn-gateway", id: "vgw-0123456789abcdef0" } },
    {},
  ],
  [
    "a customer gateway",
    {
      kind: "on",
      attachment: { ...TRANSIT_GATEWAY_ATTACHMENT, kind: "customer-gateway", id: "cgw-0123456789abcdef0" },
    },
    {},
  ],
])("the pipeline's roles may deploy %s", (_name, access, others) => {
  const missing = Object.keys(synthesizeWithAccess(access, others).resource).filter(
    (type) => !deployableResourceTypes("studio").includes(type),
  );

  expect(missing).toEqual([]);
});

test("the pipeline can pass only the client's role to EC2 instances", () => {
  const to = { "iam:PassedToService": "ec2.amazonaws.com" };

  expect(decideForDeploymentRole("dev_apply", "iam:PassRole", iamArn("role/studio-perimeter-dev-client"), to)).toBe(
    "allowed",
  );
  expect(decideForDeploymentRole("dev_apply", "iam:PassRole", iamArn("role/studio-perimeter-dev-execution"), to)).toBe(
    "not allowed",
  );
});

test("the boundary of an environment's roles allows what user access needs", () => {
  const within = identityPolicyStatements(sampleBootstrapJson, "aws_iam_policy", "dev_boundary").flatMap(({ Action }) =>
    asList(Action),
  );
  const names = Object.keys(argumentsByName(ON, "aws_iam_role_policy")).filter((name) => name.startsWith("access_"));
  const asked = names.flatMap((name) =>
    identityPolicyStatements(ON, "aws_iam_role_policy", name).flatMap(({ Action }) => asList(Action)),
  );

  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter((action) => !within.some((pattern) => matchesWildcard(pattern, action)))).toEqual([]);
});

test("every role of user access has the boundary where a pipeline deploys", () => {
  const json = synthesizeWithAccess(ALL_USER_ACCESS, {}, true);
  const roles = Object.entries(argumentsByName(json, "aws_iam_role")).filter(([name]) => name.startsWith("access_"));

  expect(roles.length).toBe(3);
  expect(roles.filter(([, role]) => role.permissions_boundary === undefined)).toEqual([]);
});
