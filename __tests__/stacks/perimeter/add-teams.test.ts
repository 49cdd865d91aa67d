import { synthesizedJson } from "../../fixtures/synthesized";

const { data, resource } = synthesizedJson("dev with teams");
const policy = (name: string): string => String(resource.aws_iam_policy?.[name]?.policy);

test("a profile of a team runs as the role of its team, and not as the role of the domain", () => {
  const roles = Object.values(resource.aws_sagemaker_user_profile ?? {}).map(
    ({ user_settings: settings }) => (settings as { readonly execution_role: string }).execution_role,
  );

  expect(roles).toEqual([
    "${aws_iam_role.team_risk_execution_role_role.arn}",
    "${aws_iam_role.team_market_execution_role_role.arn}",
  ]);
});

test("with teams, the role of the domain has no policy", () => {
  const own = Object.values(resource.aws_iam_role_policy_attachment ?? {}).filter(
    ({ role }) => role === "${aws_iam_role.execution_role_role.name}",
  );

  expect(own).toEqual([]);
  expect(resource.aws_iam_role_policy_attachments_exclusive?.permissions_only_these?.policy_arns).toEqual([]);
});

test("the policies of one team name nothing of another team", () => {
  const risk = Object.keys(resource.aws_iam_policy ?? {}).filter((name) => name.startsWith("team_risk_"));

  expect(risk.length).toBeGreaterThan(5);
  expect(risk.filter((name) => policy(name).includes("market"))).toEqual([]);
});

test("each team has two buckets with a key of its own, whose access is logged to the environment's bucket", () => {
  const keys = Object.entries(resource.aws_s3_bucket_server_side_encryption_configuration ?? {})
    .filter(([name]) => name.startsWith("team_"))
    .map(([, setting]) => /aws_kms_key\.\w+/.exec(JSON.stringify(setting))?.[0]);
  const logging = Object.entries(resource.aws_s3_bucket_logging ?? {})
    .filter(([name]) => name.startsWith("team_"))
    .map(([, { target_bucket: bucket, target_prefix: prefix }]) => [bucket, prefix]);

  expect(keys.sort()).toEqual(
    ["market", "market", "risk", "risk"].map((team) => `aws_kms_key.team_${team}_locked_buckets_key_cmk`),
  );
  expect(logging.sort()).toEqual(
    ["market/data/", "market/models/", "risk/data/", "risk/models/"].map((prefix) => [
      "${aws_s3_bucket.locked_buckets_access_logs.id}",
      prefix,
    ]),
  );
});

test("the defaults of the SDK of a team name its role, its bucket and its key", () => {
  const script = Buffer.from(
    String(
      resource.aws_sagemaker_studio_lifecycle_config?.studio_team_risk_jupyter_lab_script
        ?.studio_lifecycle_config_content,
    ),
    "base64",
  ).toString();

  expect(script).toContain('role="${role%%:role/*}:role/studio-perimeter-dev-risk-execution"');
  expect(script).toContain("DefaultS3Bucket: studio-perimeter-dev-risk-data-$account");
  expect(script).toContain("alias/studio-perimeter-dev-risk-buckets");
});

test("the roles of teams read packages", () => {
  const readers = JSON.stringify(resource.aws_codeartifact_repository_permissions_policy?.packages_internal_policy);

  expect(readers).toContain("team_risk_execution_role_role");
  expect(readers).toContain("team_market_execution_role_role");
});

test("the buckets of all teams share one check of the caller, so that a caller that is no deployer gets one message", () => {
  expect(Object.keys(data.aws_iam_session_context ?? {})).toEqual(["locked_buckets_deployer_session"]);
});
