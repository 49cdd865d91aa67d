import {
  ask,
  BUCKET_KEY,
  OUR_BUCKET,
  STUDIO_KEY,
  sampleStatements,
  statementsOf,
  synthesizePermissions,
} from "../fixtures/sample-role";
import { ACCOUNT, outcome } from "../reference/identity-policy";

describe("with data, a user", () => {
  const through = (service: string) => ({ "kms:ViaService": `${service}.eu-west-1.amazonaws.com` });

  test.each([
    ["s3:ListBucket", OUR_BUCKET, "allowed"],
    ["s3:GetObject", `${OUR_BUCKET}/a`, "allowed"],
    ["s3:PutObject", `${OUR_BUCKET}/a`, "allowed"],
    ["s3:DeleteObject", `${OUR_BUCKET}/a`, "allowed"],
    ["s3:GetObject", "arn:aws:s3:::other-bucket/a", "not allowed"],
    ["s3:PutObject", "arn:aws:s3:::other-bucket/a", "not allowed"],
    ["s3:ListBucket", "arn:aws:s3:::other-bucket", "not allowed"],
    ["s3:DeleteObjectVersion", `${OUR_BUCKET}/a`, "not allowed"],
  ])("does %s on %s: %s", (action, resource, expected) => {
    expect(ask(action, resource)).toBe(expected);
  });

  test.each([
    ["objects through S3", BUCKET_KEY, "s3", "allowed"],
    ["objects through SageMaker", BUCKET_KEY, "sagemaker", "not allowed"],
    ["volumes through SageMaker", STUDIO_KEY, "sagemaker", "allowed"],
    ["volumes through S3", STUDIO_KEY, "s3", "not allowed"],
    ["with another key", `arn:aws:kms:eu-west-1:${ACCOUNT}:key/other`, "s3", "not allowed"],
  ])("decrypts %s: %s", (_, key, service, expected) => {
    expect(ask("kms:Decrypt", key, through(service))).toBe(expected);
  });

  test("decrypts nothing directly", () => {
    expect(ask("kms:Decrypt", BUCKET_KEY)).toBe("not allowed");
    expect(ask("kms:Decrypt", STUDIO_KEY)).toBe("not allowed");
  });

  test("hands the volume key to AWS's services only", () => {
    const grant = (value: string) => ({ ...through("sagemaker"), "kms:GrantIsForAWSResource": value });

    expect(ask("kms:CreateGrant", STUDIO_KEY, grant("true"))).toBe("allowed");
    expect(ask("kms:CreateGrant", STUDIO_KEY, grant("false"))).toBe("not allowed");
    expect(ask("kms:CreateGrant", BUCKET_KEY, grant("true"))).toBe("not allowed");
  });

  test("pulls images of his own account and of the listed ones, and pushes none", () => {
    const listed = statementsOf(synthesizePermissions({ imageAccountIds: ["763104351884"] }));
    const repository = (account: string) => `arn:aws:ecr:eu-west-1:${account}:repository/pytorch`;
    const pull = (account: string) => ({ action: "ecr:BatchGetImage", resource: repository(account) });

    expect(outcome(listed, pull(ACCOUNT))).toBe("allowed");
    expect(outcome(listed, pull("763104351884"))).toBe("allowed");
    expect(outcome(listed, pull("999988887777"))).toBe("not allowed");
    expect(outcome(sampleStatements, pull("763104351884"))).toBe("not allowed");
    expect(ask("ecr:GetAuthorizationToken", "*")).toBe("allowed");
    expect(ask("ecr:PutImage", repository(ACCOUNT))).toBe("not allowed");
  });

  test.each([
    ["/aws/sagemaker/TrainingJobs", "allowed"],
    ["studio-perimeter-dev/model", "allowed"],
    ["exfiltration", "not allowed"],
  ])("writes metrics to %s: %s", (namespace, expected) => {
    expect(ask("cloudwatch:PutMetricData", "*", { "cloudwatch:namespace": namespace })).toBe(expected);
  });

  test("logs under SageMaker's prefix alone", () => {
    const group = (name: string) => `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:${name}:log-stream:s`;

    expect(ask("logs:PutLogEvents", group("/aws/sagemaker/TrainingJobs"))).toBe("allowed");
    expect(ask("logs:PutLogEvents", group("/aws/lambda/other"))).toBe("not allowed");
  });

  test("reads JumpStart's models only where the environment says so", () => {
    const request = { action: "s3:GetObject", resource: "arn:aws:s3:::jumpstart-cache-prod-eu-west-1/model" };

    expect(outcome(sampleStatements, request)).toBe("not allowed");
    expect(outcome(statementsOf(synthesizePermissions({ jumpStart: true })), request)).toBe("allowed");
  });
});
