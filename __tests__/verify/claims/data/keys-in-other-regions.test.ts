import { decideClaims } from "../../../../verify/claims/decide-claims";
import { policyTextResolver } from "../../../../verify/iam/language/policy-text-resolver";
import { readPosture } from "../../../../verify/posture/read-posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";

type Stack = Record<string, Record<string, Record<string, unknown>>>;

const far = { provider: "aws.dr" };
const allowing = (AWS: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "kms:*", Resource: "*" }] });
const account = "arn:aws:iam::${data.aws_caller_identity.me.account_id}:root";
const encryptedWith = (bucket: string, kms_master_key_id: string) => ({
  bucket: `\${aws_s3_bucket.${bucket}.id}`,
  rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms", kms_master_key_id } }],
});

/** A key and a bucket in the Region of the provider, and a replica of the key with a bucket in another Region. */
function keysOfTwoRegions(): Stack {
  return {
    aws_kms_key: { near: { multi_region: true, policy: allowing(account) } },
    aws_kms_replica_key: { far: { ...far, primary_key_arn: "${aws_kms_key.near.arn}", policy: allowing(account) } },
    aws_kms_alias: {
      near: { name: "alias/data", target_key_id: "${aws_kms_key.near.key_id}" },
      far: { ...far, name: "alias/data", target_key_id: "${aws_kms_replica_key.far.key_id}" },
    },
    aws_s3_bucket: { near: { bucket: "near" }, far: { ...far, bucket: "far" } },
    aws_s3_bucket_policy: Object.fromEntries(
      ["near", "far"].map((bucket) => [
        bucket,
        {
          ...(bucket === "far" ? far : {}),
          bucket: `\${aws_s3_bucket.${bucket}.id}`,
          policy: JSON.stringify({
            Statement: [
              {
                Effect: "Deny",
                Principal: "*",
                Action: "s3:*",
                Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
              },
            ],
          }),
        },
      ]),
    ),
    aws_s3_bucket_server_side_encryption_configuration: {
      near: encryptedWith("near", "${aws_kms_key.near.arn}"),
      far: { ...far, ...encryptedWith("far", "${aws_kms_replica_key.far.arn}") },
    },
  };
}

function verdictOf(claim: string, edit: (stack: Stack) => void = () => undefined) {
  const resource = keysOfTwoRegions();
  edit(resource);
  const json = {
    provider: { aws: [{ region: "eu-west-1" }, { alias: "dr", region: "eu-central-1" }] },
    data: { aws_caller_identity: { me: {} } },
    resource,
  };
  const configuration = readConfiguration(json, "stack");
  const results = decideClaims({ configuration, posture: readPosture(configuration, "isolated") });
  return results.find((result) => result.claim.name === claim)?.verdict;
}

const setOf =
  (type: string, name: string, values: Record<string, unknown>) =>
  (stack: Stack): void => {
    stack[type] = { ...stack[type], [name]: { ...stack[type]?.[name], ...values } };
  };

test.each(["data-encrypted-with-own-key", "grants-stay-in-account"])(
  "Keys of the stack in two Regions, each with the bucket of its Region, leave %s proved.",
  (claim) => {
    expect(verdictOf(claim)).toMatchObject({ kind: "proved" });
  },
);

test("An alias of one name in both Regions names the key of the Region of each bucket.", () => {
  const byAlias = setOf(
    "aws_s3_bucket_server_side_encryption_configuration",
    "far",
    encryptedWith("far", "alias/data"),
  );

  expect(verdictOf("data-encrypted-with-own-key", byAlias)).toMatchObject({ kind: "proved" });
  expect(
    verdictOf("data-encrypted-with-own-key", (stack) => {
      byAlias(stack);
      delete stack.aws_kms_alias?.far;
    }),
  ).toMatchObject({ kind: "violated" });
});

test.each<[what: string, claim: string, kind: string, edit: (stack: Stack) => void]>([
  [
    "allows another account everything",
    "key-keeps-its-owner",
    "violated",
    setOf("aws_kms_replica_key", "far", { policy: allowing("arn:aws:iam::999988887777:root") }),
  ],
  [
    "allows everyone everything through a service of its own Region",
    "key-keeps-its-owner",
    "violated",
    setOf("aws_kms_replica_key", "far", {
      policy: JSON.stringify({
        Statement: [
          {
            Effect: "Allow",
            Principal: "*",
            Action: "kms:*",
            Resource: "*",
            Condition: { StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" } },
          },
        ],
      }),
    }),
  ],
  [
    "encrypts a bucket of another Region, which S3 refuses",
    "data-encrypted-with-own-key",
    "violated",
    setOf(
      "aws_s3_bucket_server_side_encryption_configuration",
      "near",
      encryptedWith("near", "${aws_kms_replica_key.far.arn}"),
    ),
  ],
  [
    "is in a Region that is not known",
    "grants-stay-in-account",
    "undecided",
    setOf("aws_kms_replica_key", "far", { provider: undefined, region: "${var.region}" }),
  ],
  [
    "has a policy resource in the Region of its primary key, whose policy that one changes",
    "grants-stay-in-account",
    "undecided",
    setOf("aws_kms_key_policy", "more", { key_id: "${aws_kms_replica_key.far.key_id}", policy: allowing(account) }),
  ],
  [
    "has an alias in the Region of its primary key",
    "data-encrypted-with-own-key",
    "undecided",
    setOf("aws_kms_alias", "more", { name: "alias/more", target_key_id: "${aws_kms_replica_key.far.key_id}" }),
  ],
])("A key in another Region that %s leaves %s %s.", (_, claim, kind, edit) => {
  expect(verdictOf(claim, edit)).toMatchObject({ kind });
});

test("A policy of a role that names the ARN of a key in another Region names the key.", () => {
  const configuration = readConfiguration(
    {
      provider: { aws: [{ region: "eu-west-1" }, { alias: "dr", region: "eu-central-1" }] },
      resource: { aws_kms_key: { far } },
    },
    "stack",
  );

  expect(policyTextResolver(configuration).resolve("${aws_kms_key.far.arn}")).toContain(":kms:eu-central-1:");
});
