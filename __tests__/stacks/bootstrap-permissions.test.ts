import { Testing } from "cdktf";
import { DEPLOYABLE_RESOURCE_TYPES } from "../../constructs/pipeline/terraform-permissions/deployment-permissions";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { actionsLike, faultsOf, listOf } from "../constructs/reference/iam-service-reference";
import { ACCOUNT, rendered } from "../constructs/reference/identity-policy";
import { sample } from "../envs/fixtures/sample-environment";
import { synthesized } from "../fixtures/synthesized";
import {
  ask,
  BOUNDARY,
  iam,
  policiesOf,
  STATE,
  STATE_KEY,
  statementsOf,
  synthesizeBootstrap,
} from "./fixtures/sample-bootstrap";

const ENVIRONMENTS = ["dev", "staging", "prod"];
const ROLES = ["dev_plan", "dev_apply"];
const throughS3 = { "kms:ViaService": "s3.eu-west-1.amazonaws.com" };
const DATA_OBJECT = `arn:aws:s3:::studio-perimeter-dev-data-${ACCOUNT}/secret`;

describe.each(ROLES)("the permissions of %s", (role) => {
  const statements = statementsOf(role);

  test("are faultless by AWS's own list of actions, keys and resources", () => {
    expect(faultsOf(statements)).toEqual([]);
  });

  test("name no service whole", () => {
    expect(statements.flatMap(({ Action }) => listOf(Action)).filter((action) => /^\*|:\*$/.test(action))).toEqual([]);
  });

  test("are ten policies at most, and fit where names are longest", () => {
    const json = synthesizeBootstrap({ environments: [{ name: "sixteencharacter" }] });
    const policies = policiesOf(role.replace("dev", "sixteencharacter"), json);
    const lengths = policies.map(
      (name) => rendered(String(json.resource.aws_iam_policy?.[name]?.policy), "ap-southeast-2").length,
    );

    expect(policies.length).toBeGreaterThan(2);
    expect(policies.length).toBeLessThanOrEqual(10);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(6144);
  });

  test("read the state and no other", () => {
    expect(ask(role, "s3:ListBucket", "arn:aws:s3:::dev_state_bucket")).toBe("allowed");
    expect(ask(role, "s3:GetObject", STATE)).toBe("allowed");
    expect(ask(role, "s3:GetObject", STATE.replaceAll("dev", "staging"))).toBe("not allowed");
    expect(ask(role, "kms:Decrypt", STATE_KEY, throughS3)).toBe("allowed");
    expect(ask(role, "kms:Decrypt", STATE_KEY)).not.toBe("allowed");
    expect(ask(role, "kms:Decrypt", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/other`, throughS3)).toBe("not allowed");
  });

  test("read no object of the locked buckets, no log line, no secret and no package", () => {
    expect(ask(role, "s3:GetObject", DATA_OBJECT)).not.toBe("allowed");
    expect(ask(role, "s3:GetObjectVersion", DATA_OBJECT)).not.toBe("allowed");
    for (const action of ["logs:GetLogEvents", "secretsmanager:GetSecretValue", "codeartifact:ReadFromRepository"]) {
      expect([action, ask(role, action, "*")]).not.toEqual([action, "allowed"]);
    }
  });

  test.each(ENVIRONMENTS)("cover every type of %s", (environment) => {
    const missing = Object.keys(synthesized(environment).resource).filter(
      (type) => !DEPLOYABLE_RESOURCE_TYPES.includes(type),
    );

    expect(missing).toEqual([]);
  });
});

describe("the plan role", () => {
  test("is allowed nothing but reading", () => {
    const allowed = statementsOf("dev_plan").filter(({ Effect }) => Effect === "Allow");
    const actions = allowed.flatMap(({ Action }) => listOf(Action)).flatMap((pattern) => actionsLike(pattern));

    expect(actions.length).toBeGreaterThan(60);
    expect(actions.filter(({ accessLevel }) => !/^(Read|List)$/.test(accessLevel)).map(({ name }) => name)).toEqual([
      "Decrypt",
    ]);
  });

  test("takes no lock", () => {
    expect(ask("dev_plan", "s3:PutObject", `${STATE}.tflock`)).toBe("not allowed");
    expect(ask("dev_plan", "s3:PutObject", STATE)).toBe("not allowed");
  });

  test.each([
    ["s3:GetObject", DATA_OBJECT],
    ["kms:Decrypt", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/any`],
    ["logs:FilterLogEvents", "*"],
    ["secretsmanager:GetSecretValue", "*"],
    ["sagemaker:CreatePresignedDomainUrl", "*"],
    ["sagemaker:InvokeEndpoint", "*"],
    ["sts:AssumeRole", iam("role/admin")],
  ])("is denied %s whatever is attached to it later", (action, resource) => {
    expect(ask("dev_plan", action, resource)).toBe("denied");
  });
});

describe("the apply role", () => {
  const role = iam("role/studio-perimeter-dev-execution");
  const bounded = { "iam:PermissionsBoundary": BOUNDARY };
  const asked = (action: string, resource: string, context = {}) => ask("dev_apply", action, resource, context);

  test("locks, writes and unlocks the state, and deletes none", () => {
    expect(asked("s3:PutObject", STATE)).toBe("allowed");
    for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]) {
      expect([action, asked(action, `${STATE}.tflock`)]).toEqual([action, "allowed"]);
    }
    expect(asked("kms:GenerateDataKey", STATE_KEY, throughS3)).toBe("allowed");
    expect(asked("s3:DeleteObject", STATE)).toBe("not allowed");
    expect(asked("s3:PutBucketPolicy", "arn:aws:s3:::dev_state_bucket")).toBe("not allowed");
  });

  test("writes the state where the environment's backend looks for it", () => {
    const s3 = { kind: "s3", bucket: "acme-state", region: "eu-west-1", kmsKeyId: STATE_KEY } as const;
    const parsed = parseEnvironments(
      [{ ...sample, name: "dev", state: s3, deployers: ["role/studio-perimeter-dev-apply"] }],
      new Date("2026-11-22"),
    );
    if (parsed.kind === "invalid") {
      throw new Error(parsed.issues.join("\n"));
    }
    const [environment] = parsed.environments;
    const stack = new PerimeterStack(Testing.app(), "dev", {
      environment: environment as NonNullable<typeof environment>,
    });

    const { terraform } = JSON.parse(Testing.synth(stack)) as { terraform: { backend: { s3: { key: string } } } };

    expect(STATE.endsWith(`/${terraform.backend.s3.key}`)).toBe(true);
  });

  test.each(["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"])(
    "does %s with the environment's boundary alone",
    (action) => {
      expect(asked(action, role, bounded)).toBe("allowed");
      expect(asked(action, role)).toBe("not allowed");
      expect(asked(action, role, { "iam:PermissionsBoundary": iam("policy/AdministratorAccess") })).toBe("not allowed");
      expect(asked(action, iam("role/admin"), bounded)).toBe("not allowed");
      expect(asked(action, iam("role/studio-perimeter-staging-execution"), bounded)).toBe("not allowed");
    },
  );

  test("attaches the environment's policies alone", () => {
    const attached = (policy: string) => ({ ...bounded, "iam:PolicyARN": policy });

    expect(asked("iam:AttachRolePolicy", role, attached(iam("policy/studio-perimeter-dev-execution-jobs")))).toBe(
      "allowed",
    );
    expect(asked("iam:AttachRolePolicy", role, attached("arn:aws:iam::aws:policy/AdministratorAccess"))).toBe(
      "not allowed",
    );
    expect(asked("iam:AttachRolePolicy", role, { "iam:PolicyARN": iam("policy/studio-perimeter-dev-x") })).toBe(
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
  ])("is denied %s on %s", (action, resource) => {
    expect(asked(action, iam(resource), bounded)).toBe("denied");
  });

  test("takes no boundary off", () => {
    expect(asked("iam:DeleteRolePermissionsBoundary", role, bounded)).toBe("denied");
  });

  test("hands the environment's roles to its services alone", () => {
    const to = (service: string) => ({ "iam:PassedToService": service });

    expect(asked("iam:PassRole", role, to("sagemaker.amazonaws.com"))).toBe("allowed");
    expect(asked("iam:PassRole", role, to("ec2.amazonaws.com"))).toBe("not allowed");
    expect(asked("iam:PassRole", iam("role/admin"), to("sagemaker.amazonaws.com"))).toBe("not allowed");
  });

  test("changes the environment's own keys alone", () => {
    const key = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/any`;
    const tagged = (environment: string) => ({ "aws:ResourceTag/Environment": environment });

    expect(asked("kms:ScheduleKeyDeletion", key, tagged("dev"))).toBe("allowed");
    expect(asked("kms:ScheduleKeyDeletion", key, tagged("prod"))).toBe("not allowed");
    expect(asked("kms:PutKeyPolicy", STATE_KEY)).toBe("not allowed");
  });

  test.each([
    ["s3:DeleteBucket", "arn:aws:s3:::payroll"],
    ["network-firewall:DeleteFirewall", `arn:aws:network-firewall:eu-west-1:${ACCOUNT}:firewall/central`],
    ["logs:DeleteLogGroup", `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:/aws/vendedlogs/other/x`],
    ["ssm:PutParameter", `arn:aws:ssm:eu-west-1:${ACCOUNT}:parameter/other`],
    ["codeartifact:DeleteDomain", `arn:aws:codeartifact:eu-west-1:${ACCOUNT}:domain/company`],
    ["ec2:DeleteVpc", `arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/vpc-1`],
    ["iam:CreateUser", iam("user/x")],
    ["iam:CreateAccessKey", iam("user/x")],
    ["iam:CreateServiceLinkedRole", iam("role/aws-service-role/x")],
  ])("may not %s on %s", (action, resource) => {
    expect(asked(action, resource)).toBe("not allowed");
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
    aws_iam_policy: ["name", "iam:CreatePolicy", (name) => iam(`policy/${name}`)],
    aws_iam_role: ["name", "iam:CreateRole", (name) => iam(`role/${name}`)],
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

  test.each(["dev", "staging"])("may make everything that %s names", (environment) => {
    const { resource } = synthesized(environment);
    const boundary = { "iam:PermissionsBoundary": iam(`policy/${environment}_boundary`) };

    const refused = Object.entries(NAMED).flatMap(([type, [argument, action, arn]]) =>
      Object.values(resource[type] ?? {})
        .map((values) => arn(rendered(String(values[argument]))))
        .filter((named) => ask(`${environment}_apply`, action, named, boundary) !== "allowed"),
    );

    expect(refused).toEqual([]);
  });
});
