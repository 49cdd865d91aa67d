import { synthesizeLockedBuckets } from "../fixtures/sample-buckets";
import { OUR_ACCOUNT } from "../reference/resource-policy-evaluator";

const json = synthesizeLockedBuckets();

describe.each(["data", "models", "access_logs"])("the %s bucket", (bucket) => {
  const name = `locked_buckets_${bucket}`;
  const setting = (type: string, suffix: string) => json.resource[type]?.[`${name}_${suffix}`];

  test("is private, versioned, and lets the bucket's owner own every object", () => {
    expect(setting("aws_s3_bucket_ownership_controls", "ownership")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
    expect(setting("aws_s3_bucket_public_access_block", "public_access")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(setting("aws_s3_bucket_versioning", "versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
  });

  test("refuses keys of customers, and cleans up after itself", () => {
    expect(setting("aws_s3_bucket_server_side_encryption_configuration", "encryption")).toMatchObject({
      rule: [{ blocked_encryption_types: ["SSE-C"] }],
    });
    expect(setting("aws_s3_bucket_lifecycle_configuration", "lifecycle")).toMatchObject({
      rule: [
        {
          status: "Enabled",
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
          noncurrent_version_expiration: [{ noncurrent_days: 90 }],
        },
      ],
    });
  });

  test("gets one setting after the other, the policy before anything is stored", () => {
    const order = [
      ["aws_s3_bucket_ownership_controls", "ownership"],
      ["aws_s3_bucket_public_access_block", "public_access"],
      ["aws_s3_bucket_policy", "policy"],
      ["aws_s3_bucket_server_side_encryption_configuration", "encryption"],
      ["aws_s3_bucket_versioning", "versioning"],
      ["aws_s3_bucket_lifecycle_configuration", "lifecycle"],
    ] as const;

    const waitsFor = order.map(([type, suffix]) => setting(type, suffix)?.depends_on);

    const isResource = (address: string): boolean => !address.startsWith("data.");
    expect(waitsFor.map((addresses) => (addresses as readonly string[] | undefined)?.filter(isResource))).toEqual([
      undefined,
      ...order.slice(0, -1).map(([type, suffix]) => [`${type}.${name}_${suffix}`]),
    ]);
  });

  test.each([
    { protections: true, forceDestroy: false },
    { protections: false, forceDestroy: true },
  ])("with protections $protections is destroyed only as the data says", ({ protections, forceDestroy }) => {
    const protectedJson = synthesizeLockedBuckets({ forceDestroy }, { protections });

    expect(protectedJson.resource.aws_s3_bucket?.[name]).toMatchObject({
      force_destroy: forceDestroy,
      lifecycle: { prevent_destroy: protections },
    });
    expect(protectedJson.resource.aws_kms_key?.locked_buckets_key_cmk).toMatchObject({
      lifecycle: { prevent_destroy: protections },
    });
  });
});

test.each(["data", "models"])(
  "the %s bucket encrypts with the environment's own key and logs every access",
  (bucket) => {
    const name = `locked_buckets_${bucket}`;

    expect(json.resource.aws_s3_bucket_server_side_encryption_configuration?.[`${name}_encryption`]).toMatchObject({
      rule: [
        {
          bucket_key_enabled: true,
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: "${aws_kms_key.locked_buckets_key_cmk.arn}",
          },
        },
      ],
    });
    expect(json.resource.aws_s3_bucket_logging?.[`${name}_logging`]).toMatchObject({
      target_bucket: "${aws_s3_bucket.locked_buckets_access_logs.id}",
      target_prefix: `${bucket}/`,
      depends_on: expect.arrayContaining([
        "aws_s3_bucket_lifecycle_configuration.locked_buckets_access_logs_lifecycle",
      ]),
    });
  },
);

test("data never expires, access logs do after the days that the environment says", () => {
  const rules = synthesizeLockedBuckets().resource.aws_s3_bucket_lifecycle_configuration;

  expect(rules?.locked_buckets_access_logs_lifecycle).toMatchObject({ rule: [{ expiration: [{ days: 30 }] }] });
  expect(rules?.locked_buckets_data_lifecycle).toMatchObject({
    rule: [{ expiration: [{ expired_object_delete_marker: true }] }],
  });
  expect(JSON.stringify(rules?.locked_buckets_data_lifecycle)).not.toContain('"days"');
});

test("the longest environment name still makes a bucket name that S3 takes", () => {
  const longest = synthesizeLockedBuckets({}, { name: `studio-perimeter-${"x".repeat(16)}` });

  const names = Object.values(longest.resource.aws_s3_bucket ?? {}).map(({ bucket }) =>
    String(bucket).replace(/\$\{[^}]+\}/, OUR_ACCOUNT),
  );

  expect(names).toHaveLength(3);
  expect(names.filter((name) => name.length > 63)).toEqual([]);
});

test("A plan of the policy of data or models alone checks too that its caller is a deployer.", () => {
  const checked = Object.entries(synthesizeLockedBuckets().resource?.aws_s3_bucket_policy ?? {})
    .filter(([, { depends_on: addresses }]) =>
      (addresses as readonly string[]).includes("data.aws_iam_session_context.locked_buckets_deployer_session"),
    )
    .map(([address]) => address);

  expect(checked).toEqual(["locked_buckets_data_policy", "locked_buckets_models_policy"]);
});
