import { serviceActions } from "../constructs/reference/iam-service-reference";
import {
  ACCOUNT,
  evaluateIdentityPolicies,
  identityPolicyStatements,
} from "../constructs/reference/identity-policy-evaluator";
import { iamArn, STATE_OBJECT_ARN, sampleBootstrapJson, synthesizeBootstrap } from "./fixtures/sample-bootstrap";

describe("the bootstrap stack", () => {
  test("the bootstrap stack keeps its own state on disk, for there is no other place yet", () => {
    expect(sampleBootstrapJson.terraform.backend).toEqual({ local: { path: "../../../terraform.bootstrap.tfstate" } });
  });

  test("the bootstrap stack trusts GitHub once, and by no thumbprint, at which AWS does not look", () => {
    expect(sampleBootstrapJson.resource.aws_iam_openid_connect_provider).toEqual({
      github: expect.objectContaining({
        url: "https://token.actions.githubusercontent.com",
        client_id_list: ["sts.amazonaws.com"],
      }),
    });
    expect(sampleBootstrapJson.resource.aws_iam_openid_connect_provider?.github).not.toHaveProperty("thumbprint_list");
  });

  test("the bootstrap stack leaves the account's provider alone where it has one", () => {
    const json = synthesizeBootstrap({ hasGithubOidcProvider: true });

    const [statement] = identityPolicyStatements(json, "aws_iam_role", "dev_apply_role", "assume_role_policy");

    expect(json.resource).not.toHaveProperty("aws_iam_openid_connect_provider");
    expect(statement?.Principal).toEqual({ Federated: iamArn("oidc-provider/token.actions.githubusercontent.com") });
  });

  test("the bootstrap stack is bound to the account that an environment names", () => {
    const json = synthesizeBootstrap({ environments: [{ name: "dev", account: ACCOUNT }, { name: "staging" }] });

    expect(json.provider.aws[0]?.allowed_account_ids).toEqual([ACCOUNT]);
    expect(sampleBootstrapJson.provider.aws[0]).not.toHaveProperty("allowed_account_ids");
  });

  test("the bootstrap stack does not tag its keys as the environment's, by which an apply would reach them", () => {
    expect(sampleBootstrapJson.provider.aws[0]?.default_tags).toEqual([
      { tags: { Project: "studio-perimeter", Stack: "bootstrap" } },
    ]);
  });

  test.each(["dev", "staging"])("the bootstrap stack hands out what %s needs to deploy", (environment) => {
    const names = ["apply_role_arn", "boundary_arn", "plan_role_arn", "state_bucket_name", "state_key_arn"];

    expect(
      Object.keys(sampleBootstrapJson.output)
        .filter((name) => name.startsWith(`${environment}_`))
        .sort(),
    ).toEqual(names.map((name) => `${environment}_${name}`));
  });

  test.each([
    [
      { repository: "https://github.com/acme/perimeter" },
      "repository: must be owner/name or owner@123/name@456, got https://github.com/acme/perimeter",
    ],
    [{ repository: "acme/*" }, "repository: must be owner/name or owner@123/name@456, got acme/*"],
    [{ repository: "acme@1/perimeter" }, "repository: must be owner/name or owner@123/name@456, got acme@1/perimeter"],
    [
      { environments: [{ name: "dev" }, { name: "dev-eu" }] },
      "environments: the role patterns of dev would match dev-eu; rename one",
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
  ])("the bootstrap stack refuses %j in one line", (changes, message) => {
    expect(() => synthesizeBootstrap(changes)).toThrow(`bootstrap: ${message}`);
  });
});

describe("a role of the pipeline", () => {
  const assumed = (role: string, subject: string, audience = "sts.amazonaws.com", json = sampleBootstrapJson) =>
    evaluateIdentityPolicies(identityPolicyStatements(json, "aws_iam_role", `${role}_role`, "assume_role_policy"), {
      action: "sts:AssumeRoleWithWebIdentity",
      context: {
        "token.actions.githubusercontent.com:sub": subject,
        "token.actions.githubusercontent.com:aud": audience,
      },
    });

  test.each([
    ["dev_plan", "repo:acme/perimeter:pull_request"],
    ["dev_apply", "repo:acme/perimeter:environment:dev"],
    ["staging_plan", "repo:acme/perimeter:pull_request"],
    ["staging_apply", "repo:acme/perimeter:environment:staging"],
  ])("%s is assumed by %s", (role, subject) => {
    expect(assumed(role, subject)).toBe("allowed");
    expect(assumed(role, subject, "https://github.com/acme")).toBe("not allowed");
  });

  test.each([
    ["dev_plan", "repo:acme/other:pull_request"],
    ["dev_plan", "repo:acme/perimeter:environment:dev"],
    ["dev_apply", "repo:acme/perimeter:pull_request"],
    ["dev_apply", "repo:acme/perimeter:ref:refs/heads/main"],
    ["dev_apply", "repo:acme/perimeter:environment:staging"],
    ["dev_apply", "repo:acme/perimeter:environment:dev:more"],
    ["dev_apply", "repo:evil/acme/perimeter:environment:dev"],
  ])("%s is not assumed by %s", (role, subject) => {
    expect(assumed(role, subject)).toBe("not allowed");
  });

  test("a role of the pipeline is bound to the repository's ids where its tokens carry them", () => {
    const json = synthesizeBootstrap({ repository: "acme@1/perimeter@2" });

    expect(assumed("dev_apply", "repo:acme@1/perimeter@2:environment:dev", undefined, json)).toBe("allowed");
    expect(assumed("dev_apply", "repo:acme/perimeter:environment:dev", undefined, json)).toBe("not allowed");
  });

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

  test("the state bucket is open to break-glass roles where there are any", () => {
    const json = synthesizeBootstrap({ environments: [{ name: "dev", breakGlass: ["role/repair"] }] });

    expect(decide("GetObject", iamArn("role/repair"), {}, json)).toBe("allowed");
    expect(decide("GetObject", iamArn("role/repair"))).toBe("denied");
  });

  test("the state bucket locks nobody out of its settings", () => {
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

  test("the state bucket takes no plain connection, no other key and no other encryption", () => {
    const header = "s3:x-amz-server-side-encryption";

    expect(decide("GetObject", apply, { "aws:SecureTransport": "false" })).toBe("denied");
    expect(decide("PutObject", apply, { [header]: "AES256" })).toBe("denied");
    expect(decide("PutObject", apply, { [`${header}-aws-kms-key-id`]: "arn:aws:kms:eu-west-1:9:key/x" })).toBe(
      "denied",
    );
    expect(decide("PutObject", apply, { [header]: "aws:kms" })).toBe("allowed");
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

  test("the state bucket is called after its environment and account, unless it has a name", () => {
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
