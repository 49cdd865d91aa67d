import {
  type Answer,
  actionsOfService,
  alikeJudge,
  ask,
  bucketAndObjects,
  cachedCheck,
  fromAnywhere,
  hasKey,
  hasOnly,
  isAllowed,
  judgeRequests,
  type NamedResource,
  type PolicyModel,
  policyModel,
  type ValueTest,
  valueTest,
} from "../../iam/ask";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { withoutStore } from "../../iam/questions/data/absent-resources";
import { encryptionSettings } from "../../iam/questions/data/bucket-settings";
import { dataBuckets } from "../../iam/questions/data/data-buckets";
import { encryptionKeyUses, resolveEncryptionKey } from "../../iam/questions/data/encryption-key-uses";
import type { Posture } from "../../posture/posture";
import type { JsonObject, TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, type Evidence, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, findingsForEach, findingsOf, mergeFindings } from "../../verdict/findings";

/** Encryption with the stack's own key is the last protection: without access to the key, stored data is unreadable. */
export const dataEncryptedWithOwnKey: Claim<Posture> = {
  name: "data-encrypted-with-own-key",
  title: "Data is encrypted with the stack's keys",
  meaning: "Every resource that stores data names a KMS key of the stack, and no upload can use another key or method.",
  details: [
    "Covers log groups, disks, file systems, tables, queues, topics, secrets, repositories, feature groups, the domain and notebooks.",
    "Data buckets encrypt by default with a KMS key of the stack in the Region of the bucket.",
    "Uploads that name another key, another method or a customer-provided key are denied.",
    "Buckets that only receive access logs or a trail are not checked.",
  ],
  remedy:
    "Set the resource's KMS key argument to a key of the stack. Deny uploads with other encryption headers in the bucket policy.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az", "bootstrap"],
  controls: [
    "S3.17",
    "EFS.1",
    "SQS.1",
    "NIST.800-53.r5 SC-13",
    "NIST.800-53.r5 SC-28",
    "NIST.800-53.r5 SC-28(1)",
    "CIS AWS Foundations v5.0.0/2.3.1",
  ],
  decide(subject) {
    const { configuration } = subject;
    const model = policyModel(configuration);
    const keys = model.kmsKeys.map(({ arn }) => arn);
    const judgeAlikeUploads = alikeJudge(model, (bucket) => judgeUploads(model, bucket, keys));
    return verdictOf(
      mergeFindings([
        judgeDataStores(configuration, model),
        withoutStore(configuration),
        findingsForEach(dataBuckets(configuration, model), (bucket) =>
          mergeFindings([
            judgeDefaultEncryption(model, bucket),
            bucket.doubts.length > 0 ? findingsOf({ doubts: bucket.doubts }) : judgeAlikeUploads(bucket),
          ]),
        ),
      ]),
    );
  },
};

function judgeDataStores(configuration: TerraformConfiguration, model: PolicyModel): Findings {
  return findingsForEach(encryptionKeyUses(configuration, model), ({ resource: { address }, keyLabel, isStackKey }) =>
    proofIf(isStackKey, { text: `${address} is encrypted with ${keyLabel}`, addresses: [address] }),
  );
}

function proofIf(isProof: boolean, evidence: Evidence): Findings {
  return findingsOf(isProof ? { proofs: [evidence] } : { counterexamples: [evidence] });
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
function judgeDefaultEncryption(model: PolicyModel, bucket: BucketWithPolicy): Findings {
  const { address, region } = bucket;
  const settings = encryptionSettings(bucket);
  if (settings.length === 0) {
    return counterexample(`${address} has no default encryption with a key of the stack`, address);
  }
  return findingsForEach(settings, ({ address: settingAddress, setting }) => {
    const { method, keyLabel, isStackKey } = defaultEncryptionOf(setting, model, region);
    const place = region === undefined || isStackKey ? "" : `, and not with a key of its Region ${region}`;
    return proofIf(isStackKey && kmsMethods.includes(method), {
      text: `${address} encrypts by default with ${method} and ${keyLabel}${place}`,
      addresses: [...new Set([address, settingAddress])],
    });
  });
}

const kmsMethods = ["aws:kms", "aws:kms:dsse"];

function defaultEncryptionOf(
  { sse_algorithm, kms_master_key_id }: JsonObject,
  model: PolicyModel,
  region: string | undefined,
) {
  const method = typeof sse_algorithm === "string" ? sse_algorithm : "no method";
  return { method, ...resolveEncryptionKey(kms_master_key_id, model, region) };
}

const withKms = valueTest("s3:x-amz-server-side-encryption", kmsMethods);
const kmsKeyIdKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const customerAlgorithm = valueTest("s3:x-amz-server-side-encryption-customer-algorithm", []);

type UploadKey = (typeof withKms | typeof customerAlgorithm)["key"] | typeof kmsKeyIdKey;

/** Uploads from anywhere, with any encryption headers: the bucket's default applies only to uploads without them. */
const judgeUploads = cachedCheck((model, bucket: NamedResource, keys: readonly string[]) => {
  const ownKey = valueTest(kmsKeyIdKey, keys);
  const answers = ask(model, {
    what: actionsOfService("s3").filter(({ name }) => name === "s3:PutObject"),
    on: bucketAndObjects(bucket),
    from: fromAnywhere(model.endpoints.filter(({ service }) => service === "s3")),
    distinguishes: [withKms, ownKey, customerAlgorithm],
  });
  return judgeRequests(
    model,
    `uploads to ${bucket.address}`,
    answers,
    (answer) => isAllowed(answer) && !usesOwnKmsKey(answer, ownKey),
  );
});

/**
 * Without headers the bucket's default applies. With the method alone, S3 uses the account's AWS managed key, not the
 * bucket's default key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
function usesOwnKmsKey(answer: Answer<UploadKey>, ownKey: ValueTest<typeof kmsKeyIdKey>): boolean {
  const hasMethod = hasKey(answer, withKms);
  const isDefault = !hasMethod && !hasKey(answer, ownKey);
  return (
    !hasKey(answer, customerAlgorithm) &&
    (isDefault || (hasOnly(answer, ownKey) && (!hasMethod || hasOnly(answer, withKms))))
  );
}
