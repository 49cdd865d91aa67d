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
  meaning:
    "nobody but the declared break-glass principals, who are no roles of the stack, reads, writes, deletes or lists objects of a data bucket from outside the stack's S3 endpoint (deployers may list, and write and read what Terraform itself publishes in a bucket of its own), and nobody at all without TLS",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S2.10", "S4.13", "S3.17", "W2", "W13", "S3.5"],
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
