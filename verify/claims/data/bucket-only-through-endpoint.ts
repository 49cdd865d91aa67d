import type { Bucket } from "../../iam/attachments/buckets";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { listActions, objectActions } from "../../iam/aws/s3-object-actions";
import type { Authority } from "../../iam/evaluation/authorize";
import { contextOf } from "../../iam/language/authorization-request";
import { declaredPrincipals, exceptedRoles } from "../../iam/questions/common/declared-principals";
import { type Findings, newFindings } from "../../iam/questions/common/policy-findings";
import { misspeltKeys } from "../../iam/questions/common/unknown-condition-keys";
import { dataBuckets, isPublishedByTerraform } from "../../iam/questions/data/data-buckets";
import { type Caller, callers } from "../../iam/request-space/principals/callers";
import { answers } from "../../iam/request-space/requests/decisions";
import { aroundEndpoints, type Path, throughEndpoints } from "../../iam/request-space/requests/request-paths";
import type { Space } from "../../iam/request-space/requests/request-space";
import { targetFinder } from "../../iam/request-space/resources/target-resources";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { Claim, Subject } from "../../verdict/claim";

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
    const findings = newFindings(model.text);
    for (const evidence of exceptedRoles(subject, model)) {
      findings.violate(evidence);
    }
    for (const bucket of dataBuckets(subject.configuration, model)) {
      const doubts = [...bucket.doubts, ...misspeltKeys(bucket.policy, model.text)];
      findings.doubt(...doubts);
      if (doubts.length === 0) {
        judgeBucket(subject, model, bucket, findings);
      }
      judgeCopies(bucket, findings);
    }
    return findings.verdict();
  },
};

function judgeBucket(subject: Subject, model: PolicyModel, bucket: Bucket, findings: Findings): void {
  const { text } = model;
  const endpoints = model.endpoints.filter(({ service }) => service === "s3");
  const outside = spaceOf(subject, model, bucket, aroundEndpoints(endpoints, statementsOf(bucket.policy), text));
  const authority = authorityOf(bucket, text.account);
  const isPublished = isPublishedByTerraform(bucket, model);
  findings.judge(
    `${bucket.address} from outside its endpoint`,
    answers(outside, () => authority),
    ({ decision, caller, target }) =>
      decision.kind === "allowed" && !isDeclared(caller, target.resource === bucket.arn || isPublished),
  );
  const plain = contextOf({ "aws:SecureTransport": "false" });
  const inside = spaceOf(subject, model, bucket, [
    ...outside.paths,
    ...throughEndpoints(endpoints, statementsOf(bucket.policy), text),
  ]);
  findings.judge(
    `${bucket.address} without TLS`,
    answers({ ...inside, fixed: plain }, () => authority),
    ({ decision }) => decision.kind === "allowed",
  );
}

function spaceOf(subject: Subject, model: PolicyModel, bucket: Bucket, paths: readonly Path[]): Space {
  const { text } = model;
  const statements = statementsOf(bucket.policy);
  const only = { object: `${bucket.arn}/?*`, bucket: bucket.arn };
  return {
    text,
    statements,
    callers: callers(text, statements, declaredPrincipals(subject, model)),
    actions: [...objectActions(), ...listActions()],
    targets: targetFinder({ text, statements, only, owner: { label: `in ${bucket.address}`, account: text.account } }),
    paths,
  };
}

function authorityOf(bucket: Bucket, account: string): Authority {
  return { identity: "everything", resource: bucket.policy, resourceAccount: account };
}

/** Break-glass reads in an emergency; a deployer's refresh asks whether the bucket exists, which IAM calls listing it. */
function isDeclared({ kind }: Caller, isBucket: boolean): boolean {
  return kind === "break-glass" || (kind === "deployer" && isBucket);
}

/** Settings by which S3 itself carries objects elsewhere; no request of ours then passes any endpoint. */
const copyingSettings = ["aws_s3_bucket_replication_configuration"];

function judgeCopies(bucket: Bucket, findings: Findings): void {
  for (const { type, address } of bucket.configuredBy) {
    if (copyingSettings.includes(type)) {
      findings.violate({
        text: `${address} has S3 copy objects of ${bucket.address} past every endpoint`,
        addresses: [address],
      });
    }
  }
}
