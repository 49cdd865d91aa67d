import { Testing } from "cdktf";
import type { Statement } from "../../../constructs/iam/policy-document";
import { deployableResourceTypes } from "../../../constructs/pipeline/terraform-permissions/deployment-permissions";
import { requireAllEnvironments } from "../../../envs/validation/parse-environments";
import { InspectionStack } from "../../../stacks/inspection/inspection-stack";
import { bootstrapEnvironmentOf } from "../../../stacks/synthesize";
import { claims } from "../../../verify/claims";
import type { TerraformJson } from "../../constructs/fixtures/bare-stack";
import { actionsMatching, asList, statementErrors } from "../../constructs/reference/iam-service-reference";
import {
  ACCOUNT,
  evaluateIdentityPolicies,
  identityPolicyStatements,
  type RoleRequest,
  renderReferences,
} from "../../constructs/reference/identity-policy-evaluator";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { testingApp } from "../../fixtures/testing-app";
import { unprovedClaims } from "../../verify/fixtures/unproved-claims";
import { inspectionEnvironment, namingEnvironment } from "../fixtures/enterprise-environments";
import {
  BOUNDARY_ARN,
  type BootstrapJson,
  deploymentRolePolicies,
  deploymentRoleStatements,
  iamArn,
  synthesizeBootstrap,
} from "../fixtures/sample-bootstrap";

/** A hub that uses every part of an inspection stack: an own transit gateway, rules, and TLS inspection. */
const { inspections } = requireAllEnvironments(
  [
    namingEnvironment,
    {
      ...inspectionEnvironment,
      deployers: ["role/studio-perimeter-hub-plan", "role/studio-perimeter-hub-apply"],
      state: { kind: "s3", bucket: "acme-hub-state", region: "eu-west-1", kmsKeyId: "alias/state" },
      tlsInspection: { kind: "on", certificateAuthority: "certificate/12345678-90ab-cdef-1234-567890abcdef" },
    },
  ],
  TODAY,
);
const [inspection] = inspections as readonly [(typeof inspections)[number]];

const hub = JSON.parse(
  Testing.synth(new InspectionStack(testingApp(), "hub", { inspection, deployedByPipeline: true })),
) as TerraformJson & { readonly data: TerraformJson["resource"] };

const bootstrap: BootstrapJson = synthesizeBootstrap({
  environments: [{ name: "dev" }, bootstrapEnvironmentOf(inspection)],
});

function decide(role: "plan" | "apply", action: string, resource: string, context: RoleRequest["context"] = {}) {
  return evaluateIdentityPolicies(deploymentRoleStatements(`hub_${role}`, bootstrap), { action, resource, context });
}

function statementsOf(policies: readonly string[]): readonly Statement[] {
  return policies.flatMap((policy) => identityPolicyStatements(bootstrap, "aws_iam_policy", policy));
}

const ec2 = (resource: string): string => `arn:aws:ec2:eu-west-1:${ACCOUNT}:${resource}`;

test.each(["hub_plan", "hub_apply", "hub_boundary"])(
  "The policies of %s name only actions, condition keys and resources that AWS lists, and fit into IAM's limits.",
  (name) => {
    const policies = name === "hub_boundary" ? [name] : deploymentRolePolicies(name, bootstrap);
    const lengths = policies.map(
      (policy) =>
        renderReferences(String(bootstrap.resource.aws_iam_policy?.[policy]?.policy), "ap-southeast-2").length,
    );

    expect(statementErrors(statementsOf(policies))).toEqual([]);
    expect(policies.length).toBeGreaterThan(0);
    expect(policies.length).toBeLessThanOrEqual(10);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(6144);
  },
);

test("The roles of an inspection VPC have permissions for each of its resource types.", () => {
  const types = Object.keys(hub.resource);

  expect(types).toContain("aws_networkfirewall_tls_inspection_configuration");
  expect(types.filter((type) => !deployableResourceTypes("inspection").includes(type))).toEqual([]);
});

/** What the provider calls to refresh the types that only an inspection VPC has, and its lookup of attachments. */
test.each([
  "ec2:DescribeTransitGateways",
  "ec2:DescribeTransitGatewayVpcAttachments",
  "ec2:DescribeTransitGatewayRouteTables",
  "ec2:GetTransitGatewayRouteTableAssociations",
  "ec2:SearchTransitGatewayRoutes",
])("The plan role of an inspection VPC may %s.", (action) => {
  expect(decide("plan", action, "*")).toBe("allowed");
});

test("The plan role of an inspection VPC reads, and changes nothing.", () => {
  const allowed = statementsOf(deploymentRolePolicies("hub_plan", bootstrap)).filter(
    ({ Effect }) => Effect === "Allow",
  );
  const actions = allowed.flatMap(({ Action }) => asList(Action)).flatMap((pattern) => actionsMatching(pattern));

  expect(actions.length).toBeGreaterThan(40);
  expect(actions.filter(({ accessLevel }) => !/^(Read|List)$/.test(accessLevel)).map(({ name }) => name)).toEqual([
    "Decrypt",
  ]);
});

test.each([
  ["ec2:CreateTransitGateway", ec2("transit-gateway/tgw-1")],
  ["ec2:DeleteTransitGatewayRoute", ec2("transit-gateway-route-table/tgw-rtb-1")],
  ["ec2:AssociateTransitGatewayRouteTable", ec2("transit-gateway-attachment/tgw-attach-1")],
  ["ec2:CreateNatGateway", ec2("natgateway/*")],
  [
    "network-firewall:UpdateFirewallPolicy",
    `arn:aws:network-firewall:eu-west-1:${ACCOUNT}:firewall-policy/studio-perimeter-hub-strict`,
  ],
  ["logs:CreateLogGroup", `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/studio-perimeter-hub/flows`],
  ["ssm:PutParameter", `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/studio-perimeter/hub/vpc_id`],
])("The apply role of an inspection VPC may %s.", (action, resource) => {
  expect(decide("apply", action, resource)).toBe("allowed");
});

test.each([
  ["ec2:RunInstances", ec2("instance/*")],
  ["ec2:CreateVpcEndpoint", ec2("vpc-endpoint/*")],
  ["ec2:AuthorizeSecurityGroupIngress", ec2("security-group/sg-1")],
  ["ec2:AcceptTransitGatewayVpcAttachment", ec2("transit-gateway-attachment/tgw-attach-1")],
  ["ec2:EnableTransitGatewayRouteTablePropagation", ec2("transit-gateway-route-table/tgw-rtb-1")],
  ["ram:CreateResourceShare", "*"],
  ["s3:CreateBucket", `arn:aws:s3:::studio-perimeter-hub-data-${ACCOUNT}`],
  ["sagemaker:CreateDomain", "*"],
  ["lambda:CreateFunction", `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:studio-perimeter-hub-x`],
  ["iam:CreateInstanceProfile", iamArn("instance-profile/studio-perimeter-hub-x")],
  ["network-firewall:DeleteFirewall", `arn:aws:network-firewall:eu-west-1:${ACCOUNT}:firewall/other`],
])("The apply role of an inspection VPC may not %s.", (action, resource) => {
  expect(decide("apply", action, resource)).not.toBe("allowed");
});

test("The apply role of an environment with Studio cannot change the tables of a transit gateway.", () => {
  const request = { action: "ec2:CreateTransitGatewayRoute", resource: ec2("transit-gateway-route-table/tgw-rtb-1") };

  expect(evaluateIdentityPolicies(deploymentRoleStatements("dev_apply", bootstrap), request)).toBe("not allowed");
});

test("The apply role of an inspection VPC passes its role to flow logs alone, and only with its boundary.", () => {
  const role = iamArn("role/studio-perimeter-hub-flow-logs");
  const passed = (service: string) => decide("apply", "iam:PassRole", role, { "iam:PassedToService": service });
  const created = (boundary: string) =>
    decide("apply", "iam:CreateRole", role, { "iam:PermissionsBoundary": boundary });

  expect(passed("vpc-flow-logs.amazonaws.com")).toBe("allowed");
  expect(passed("sagemaker.amazonaws.com")).toBe("not allowed");
  expect(created(BOUNDARY_ARN.replace("dev", "hub"))).toBe("allowed");
  expect(created(BOUNDARY_ARN)).toBe("not allowed");
});

test("The apply role of an inspection VPC may create each resource whose ARN has its name.", () => {
  const named = (type: string, argument: string): readonly string[] =>
    Object.values(hub.resource[type] ?? {}).map((values) => renderReferences(String(values[argument])));
  const arns = [
    ...named("aws_networkfirewall_firewall", "name").map((name) => `network-firewall:CreateFirewall firewall/${name}`),
    ...named("aws_networkfirewall_firewall_policy", "name").map(
      (name) => `network-firewall:CreateFirewallPolicy firewall-policy/${name}`,
    ),
    ...named("aws_networkfirewall_rule_group", "name").map(
      (name) => `network-firewall:CreateRuleGroup stateful-rulegroup/${name}`,
    ),
    ...named("aws_networkfirewall_tls_inspection_configuration", "name").map(
      (name) => `network-firewall:CreateTLSInspectionConfiguration tls-configuration/${name}`,
    ),
    ...named("aws_cloudwatch_log_group", "name").map((name) => `logs:CreateLogGroup log-group:${name}`),
    ...named("aws_cloudwatch_metric_alarm", "alarm_name").map((name) => `cloudwatch:PutMetricAlarm alarm:${name}`),
    ...named("aws_ssm_parameter", "name").map((name) => `ssm:PutParameter parameter${name}`),
    ...named("aws_kms_alias", "name").map((name) => `kms:CreateAlias ${name}`),
  ];
  const refused = arns.filter((request) => {
    const [action = "", resource = ""] = request.split(" ");
    const arn = `arn:aws:${action.split(":")[0]}:eu-west-1:${ACCOUNT}:${resource}`;
    return decide("apply", action, arn) !== "allowed";
  });

  expect(arns.length).toBeGreaterThan(20);
  expect(refused).toEqual([]);
});

test("Neither pipeline of a hub and an environment changes the other one, or reads its state.", () => {
  expect(openClaims(bootstrap, ["pipelines-cannot-change-themselves", "state-only-for-its-pipeline"])).toEqual([]);
});

test("The hub is in the state bucket and behind the roles that its environment names.", () => {
  expect(JSON.stringify(bootstrap.resource.aws_s3_bucket)).toContain("acme-hub-state");
  expect(bootstrap.output).toMatchObject({
    perimeter_posture: { value: { pipelines: [{ environment: "dev" }, { environment: "hub", kind: "inspection" }] } },
  });
});

test("The boundary of the bootstrap stack is on every role of the hub, and allows what the hub relies on.", () => {
  const boundary = bootstrap.resource.aws_iam_policy?.hub_boundary ?? {};
  const roles = Object.entries(hub.resource.aws_iam_role ?? {});
  expect(roles.map(([, { permissions_boundary: arn }]) => arn)).toEqual([
    expect.stringMatching(/:policy\/studio-perimeter-hub-boundary$/),
  ]);
  const together = {
    ...hub,
    data: { ...bootstrap.data, ...hub.data },
    resource: {
      ...hub.resource,
      aws_iam_role: Object.fromEntries(
        roles.map(([name, role]) => [name, { ...role, permissions_boundary: "${aws_iam_policy.hub_boundary.arn}" }]),
      ),
      aws_iam_policy: { hub_boundary: boundary },
    },
  };

  expect(openClaims(together, ["everything-logged"])).toEqual([]);
});

/** The claims among these that do not hold. */
function openClaims(json: TerraformJson, names: readonly string[]): readonly string[] {
  const among = claims.filter(({ name }) => names.includes(name));
  expect(among).toHaveLength(names.length);
  return unprovedClaims(json, among);
}
