import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { s3ListActions, s3ObjectActions } from "../../iam/aws/s3-object-actions";
import type { PolicySet } from "../../iam/evaluation/authorize";
import { requestContextOf } from "../../iam/language/authorization-request";
import { declaredPrincipals, exemptStackRoles } from "../../iam/questions/common/declared-principals";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { unknownConditionKeys } from "../../iam/questions/common/unknown-condition-keys";
import { dataBuckets, isPublishedByTerraform } from "../../iam/questions/data/data-buckets";
import type { Caller } from "../../iam/request-space/principals/caller";
import { callerClasses } from "../../iam/request-space/principals/caller-classes";
import { decideRequests } from "../../iam/request-space/requests/decided-requests";
import {
  pathsBypassingEndpoints,
  pathsThroughEndpoints,
  type RequestPath,
} from "../../iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../iam/request-space/requests/request-space";
import { targetResourceFinder } from "../../iam/request-space/resources/target-resources";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { Claim, ClaimSubject } from "../../verdict/claim";

/**
 * The callers' own policies are taken to allow everything, so that only the bucket's policy stands between data and world:
 * an administrator's stolen key must fail as well.
 */
export const bucketOnlyThroughEndpoint: Claim = {
  name: "bucket-only-through-endpoint",
  title: "Bucket data is reachable only through the endpoint",
  meaning:
    "No principal accesses objects of a data bucket from outside the stack's S3 endpoint, except declared break-glass principals, and none without TLS.",
  details: [
    "Access means to read, write, delete or list objects. The callers' own policies are assumed to allow it.",
    "Declared deployers may list, and may access objects whose content is in the Terraform configuration.",
    "A role of the stack that is also a declared deployer or break-glass principal violates the claim.",
    "Buckets that only receive access logs are not data buckets. A replication configuration violates the claim.",
  ],
  remedy:
    "Deny object and list actions in the bucket policy unless aws:SourceVpce is the stack's endpoint. Deny requests without aws:SecureTransport.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: [
    "S3.5",
    "NIST.800-53.r5 AC-3",
    "NIST.800-53.r5 SC-7(10)",
    "NIST.800-53.r5 SC-8",
    "CIS AWS Foundations v5.0.0/2.1.1",
  ],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    for (const evidence of exemptStackRoles(subject, model)) {
      findings.addCounterexample(evidence);
    }
    for (const bucket of dataBuckets(subject.configuration, model)) {
      const doubts = [...bucket.doubts, ...unknownConditionKeys(bucket.policies, model.text)];
      findings.addDoubt(...doubts);
      if (doubts.length === 0) {
        judgeBucket(subject, model, bucket, findings);
      }
      judgeReplication(bucket, findings);
    }
    return findings.verdict();
  },
};

function judgeBucket(
  subject: ClaimSubject,
  model: PolicyModel,
  bucket: BucketWithPolicy,
  findings: PolicyFindings,
): void {
  const { text } = model;
  const endpoints = model.endpoints.filter(({ service }) => service === "s3");
  const outside = spaceOf(
    subject,
    model,
    bucket,
    pathsBypassingEndpoints(endpoints, statementsOf(bucket.policies), text),
  );
  const authority = authorityOf(bucket, text.account);
  const isPublished = isPublishedByTerraform(bucket, model);
  findings.addDecisions(
    `${bucket.address} from outside its endpoint`,
    decideRequests(outside, () => authority),
    ({ decision, caller, target }) =>
      decision.kind === "allowed" && !isDeclaredException(caller, target.resource === bucket.arn || isPublished),
  );
  const plain = requestContextOf({ "aws:SecureTransport": "false" });
  const inside = spaceOf(subject, model, bucket, [
    ...outside.paths,
    ...pathsThroughEndpoints(endpoints, statementsOf(bucket.policies), text),
  ]);
  findings.addDecisions(
    `${bucket.address} without TLS`,
    decideRequests({ ...inside, assumedContext: plain }, () => authority),
    ({ decision }) => decision.kind === "allowed",
  );
}

function spaceOf(
  subject: ClaimSubject,
  model: PolicyModel,
  bucket: BucketWithPolicy,
  paths: readonly RequestPath[],
): RequestSpace {
  const { text } = model;
  const statements = statementsOf(bucket.policies);
  const only = { object: `${bucket.arn}/?*`, bucket: bucket.arn };
  return {
    text,
    statements,
    callers: callerClasses(text, statements, declaredPrincipals(subject, model)),
    actions: [...s3ObjectActions(), ...s3ListActions()],
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: only,
      owner: { label: `in ${bucket.address}`, account: text.account },
    }),
    paths,
  };
}

function authorityOf(bucket: BucketWithPolicy, account: string): PolicySet {
  return { identity: "everything", resource: bucket.policies, resourceAccount: account };
}

/** Break-glass reads in an emergency; a deployer's refresh asks whether the bucket exists, which IAM calls listing it. */
function isDeclaredException({ kind }: Caller, isBucket: boolean): boolean {
  return kind === "break-glass" || (kind === "deployer" && isBucket);
}

/** Settings by which S3 itself carries objects elsewhere; no request of ours then passes any endpoint. */
const replicationTypes = ["aws_s3_bucket_replication_configuration"];

function judgeReplication(bucket: BucketWithPolicy, findings: PolicyFindings): void {
  for (const { type, address } of bucket.configuredBy) {
    if (replicationTypes.includes(type)) {
      findings.addCounterexample({
        text: `${address} has S3 copy objects of ${bucket.address} past every endpoint`,
        addresses: [address],
      });
    }
  }
}
