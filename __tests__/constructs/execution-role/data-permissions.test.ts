import {
  BUCKET_KEY_ARN,
  DATA_BUCKET_ARN,
  decideForExecutionRole,
  executionRoleStatements,
  STUDIO_KEY_ARN,
  sampleExecutionRoleStatements,
  synthesizeExecutionRolePermissions,
} from "../fixtures/sample-execution-role";
import { ACCOUNT, evaluateIdentityPolicies } from "../reference/identity-policy-evaluator";

describe("with data, a user", () => {
  const through = (service: string) => ({ "kms:ViaService": `${service}.eu-west-1.amazonaws.com` });

  test.each([
    ["s3:ListBucket", DATA_BUCKET_ARN, "allowed"],
    ["s3:GetObject", `${DATA_BUCKET_ARN}/a`, "allowed"],
    ["s3:PutObject", `${DATA_BUCKET_ARN}/a`, "allowed"],
    ["s3:DeleteObject", `${DATA_BUCKET_ARN}/a`, "allowed"],
    ["s3:GetObject", "arn:aws:s3:::other-bucket/a", "not allowed"],
    ["s3:PutObject", "arn:aws:s3:::other-bucket/a", "not allowed"],
    ["s3:ListBucket", "arn:aws:s3:::other-bucket", "not allowed"],
    ["s3:DeleteObjectVersion", `${DATA_BUCKET_ARN}/a`, "not allowed"],
  ])("a user who works with data does %s on %s: %s", (action, resource, expected) => {
    expect(decideForExecutionRole(action, resource)).toBe(expected);
  });

  test.each([
    ["objects through S3", BUCKET_KEY_ARN, "s3", "allowed"],
    ["objects through SageMaker", BUCKET_KEY_ARN, "sagemaker", "not allowed"],
    ["volumes through SageMaker", STUDIO_KEY_ARN, "sagemaker", "allowed"],
    ["volumes through S3", STUDIO_KEY_ARN, "s3", "not allowed"],
    ["with another key", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/other`, "s3", "not allowed"],
  ])("a user who works with data decrypts %s: %s", (_, key, service, expected) => {
    expect(decideForExecutionRole("kms:Decrypt", key, through(service))).toBe(expected);
  });

  test("a user who works with data decrypts nothing directly", () => {
    expect(decideForExecutionRole("kms:Decrypt", BUCKET_KEY_ARN)).toBe("not allowed");
    expect(decideForExecutionRole("kms:Decrypt", STUDIO_KEY_ARN)).toBe("not allowed");
  });

  test("a user who works with data hands the volume key to AWS's services only", () => {
    const grant = (value: string) => ({ ...through("sagemaker"), "kms:GrantIsForAWSResource": value });

    expect(decideForExecutionRole("kms:CreateGrant", STUDIO_KEY_ARN, grant("true"))).toBe("allowed");
    expect(decideForExecutionRole("kms:CreateGrant", STUDIO_KEY_ARN, grant("false"))).toBe("not allowed");
    expect(decideForExecutionRole("kms:CreateGrant", BUCKET_KEY_ARN, grant("true"))).toBe("not allowed");
  });

  test("a user who works with data pulls images of his own account and of the listed ones, and pushes none", () => {
    const listed = executionRoleStatements(synthesizeExecutionRolePermissions({ imageAccountIds: ["763104351884"] }));
    const repository = (account: string) => `arn:aws:ecr:eu-west-1:${account}:repository/pytorch`;
    const pull = (account: string) => ({ action: "ecr:BatchGetImage", resource: repository(account) });

    expect(evaluateIdentityPolicies(listed, pull(ACCOUNT))).toBe("allowed");
    expect(evaluateIdentityPolicies(listed, pull("763104351884"))).toBe("allowed");
    expect(evaluateIdentityPolicies(listed, pull("999988887777"))).toBe("not allowed");
    expect(evaluateIdentityPolicies(sampleExecutionRoleStatements, pull("763104351884"))).toBe("not allowed");
    expect(decideForExecutionRole("ecr:GetAuthorizationToken", "*")).toBe("allowed");
    expect(decideForExecutionRole("ecr:PutImage", repository(ACCOUNT))).toBe("not allowed");
  });

  test.each([
    ["/aws/sagemaker/TrainingJobs", "allowed"],
    ["studio-perimeter-dev/model", "allowed"],
    ["exfiltration", "not allowed"],
  ])("a user who works with data writes metrics to %s: %s", (namespace, expected) => {
    expect(decideForExecutionRole("cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": namespace })).toBe(
      expected,
    );
  });

  test("a user who works with data logs under SageMaker's prefix alone", () => {
    const group = (name: string) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${name}:log-stream:s`;

    expect(decideForExecutionRole("logs:PutLogEvents", group("/aws/sagemaker/TrainingJobs"))).toBe("allowed");
    expect(decideForExecutionRole("logs:PutLogEvents", group("/aws/lambda/other"))).toBe("not allowed");
  });

  test("a user who works with data reads JumpStart's models only where the environment says so", () => {
    const request = { action: "s3:GetObject", resource: "arn:aws:s3:::jumpstart-cache-prod-eu-west-1/model" };

    expect(evaluateIdentityPolicies(sampleExecutionRoleStatements, request)).toBe("not allowed");
    expect(
      evaluateIdentityPolicies(
        executionRoleStatements(synthesizeExecutionRolePermissions({ jumpStart: true })),
        request,
      ),
    ).toBe("allowed");
  });
});
