import { resourceAt } from "../fixtures/resource-lookup";
import { synthesizeSelfService } from "../fixtures/sample-self-service";
import { ACCOUNT } from "../reference/identity-policy-evaluator";
import { evaluateResourcePolicy, resourcePolicyStatements } from "../reference/resource-policy-evaluator";

const json = synthesizeSelfService();
const allowsAll = { Sid: "All", Effect: "Allow", Action: "*", Resource: "*" } as const;
const policy = [
  allowsAll,
  ...resourcePolicyStatements(json, "aws_s3_bucket_policy", "self_service_templates_bucket_policy"),
];
const bucket = "arn:aws:s3:::self_service_templates_bucket";

describe("the bucket of templates", () => {
  test.each([
    ["is written by a deployer", "s3:PutObject", `${bucket}/t.json`, "role/deployer", "allowed"],
    [
      "is read by a deployer, as whom Service Catalog copies",
      "s3:GetObject",
      `${bucket}/t.json`,
      "role/deployer",
      "allowed",
    ],
    ["is read in an emergency", "s3:GetObject", `${bucket}/t.json`, "role/break-glass", "allowed"],
    ["is written by nobody else", "s3:PutObject", `${bucket}/t.json`, "role/studio-perimeter-test-launch", "denied"],
    ["is read by nobody else, in no version", "s3:GetObjectVersion", `${bucket}/t.json`, "user/admin", "denied"],
    ["is listed by nobody else", "s3:ListBucket", bucket, "user/admin", "denied"],
    ["keeps its settings open to its owner", "s3:PutBucketPolicy", bucket, "user/admin", "allowed"],
  ])("%s, from outside the network", (_what, action, resource, who, expected) => {
    const context = {
      "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:${who}`,
      "aws:SecureTransport": "true",
      "s3:TlsVersion": "1.3",
    };

    expect(evaluateResourcePolicy(policy, { action, resource, context })).toBe(expected);
  });

  test("the template bucket is no further closed inside the network, where the callers' own policies decide", () => {
    const inside = { "aws:SourceVpce": "vpce-s3", "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" };

    expect(
      evaluateResourcePolicy(policy, { action: "s3:GetObject", resource: `${bucket}/t.json`, context: inside }),
    ).toBe("allowed");
  });

  test("the template bucket is encrypted with the buckets' key and logged", () => {
    expect(
      resourceAt(json, "aws_s3_bucket_server_side_encryption_configuration.self_service_templates_bucket_encryption"),
    ).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            kms_master_key_id: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/objects`,
          },
        },
      ],
    });
    expect(resourceAt(json, "aws_s3_bucket_logging.self_service_templates_bucket_logging").target_bucket).toBe(
      "studio-perimeter-test-access-logs",
    );
  });

  test.each([true, false])(
    "the template bucket is kept by Terraform where the environment says so (%s)",
    (protections) => {
      const { lifecycle, force_destroy } = resourceAt(
        synthesizeSelfService({}, { protections }),
        "aws_s3_bucket.self_service_templates_bucket",
      );

      expect([lifecycle, force_destroy]).toEqual([{ prevent_destroy: protections }, !protections]);
    },
  );
});
