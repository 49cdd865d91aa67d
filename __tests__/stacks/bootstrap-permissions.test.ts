import { Testing } from "cdktf";
import { deployableResourceTypes } from "../../constructs/pipeline/terraform-permissions/deployment-permissions";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { actionsMatching, asList, statementErrors } from "../constructs/reference/iam-service-reference";
import { ACCOUNT, evaluateIdentityPolicies, renderReferences } from "../constructs/reference/identity-policy-evaluator";
import { sampleEnvironment } from "../envs/fixtures/sample-environment";
import { synthesizedJson } from "../fixtures/synthesized";
import { testingApp } from "../fixtures/testing-app";
import {
  BOUNDARY_ARN,
  decideForDeploymentRole,
  deploymentRolePolicies,
  deploymentRoleStatements,
  iamArn,
  STATE_KEY_ARN,
  STATE_OBJECT_ARN,
  synthesizeBootstrap,
} from "./fixtures/sample-bootstrap";

const ENVIRONMENTS = ["dev", "staging", "prod"];
const ROLES = ["dev_plan", "dev_apply"];
const throughS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
const DATA_OBJECT = `arn:aws:s3:::studio-perimeter-dev-data-${ACCOUNT}/secret`;

describe.each(ROLES)("the permissions of %s", (role) => {
  const statements = deploymentRoleStatements(role);

  test("name only actions, condition keys and resources that AWS lists", () => {
    expect(statementErrors(statements)).toEqual([]);
  });

  test("contain no wildcard for all actions of a service", () => {
    expect(statements.flatMap(({ Action }) => asList(Action)).filter((action) => /^\*|:\*$/.test(action))).toEqual([]);
  });

  test("are at most ten policies, within IAM's size limit for the longest names", () => {
    const json = synthesizeBootstrap({ environments: [{ name: "sixteencharacter" }] });
    const policies = deploymentRolePolicies(role.replace("dev", "sixteencharacter"), json);
    const lengths = policies.map(
      (name) => renderReferences(String(json.resource.aws_iam_policy?.[name]?.policy), "ap-southeast-2").length,
    );

    expect(policies.length).toBeGreaterThan(2);
    expect(policies.length).toBeLessThanOrEqual(10);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(6144);
  });

  test("read the state and no other", () => {
    const asked = (action: string, resource: string, owner = ACCOUNT) =>
      decideForDeploymentRole(role, action, resource, { "aws:ResourceAccount": owner });
    expect(asked("s3:ListBucket", "arn:aws:s3:::dev_state_bucket")).toBe("allowed");
    expect(asked("s3:GetObject", STATE_OBJECT_ARN)).toBe("allowed");
    expect(asked("s3:GetObject", STATE_OBJECT_ARN, "999999999999")).toBe("not allowed");
    expect(asked("s3:GetObject", STATE_OBJECT_ARN.replaceAll("dev", "staging"))).toBe("not allowed");
    expect(decideForDeploymentRole(role, "kms:Decrypt", STATE_KEY_ARN, throughS3)).toBe("allowed");
    expect(decideForDeploymentRole(role, "kms:Decrypt", STATE_KEY_ARN)).not.toBe("allowed");
    expect(decideForDeploymentRole(role, "kms:Decrypt", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/other`, throughS3)).toBe(
      "not allowed",
    );
  });

  test("read no object of the locked buckets, no log line, no secret and no package", () => {
    expect(decideForDeploymentRole(role, "s3:GetObject", DATA_OBJECT)).not.toBe("allowed");
    expect(decideForDeploymentRole(role, "s3:GetObjectVersion", DATA_OBJECT)).not.toBe("allowed");
    for (const action of ["logs:GetLogEvents", "secretsmanager:GetSecretValue", "codeartifact:ReadFromRepository"]) {
      expect([action, decideForDeploymentRole(role, action, "*")]).not.toEqual([action, "allowed"]);
    }
  });

  test.each(ENVIRONMENTS)("cover every type of %s", (environment) => {
    const missing = Object.keys(synthesizedJson(environment).resource).filter(
      (type) => !deployableResourceTypes("studio").includes(type),
    );

    expect(missing).toEqual([]);
  });
});

describe("the plan role", () => {
  test("the plan role has read permissions only", () => {
    const allowed = deploymentRoleStatements("dev_plan").filter(({ Effect }) => Effect === "Allow");
    const actions = allowed.flatMap(({ Action }) => asList(Action)).flatMap((pattern) => actionsMatching(pattern));

    expect(actions.length).toBeGreaterThan(60);
    expect(actions.filter(({ accessLevel }) => !/^(Read|List)$/.test(accessLevel)).map(({ name }) => name)).toEqual([
      "Decrypt",
    ]);
  });

  test("the plan role takes no lock", () => {
    expect(decideForDeploymentRole("dev_plan", "s3:PutObject", `${STATE_OBJECT_ARN}.tflock`)).toBe("not allowed");
    expect(decideForDeploymentRole("dev_plan", "s3:PutObject", STATE_OBJECT_ARN)).toBe("not allowed");
  });

  test.each([
    ["s3:GetObject", DATA_OBJECT],
    ["kms:Decrypt", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/any`],
    ["logs:FilterLogEvents", "*"],
    ["secretsmanager:GetSecretValue", "*"],
    ["sagemaker:CreatePresignedDomainUrl", "*"],
    ["sagemaker:InvokeEndpoint", "*"],
    ["sts:AssumeRole", iamArn("role/admin")],
  ])("the plan role is denied %s by an explicit deny", (action, resource) => {
    expect(decideForDeploymentRole("dev_plan", action, resource)).toBe("denied");
  });
});

describe("the apply role", () => {
  const role = iamArn("role/studio-perimeter-dev-execution");
  const bounded = { "iam:PermissionsBoundary": BOUNDARY_ARN };
  const asked = (action: string, resource: string, context = {}) =>
    decideForDeploymentRole("dev_apply", action, resource, context);

  test("locks, writes and unlocks the state, and cannot delete it", () => {
    const own = { "aws:ResourceAccount": ACCOUNT };
    expect(asked("s3:PutObject", STATE_OBJECT_ARN, own)).toBe("allowed");
    expect(asked("s3:PutObject", STATE_OBJECT_ARN)).toBe("not allowed");
    for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]) {
      expect([action, asked(action, `${STATE_OBJECT_ARN}.tflock`, own)]).toEqual([action, "allowed"]);
    }
    expect(asked("kms:GenerateDataKey", STATE_KEY_ARN, throughS3)).toBe("allowed");
    expect(asked("s3:DeleteObject", STATE_OBJECT_ARN, own)).toBe("not allowed");
    expect(asked("s3:PutBucketPolicy", "arn:aws:s3:::dev_state_bucket")).toBe("not allowed");
  });

  test("the apply role writes the state where the environment's backend looks for it", () => {
    const s3 = { kind: "s3", bucket: "acme-state", region: "eu-west-1", kmsKeyId: STATE_KEY_ARN } as const;
    const parsed = parseEnvironments(
      [{ ...sampleEnvironment, name: "dev", state: s3, deployers: ["role/studio-perimeter-dev-apply"] }],
      new Date("2026-11-22"),
    );
    if (parsed.kind === "invalid") {
      throw new Error(parsed.issues.join("\n"));
    }
    const [environment] = parsed.environments;
    const stack = new PerimeterStack(testingApp(), "dev", {
      environment: environment as NonNullable<typeof environment>,
    });

    const { terraform } = JSON.parse(Testing.synth(stack)) as { terraform: { backend: { s3: { key: string } } } };

    expect(STATE_OBJECT_ARN.endsWith(`/${terraform.backend.s3.key}`)).toBe(true);
  });

  test.each(["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])(
    "the apply role does %s with the environment's boundary alone",
    (action) => {
      expect(asked(action, role, bounded)).toBe("allowed");
      expect(asked(action, role)).toBe("not allowed");
      expect(asked(action, role, { "iam:PermissionsBoundary": iamArn("policy/AdministratorAccess") })).toBe(
        "not allowed",
      );
      expect(asked(action, iamArn("role/admin"), bounded)).toBe("not allowed");
      expect(asked(action, iamArn("role/studio-perimeter-staging-execution"), bounded)).toBe("not allowed");
    },
  );

  test("the apply role can attach only the environment's policies", () => {
    const attached = (policy: string) => ({ ...bounded, "iam:PolicyARN": policy });

    expect(asked("iam:AttachRolePolicy", role, attached(iamArn("policy/studio-perimeter-dev-execution-jobs")))).toBe(
      "allowed",
    );
    expect(asked("iam:AttachRolePolicy", role, attached("arn:aws:iam::aws:policy/AdministratorAccess"))).toBe(
      "not allowed",
    );
    expect(asked("iam:AttachRolePolicy", role, { "iam:PolicyARN": iamArn("policy/studio-perimeter-dev-x") })).toBe(
      "not allowed",
    );
  });

  test.each([
    ["iam:UpdateAssumeRolePolicy", "role/studio-perimeter-dev-apply"],
    ["iam:AttachRolePolicy", "role/studio-perimeter-dev-apply"],
    ["iam:PassRole", "role/studio-perimeter-dev-apply"],
    ["iam:DeleteRole", "role/studio-perimeter-dev-plan"],
    ["iam:CreatePolicyVersion", "policy/studio-perimeter-dev-boundary"],
    ["iam:CreatePolicyVersion", "policy/studio-perimeter-dev-apply-identities"],
    ["iam:DeletePolicy", "policy/studio-perimeter-dev-plan-denials"],
  ])("the apply role is denied %s on %s", (action, resource) => {
    expect(asked(action, iamArn(resource), bounded)).toBe("denied");
  });

  test("the apply role cannot change a break-glass role with the environment's prefix", () => {
    const json = synthesizeBootstrap({
      environments: [{ name: "dev", protectedPrincipals: ["role/studio-perimeter-dev-break-glass"] }],
    });
    const decide = (name: string) =>
      evaluateIdentityPolicies(deploymentRoleStatements("dev_apply", json), {
        action: "iam:UpdateAssumeRolePolicy",
        resource: iamArn(`role/studio-perimeter-dev-${name}`),
      });

    expect(decide("break-glass")).toBe("denied");
    expect(decide("execution")).toBe("allowed");
  });

  test("the apply role can move aliases of the environment's keys, and not that of the state key", () => {
    const alias = (name: string) => asked("kms:UpdateAlias", `arn:aws:kms:eu-west-1:${ACCOUNT}:alias/${name}`);

    expect(alias("studio-perimeter-dev-logs")).toBe("allowed");
    expect(alias("studio-perimeter-dev-state-buckets")).toBe("denied");
    expect(asked("kms:UpdateAlias", STATE_KEY_ARN)).toBe("not allowed");
  });

  test("the apply role cannot remove a permissions boundary", () => {
    expect(asked("iam:DeleteRolePermissionsBoundary", role, bounded)).toBe("denied");
  });

  test("the apply role can pass the environment's roles only to their services", () => {
    const to = (service: string) => ({ "iam:PassedToService": service });

    expect(asked("iam:PassRole", role, to("sagemaker.amazonaws.com"))).toBe("allowed");
    expect(asked("iam:PassRole", role, to("ec2.amazonaws.com"))).toBe("not allowed");
    expect(asked("iam:PassRole", iamArn("role/admin"), to("sagemaker.amazonaws.com"))).toBe("not allowed");
  });

  test("the apply role can change only the environment's keys", () => {
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/any`;
    const tagged = (environment: string) => ({ "aws:ResourceTag/Environment": environment });

    expect(asked("kms:ScheduleKeyDeletion", key, tagged("dev"))).toBe("allowed");
    expect(asked("kms:ScheduleKeyDeletion", key, tagged("prod"))).toBe("not allowed");
    expect(asked("kms:PutKeyPolicy", STATE_KEY_ARN)).toBe("not allowed");
  });

  test.each([
    ["s3:DeleteBucket", "arn:aws:s3:::payroll"],
    ["network-firewall:DeleteFirewall", `arn:aws:network-firewall:eu-west-1:${ACCOUNT}:firewall/central`],
    ["logs:DeleteLogGroup", `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/other/x`],
    ["ssm:PutParameter", `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/other`],
    ["codeartifact:DeleteDomain", `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:domain/company`],
    ["ec2:DeleteVpc", `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/vpc-1`],
    ["iam:CreateUser", iamArn("user/x")],
    ["iam:CreateAccessKey", iamArn("user/x")],
    ["iam:CreateServiceLinkedRole", iamArn("role/aws-service-role/x")],
  ])("the apply role may not %s on %s", (action, resource) => {
    expect(asked(action, resource)).toBe("not allowed");
  });

  test.each([
    ["kms:CreateKey", "*"],
    ["logs:CreateLogDelivery", "*"],
    ["logs:PutResourcePolicy", "*"],
    ["codeartifact:CreateDomain", "*"],
    ["servicecatalog:CreateProduct", "*"],
    ["ec2:ModifyVpcBlockPublicAccessOptions", "*"],
    ["s3:CreateBucket", `arn:aws:s3:::studio-perimeter-dev-data-${ACCOUNT}`],
  ])("the apply role may %s in the Region of its environment only", (action, resource) => {
    const inRegion = (region: string) => asked(action, resource, { "aws:RequestedRegion": region });

    expect([inRegion("eu-west-1"), inRegion("us-east-1")]).toEqual(["allowed", "not allowed"]);
  });

  /** Type -> argument that holds its name, service and the shape of its ARN. */
  const NAMED: Readonly<Record<string, readonly [argument: string, action: string, arn: (name: string) => string]>> = {
    aws_cloudwatch_log_group: [
      "name",
      "logs:CreateLogGroup",
      (name) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${name}`,
    ],
    aws_cloudwatch_metric_alarm: [
      "alarm_name",
      "cloudwatch:PutMetricAlarm",
      (name) => `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:${name}`,
    ],
    aws_codeartifact_domain: [
      "domain",
      "codeartifact:DeleteDomain",
      (name) => `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:domain/${name}`,
    ],
    aws_iam_policy: ["name", "iam:CreatePolicy", (name) => iamArn(`policy/${name}`)],
    aws_iam_role: ["name", "iam:CreateRole", (name) => iamArn(`role/${name}`)],
    aws_kms_alias: ["name", "kms:CreateAlias", (name) => `arn:aws:kms:eu-west-1:${ACCOUNT}:${name}`],
    aws_networkfirewall_firewall: [
      "name",
      "network-firewall:CreateFirewall",
      (name) => `arn:aws:network-firewall:eu-west-1:${ACCOUNT}:firewall/${name}`,
    ],
    aws_networkfirewall_firewall_policy: [
      "name",
      "network-firewall:CreateFirewallPolicy",
      (name) => `arn:aws:network-firewall:eu-west-1:${ACCOUNT}:firewall-policy/${name}`,
    ],
    aws_networkfirewall_rule_group: [
      "name",
      "network-firewall:CreateRuleGroup",
      (name) => `arn:aws:network-firewall:eu-west-1:${ACCOUNT}:stateful-rulegroup/${name}`,
    ],
    aws_s3_bucket: ["bucket", "s3:CreateBucket", (name) => `arn:aws:s3:::${name}`],
    aws_sagemaker_studio_lifecycle_config: [
      "studio_lifecycle_config_name",
      "sagemaker:CreateStudioLifecycleConfig",
      (name) => `arn:aws:sagemaker:eu-west-1:${ACCOUNT}:studio-lifecycle-config/${name}`,
    ],
    aws_ssm_parameter: ["name", "ssm:PutParameter", (name) => `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter${name}`],
  };

  test.each(["dev", "staging"])("the apply role may create every resource type of %s", (environment) => {
    const { resource } = synthesizedJson(environment);
    const context = {
      "iam:PermissionsBoundary": iamArn(`policy/${environment}_boundary`),
      "aws:RequestedRegion": "eu-west-1",
    };

    const refused = Object.entries(NAMED).flatMap(([type, [argument, action, arn]]) =>
      Object.values(resource[type] ?? {})
        .map((values) => arn(renderReferences(String(values[argument]))))
        .filter((named) => decideForDeploymentRole(`${environment}_apply`, action, named, context) !== "allowed"),
    );

    expect(refused).toEqual([]);
  });
});
