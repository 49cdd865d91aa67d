import type { PipelineSource } from "../../envs/schema/pipeline-source";
import type { BootstrapStackProps } from "../../stacks/bootstrap-stack";
import { serviceActions } from "../constructs/reference/iam-service-reference";
import {
  ACCOUNT,
  evaluateIdentityPolicies,
  identityPolicyStatements,
} from "../constructs/reference/identity-policy-evaluator";
import { iamArn, STATE_OBJECT_ARN, sampleBootstrapJson, synthesizeBootstrap } from "./fixtures/sample-bootstrap";

describe("the bootstrap stack", () => {
  test("the bootstrap stack uses local state, because no state bucket exists yet", () => {
    expect(sampleBootstrapJson.terraform.backend).toEqual({ local: { path: "../../../terraform.bootstrap.tfstate" } });
  });

  test("the bootstrap stack has one OIDC provider for GitHub, without a thumbprint", () => {
    expect(sampleBootstrapJson.resource.aws_iam_openid_connect_provider).toEqual({
      github: expect.objectContaining({
        url: "https://token.actions.githubusercontent.com",
        client_id_list: ["sts.amazonaws.com"],
      }),
    });
    expect(sampleBootstrapJson.resource.aws_iam_openid_connect_provider?.github).not.toHaveProperty("thumbprint_list");
  });

  test("the bootstrap stack uses an existing OIDC provider of the account", () => {
    const json = synthesizeBootstrap({ hasOidcProvider: true });

    const [statement] = identityPolicyStatements(json, "aws_iam_role", "dev_apply_role", "assume_role_policy");

    expect(json.resource).not.toHaveProperty("aws_iam_openid_connect_provider");
    expect(statement?.Principal).toEqual({ Federated: iamArn("oidc-provider/token.actions.githubusercontent.com") });
  });

  test("the bootstrap stack allows only the account that an environment names", () => {
    const json = synthesizeBootstrap({ environments: [{ name: "dev", account: ACCOUNT }, { name: "staging" }] });

    expect(json.provider.aws[0]?.allowed_account_ids).toEqual([ACCOUNT]);
    expect(sampleBootstrapJson.provider.aws[0]).not.toHaveProperty("allowed_account_ids");
  });

  test("the bootstrap stack's keys do not have the environment tag, so an apply cannot change them", () => {
    expect(sampleBootstrapJson.provider.aws[0]?.default_tags).toEqual([
      { tags: { Project: "studio-perimeter", Stack: "bootstrap" } },
    ]);
  });

  test.each(["dev", "staging"])("the bootstrap stack outputs what %s needs to deploy", (environment) => {
    const names = ["apply_role_arn", "boundary_arn", "plan_role_arn", "state_bucket_name", "state_key_arn"];

    expect(
      Object.keys(sampleBootstrapJson.output)
        .filter((name) => name.startsWith(`${environment}_`))
        .sort(),
    ).toEqual(names.map((name) => `${environment}_${name}`));
  });

  test.each([
    [
      { pipeline: { kind: "github", repository: "https://github.com/acme/perimeter" } },
      "pipeline.repository: is not a GitHub repository, got https://github.com/acme/perimeter; use owner/name or owner@123/name@456",
    ],
    [{ pipeline: { kind: "github", repository: "acme/*" } }, "pipeline.repository: is not a GitHub repository, "],
    [
      { pipeline: { kind: "svn" } as never },
      "pipeline.kind: is not allowed, got svn; use one of github, gitlab, hcp-terraform",
    ],
    [
      { pipeline: { kind: "github", repository: "acme@1/perimeter" } },
      "pipeline.repository: is not a GitHub repository, ",
    ],
    [
      { pipeline: { kind: "gitlab", project: "perimeter", branch: "*", hostname: "https://gitlab.com" } },
      "pipeline.project: is not a GitLab project, ",
    ],
    [{ pipeline: { kind: "gitlab", project: "acme/*:ref" } }, "pipeline.project: is not a GitLab project, "],
    [
      { pipeline: { kind: "hcp-terraform", organization: "acme:*", project: "x" } },
      "pipeline.organization: is not an HCP Terraform organization, ",
    ],
    [
      { environments: [{ name: "dev" }, { name: "dev-eu" }] },
      "environments: dev and dev-eu share name patterns of permissions; rename one",
    ],
    [
      {
        environments: [
          { name: "dev", account: "111111111111" },
          { name: "prod", account: "222222222222" },
        ],
      },
      "environments: must belong to one account, got 111111111111, 222222222222; use one stack per account",
    ],
  ] as readonly (readonly [Partial<BootstrapStackProps>, string])[])(
    "the bootstrap stack refuses %j with a line for each fault",
    (changes, message) => {
      expect(() => synthesizeBootstrap(changes)).toThrow(`bootstrap: ${message}`);
    },
  );
});

const workflowOf = (file: string, ref = "refs/heads/main") => `acme/perimeter/.github/workflows/${file}@${ref}`;
const [PLAN, DRIFT, DEPLOY] = ["plan-environments.yml", "drift.yml", "deploy.yml"].map((file) => workflowOf(file));

describe("a role of the pipeline", () => {
  const assumed = (
    role: string,
    subject: string,
    workflow?: string,
    { json = sampleBootstrapJson, audience = "sts.amazonaws.com" } = {},
  ) =>
    evaluateIdentityPolicies(identityPolicyStatements(json, "aws_iam_role", `${role}_role`, "assume_role_policy"), {
      action: "sts:AssumeRoleWithWebIdentity",
      context: {
        "token.actions.githubusercontent.com:sub": subject,
        "token.actions.githubusercontent.com:aud": audience,
        ...(workflow === undefined ? {} : { "token.actions.githubusercontent.com:job_workflow_ref": workflow }),
      },
    });

  test.each([
    ["dev_plan", "repo:acme/perimeter:pull_request", PLAN],
    ["dev_plan", "repo:acme/perimeter:ref:refs/heads/main", DRIFT],
    ["dev_apply", "repo:acme/perimeter:environment:dev", DEPLOY],
    ["staging_plan", "repo:acme/perimeter:pull_request", PLAN],
    ["staging_apply", "repo:acme/perimeter:environment:staging", DEPLOY],
  ])("%s is assumed by %s in %s", (role, subject, workflow) => {
    expect(assumed(role, subject, workflow)).toBe("allowed");
    expect(assumed(role, subject, workflow, { audience: "https://github.com/acme" })).toBe("not allowed");
    expect(assumed(role, subject)).toBe("not allowed");
  });

  test.each([
    ["a branch has changed", workflowOf("plan-environments.yml", "refs/pull/7/merge")],
    ["a pull request calls", workflowOf("plan.yml", "refs/pull/7/merge")],
    ["a branch has", workflowOf("plan-environments.yml", "refs/heads/main2")],
    ["compares at night", DRIFT],
    ["deploys", DEPLOY],
    ["another repository has", "evil/perimeter/.github/workflows/plan-environments.yml@refs/heads/main"],
  ])("the plan role is not assumed by a pull request with the workflow that %s", (_, workflow) => {
    expect(assumed("dev_plan", "repo:acme/perimeter:pull_request", workflow)).toBe("not allowed");
  });

  test.each([
    ["dev_plan", "repo:acme/other:pull_request"],
    ["dev_plan", "repo:acme/perimeter:ref:refs/heads/main2"],
    ["dev_plan", "repo:acme/perimeter:ref:refs/tags/main"],
    ["dev_plan", "repo:acme/perimeter:environment:dev"],
    ["dev_apply", "repo:acme/perimeter:pull_request"],
    ["dev_apply", "repo:acme/perimeter:ref:refs/heads/main"],
    ["dev_apply", "repo:acme/perimeter:environment:staging"],
    ["dev_apply", "repo:acme/perimeter:environment:dev:more"],
    ["dev_apply", "repo:evil/acme/perimeter:environment:dev"],
  ])("%s is not assumed by %s", (role, subject) => {
    for (const workflow of [PLAN, DRIFT, DEPLOY]) {
      expect(assumed(role, subject, workflow)).toBe("not allowed");
    }
  });

  test("a pipeline role trusts the repository by its ids if the subjects contain them, and the workflow by its name", () => {
    const json = synthesizeBootstrap({ pipeline: { kind: "github", repository: "acme@1/perimeter@2" } });

    expect(assumed("dev_apply", "repo:acme@1/perimeter@2:environment:dev", DEPLOY, { json })).toBe("allowed");
    expect(assumed("dev_apply", "repo:acme/perimeter:environment:dev", DEPLOY, { json })).toBe("not allowed");
  });

  test("where AWS compares no claim but the subject, the subject contains the workflow", () => {
    const json = synthesizeBootstrap({ region: "us-gov-west-1" });
    const subject = "repo:acme/perimeter:pull_request";

    expect(assumed("dev_plan", `${subject}:job_workflow_ref:${PLAN}`, undefined, { json })).toBe("allowed");
    expect(assumed("dev_plan", `${subject}:job_workflow_ref:${DRIFT}`, undefined, { json })).toBe("not allowed");
    expect(assumed("dev_plan", subject, PLAN, { json })).toBe("not allowed");
    expect(JSON.stringify(json)).not.toContain("githubusercontent.com:job_workflow_ref");
  });

  const assumedFrom = (host: string, pipeline: PipelineSource) => {
    const json = synthesizeBootstrap({ pipeline });
    return (role: string, audience: string, subject: string) =>
      evaluateIdentityPolicies(identityPolicyStatements(json, "aws_iam_role", `${role}_role`, "assume_role_policy"), {
        action: "sts:AssumeRoleWithWebIdentity",
        context: { [`${host}:sub`]: subject, [`${host}:aud`]: audience },
      });
  };

  test("on GitLab jobs of every branch plan, jobs of the one branch apply, and the token of a plan is no use for an apply", () => {
    const assume = assumedFrom("gitlab.example.com", {
      kind: "gitlab",
      project: "acme/cloud/perimeter",
      branch: "release",
      hostname: "gitlab.example.com",
    });
    const project = "project_path:acme/cloud/perimeter";
    const [plan, apply] = ["studio-perimeter-plan", "studio-perimeter-apply"];

    for (const branch of ["release", "feature/x:y"]) {
      expect(assume("dev_plan", plan, `${project}:ref_type:branch:ref:${branch}`)).toBe("allowed");
      expect(assume("dev_plan", apply, `${project}:ref_type:branch:ref:${branch}`)).toBe("not allowed");
      expect(assume("dev_apply", plan, `${project}:ref_type:branch:ref:${branch}`)).toBe("not allowed");
    }
    expect(assume("dev_apply", apply, `${project}:ref_type:branch:ref:release`)).toBe("allowed");
    for (const other of ["branch:ref:release2", "branch:ref:main", "tag:ref:release"]) {
      expect(assume("dev_apply", apply, `${project}:ref_type:${other}`)).toBe("not allowed");
    }
    expect(assume("dev_plan", plan, `${project}:ref_type:tag:ref:v1`)).toBe("not allowed");
    expect(assume("dev_plan", plan, `${project}-2:ref_type:branch:ref:main`)).toBe("not allowed");
    expect(assume("dev_plan", plan, "project_path:fork/perimeter:ref_type:branch:ref:main")).toBe("not allowed");
  });

  test("on HCP Terraform the workspace of the environment plans in the phase plan, and applies in the phase apply", () => {
    const assume = assumedFrom("app.terraform.io", { kind: "hcp-terraform", organization: "acme" });
    const run = (phase: string, workspace = "studio-perimeter-dev", project = "Default Project") =>
      `organization:acme:project:${project}:workspace:${workspace}:run_phase:${phase}`;
    const audience = "aws.workload.identity";

    for (const phase of ["plan", "apply"]) {
      expect(assume(`dev_${phase}`, audience, run(phase))).toBe("allowed");
      expect(assume(`dev_${phase}`, audience, run(phase === "plan" ? "apply" : "plan"))).toBe("not allowed");
      expect(assume(`dev_${phase}`, audience, run(phase, "studio-perimeter-staging"))).toBe("not allowed");
      expect(assume(`dev_${phase}`, audience, run(phase, undefined, "Other"))).toBe("not allowed");
      expect(assume(`dev_${phase}`, "sts.amazonaws.com", run(phase))).toBe("not allowed");
    }
  });

  test.each([
    [{ kind: "gitlab", project: "acme/perimeter" }, "gitlab", "https://gitlab.com"],
    [{ kind: "hcp-terraform", organization: "acme" }, "hcp_terraform", "https://app.terraform.io"],
  ] as const)(
    "the bootstrap stack for %j has the OIDC provider of that server, which accepts the audiences of its jobs",
    (pipeline, id, url) => {
      const { resource, output } = synthesizeBootstrap({ pipeline });
      const clientIds =
        pipeline.kind === "gitlab" ? ["studio-perimeter-plan", "studio-perimeter-apply"] : ["aws.workload.identity"];

      expect(resource.aws_iam_openid_connect_provider).toEqual({
        [id]: expect.objectContaining({ url, client_id_list: clientIds }),
      });
      expect(JSON.stringify(output.perimeter_posture)).toContain(`"url":"${url}"`);
    },
  );

  test.each([
    ["dev_plan_role", "studio-perimeter-dev-plan", 3600],
    ["dev_apply_role", "studio-perimeter-dev-apply", 7200],
  ])("%s is called %s and lasts %i seconds", (role, name, seconds) => {
    expect(sampleBootstrapJson.resource.aws_iam_role?.[role]).toMatchObject({ name, max_session_duration: seconds });
  });
});

describe("the state bucket", () => {
  const everything = { Sid: "Identity", Effect: "Allow", Action: "*", Resource: "*" } as const;
  const decide = (action: string, principal: string, context = {}, json = sampleBootstrapJson) =>
    evaluateIdentityPolicies(
      [
        everything,
        ...withoutNumbers(identityPolicyStatements(json, "aws_s3_bucket_policy", "dev_state_bucket_policy")),
      ],
      {
        action: `s3:${action}`,
        resource: STATE_OBJECT_ARN,
        context: { "aws:PrincipalArn": principal, "aws:SecureTransport": "true", ...context },
      },
    );
  const admin = iamArn("role/admin");
  const apply = iamArn("role/studio-perimeter-dev-apply");

  test.each(["GetObject", "PutObject", "DeleteObject", "GetObjectVersion", "DeleteObjectVersion"])(
    "the state bucket gives %s to the pipeline's roles and to nobody else",
    (action) => {
      expect(decide(action, apply)).toBe("allowed");
      expect(decide(action, iamArn("role/studio-perimeter-dev-plan"))).toBe("allowed");
      expect(decide(action, iamArn("role/studio-perimeter-staging-apply"))).toBe("denied");
      expect(decide(action, admin)).toBe("denied");
    },
  );

  test("the state bucket allows break-glass roles if the environment names any", () => {
    const json = synthesizeBootstrap({ environments: [{ name: "dev", breakGlass: ["role/repair"] }] });

    expect(decide("GetObject", iamArn("role/repair"), {}, json)).toBe("allowed");
    expect(decide("GetObject", iamArn("role/repair"))).toBe("denied");
  });

  test("the state bucket's policy denies nobody the bucket's settings", () => {
    const policy = withoutNumbers(
      identityPolicyStatements(sampleBootstrapJson, "aws_s3_bucket_policy", "dev_state_bucket_policy"),
    );
    const settings = serviceActions("s3").filter(({ resourceTypes }) =>
      resourceTypes.some(({ name }) => name === "bucket"),
    );
    const ask = (name: string) =>
      evaluateIdentityPolicies([everything, ...policy], {
        action: `s3:${name}`,
        resource: "arn:aws:s3:::dev_state_bucket",
        context: { "aws:PrincipalArn": admin, "aws:SecureTransport": "true" },
      });

    expect(settings.length).toBeGreaterThan(40);
    expect(settings.filter(({ name }) => ask(name) === "denied")).toEqual([]);
  });

  test("the state bucket denies HTTP, other keys and other encryption", () => {
    const header = "s3:x-amz-server-side-encryption";

    expect(decide("GetObject", apply, { "aws:SecureTransport": "false" })).toBe("denied");
    expect(decide("PutObject", apply, { [header]: "AES256" })).toBe("denied");
    expect(decide("PutObject", apply, { [`${header}-aws-kms-key-id`]: "arn:aws:kms:eu-west-1:9:key/x" })).toBe(
      "denied",
    );
    expect(decide("PutObject", apply, { [header]: "aws:kms" })).toBe("denied");
    expect(decide("PutObject", apply, { [`${header}-customer-algorithm`]: "AES256" })).toBe("denied");
    expect(decide("PutObject", apply)).toBe("allowed");
  });

  test("the state bucket is encrypted with its own key, versioned, private, and cannot be destroyed", () => {
    const { resource } = sampleBootstrapJson;

    expect(resource.aws_s3_bucket?.dev_state_bucket?.lifecycle).toEqual({ prevent_destroy: true });
    expect(resource.aws_kms_key?.dev_state_key_cmk?.lifecycle).toEqual({ prevent_destroy: true });
    expect(JSON.stringify(resource.aws_s3_bucket_server_side_encryption_configuration)).toContain(
      '"kms_master_key_id":"${aws_kms_key.dev_state_key_cmk.arn}"',
    );
    expect(resource.aws_s3_bucket_versioning?.dev_state_bucket_versioning?.versioning_configuration).toEqual({
      status: "Enabled",
    });
    expect(resource.aws_s3_bucket_public_access_block?.dev_state_bucket_public_access).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("access to the state bucket is logged to a bucket of its own, which only log delivery writes", () => {
    const { resource } = sampleBootstrapJson;
    const [delivery] = identityPolicyStatements(
      sampleBootstrapJson,
      "aws_s3_bucket_policy",
      "dev_state_access_logs_policy",
    ).filter(({ Effect }) => Effect === "Allow");

    expect(resource.aws_s3_bucket_logging?.dev_state_bucket_logging).toMatchObject({
      bucket: "${aws_s3_bucket.dev_state_bucket.id}",
      target_bucket: "${aws_s3_bucket.dev_state_access_logs.id}",
    });
    expect(delivery?.Principal).toEqual({ Service: "logging.s3.amazonaws.com" });
  });

  test("the bootstrap stack declares who may assume the roles, and where the state is", () => {
    const { value } = sampleBootstrapJson.output.perimeter_posture as { value: { pipelines: unknown[] } };

    expect(value).toMatchObject({ posture: "bootstrap" });
    expect(value.pipelines[0]).toMatchObject({
      environment: "dev",
      apply_role: { callers: [{ kind: "token", subject: "repo:acme/perimeter:environment:dev" }] },
      state_key: "studio-perimeter/dev.tfstate",
    });
  });

  test("the state bucket is named after its environment and account, unless a name is given", () => {
    const named = synthesizeBootstrap({ environments: [{ name: "dev", stateBucketName: "acme-state" }] });

    expect(sampleBootstrapJson.resource.aws_s3_bucket?.dev_state_bucket?.bucket).toBe(
      "studio-perimeter-dev-state-${data.aws_caller_identity.account_caller.account_id}",
    );
    expect(named.resource.aws_s3_bucket?.dev_state_bucket?.bucket).toBe("acme-state");
  });
});

/** The one statement on TLS versions, whose operator the evaluator does not know, left out. */
function withoutNumbers(statements: ReturnType<typeof identityPolicyStatements>) {
  return statements.filter(({ Sid }) => Sid !== "DenyOldTls");
}
