import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { actionsOfService } from "../../iam/aws/action-catalog";
import { requestContextOf } from "../../iam/language/authorization-request";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { dataBuckets } from "../../iam/questions/data/data-buckets";
import { encryptionKeyUses, resolveEncryptionKey } from "../../iam/questions/data/encryption-key-uses";
import { callerClasses } from "../../iam/request-space/principals/caller-classes";
import { type DecidedRequest, decideRequests } from "../../iam/request-space/requests/decided-requests";
import { allRequestPaths } from "../../iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../iam/request-space/requests/request-space";
import { targetResourceFinder } from "../../iam/request-space/resources/target-resources";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import { blocksOf, type Resource, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import type { Claim } from "../../verdict/claim";

/** A key of one's own is the last switch: who loses it has nothing but noise. */
export const dataEncryptedWithOwnKey: Claim = {
  name: "data-encrypted-with-own-key",
  title: "Data is encrypted with the stack's keys",
  meaning: "Every resource that stores data names a KMS key of the stack, and no upload can use another key or method.",
  details: [
    "Covers log groups, disks, file systems, tables, queues, topics, secrets, repositories, the domain and notebooks.",
    "Data buckets encrypt by default with a KMS key of the stack.",
    "Uploads that name another key, another method or a customer-provided key are denied.",
    "Buckets that only receive access logs are not checked.",
  ],
  remedy:
    "Set the resource's KMS key argument to a key of the stack. Deny uploads with other encryption headers in the bucket policy.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
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
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    judgeDataStores(subject.configuration, model, findings);
    for (const bucket of dataBuckets(subject.configuration, model)) {
      findings.addDoubt(...bucket.doubts);
      judgeDefaultEncryption(subject.configuration, model, bucket, findings);
      if (bucket.doubts.length === 0) {
        judgeUploads(model, bucket, findings);
      }
    }
    return findings.verdict();
  },
};

function judgeDataStores(configuration: TerraformConfiguration, model: PolicyModel, findings: PolicyFindings): void {
  for (const { resource, keyLabel, isStackKey } of encryptionKeyUses(configuration, model)) {
    const evidence = { text: `${resource.address} is encrypted with ${keyLabel}`, addresses: [resource.address] };
    (isStackKey ? findings.addProof : findings.addCounterexample)(evidence);
  }
}

const encryptionType = "aws_s3_bucket_server_side_encryption_configuration";

function judgeDefaultEncryption(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  bucket: BucketWithPolicy,
  findings: PolicyFindings,
): void {
  const settings = bucket.configuredBy.filter(({ type }) => type === encryptionType);
  if (settings.length === 0) {
    findings.addCounterexample({
      text: `${bucket.address} has no default encryption with a key of the stack`,
      addresses: [bucket.address],
    });
  }
  for (const setting of settings) {
    const { method, keyLabel, isStackKey } = defaultEncryptionOf(setting, configuration, model);
    const evidence = {
      text: `${bucket.address} encrypts by default with ${method} and ${keyLabel}`,
      addresses: [bucket.address, setting.address],
    };
    (isStackKey && kmsMethods.includes(method) ? findings.addProof : findings.addCounterexample)(evidence);
  }
}

const kmsMethods = ["aws:kms", "aws:kms:dsse"];

function defaultEncryptionOf(setting: Resource, configuration: TerraformConfiguration, model: PolicyModel) {
  const [standard = {}] = blocksOf(setting.values.rule).flatMap((rule) =>
    blocksOf(rule.apply_server_side_encryption_by_default),
  );
  const method = typeof standard.sse_algorithm === "string" ? standard.sse_algorithm : "no method";
  return { method, ...resolveEncryptionKey(standard.kms_master_key_id, configuration, model) };
}

const encryptionMethodKey = "s3:x-amz-server-side-encryption";
const kmsKeyIdKey = "s3:x-amz-server-side-encryption-aws-kms-key-id";
const customerAlgorithmKey = "s3:x-amz-server-side-encryption-customer-algorithm";

/** Uploads with headers of their own, from anywhere: the bucket's default only covers those without. */
function judgeUploads(model: PolicyModel, bucket: BucketWithPolicy, findings: PolicyFindings): void {
  const { text } = model;
  const statements = statementsOf(bucket.policies);
  const keys = model.kmsKeys.map(({ arn }) => arn);
  const only = { object: `${bucket.arn}/?*` };
  const endpoints = model.endpoints.filter(({ service }) => service === "s3");
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements),
    actions: actionsOfService("s3").filter(({ name }) => name === "s3:PutObject"),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: only,
      owner: { label: `in ${bucket.address}`, account: text.account },
    }),
    paths: allRequestPaths(endpoints, statements, text),
    assumedContext: requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" }),
    distinguishedValues: { [encryptionMethodKey]: kmsMethods, [kmsKeyIdKey]: keys, [customerAlgorithmKey]: [] },
  };
  const authority = { identity: "everything", resource: bucket.policies, resourceAccount: text.account } as const;
  const found = decideRequests(space, () => authority);
  findings.addDecisions(
    `uploads to ${bucket.address}`,
    found,
    (answer) => answer.decision.kind === "allowed" && !usesOwnKmsKey(answer, keys),
  );
}

/**
 * Without headers the bucket's default holds. With the method alone S3 takes the key that AWS manages for the account, not
 * the bucket's default.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
function usesOwnKmsKey({ request: { context } }: DecidedRequest, keys: readonly string[]): boolean {
  const [method] = context.get(encryptionMethodKey) ?? [];
  const [key] = context.get(kmsKeyIdKey) ?? [];
  const isOwnKey = key !== undefined && keys.includes(key);
  const isDefault = method === undefined && key === undefined;
  return (
    !context.has(customerAlgorithmKey) &&
    (isDefault || (isOwnKey && (method === undefined || kmsMethods.includes(method))))
  );
}
