import { policyModel } from "../../iam/ask";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import type { PolicyModel } from "../../iam/attachments/policy-model";
import { judgeExpiration } from "../../iam/questions/data/bucket-settings";
import { judgeAccessLogDelivery } from "../../iam/questions/logs/log-deliveries";
import { pipelinesOf } from "../../iam/questions/pipelines/pipelines";
import { accessLogBucketsOf, accessLogTargets, judgeStateBuckets } from "../../iam/questions/pipelines/state-buckets";
import type { BootstrapPosture } from "../../posture/posture";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, findingsForEach, mergeFindings, proof } from "../../verdict/findings";

/** Who read or changed the state is known only if the bucket logs it. */
export const stateAccessIsLogged: Claim<BootstrapPosture> = {
  name: "state-access-is-logged",
  title: "Access to state is logged",
  meaning:
    "Each state bucket logs access to another bucket of the stack, which receives no other state and keeps the logs for the declared retention.",
  details: [
    "The target is a bucket of the stack, and neither the state bucket itself nor the state bucket of another pipeline.",
    "The policy and the settings of the target let S3 deliver the logs.",
    "Lifecycle rules of the target expire no object before the declared retention.",
    "That no pipeline can change the logs or stop logging is the claim pipelines-cannot-change-themselves.",
  ],
  remedy:
    "Add aws_s3_bucket_logging to the state bucket, with a target bucket of the stack that keeps its objects long enough.",
  topic: "operations",
  postures: ["bootstrap"],
  controls: ["S3.9", "NIST.800-53.r5 AU-2", "NIST.800-53.r5 AU-11", "NIST.800-53.r5 AU-12"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const pipelines = pipelinesOf(subject, model);
    const stateBuckets = pipelines.map(({ stateBucket }) => stateBucket);
    const { logRetentionDays } = subject.posture;
    return verdictOf(
      judgeStateBuckets(model, pipelines, (bucket) =>
        judgeLogging(model, bucket, { stateBuckets, days: logRetentionDays }),
      ),
    );
  },
};

interface LogRequirements {
  readonly stateBuckets: readonly string[];
  readonly days: number;
}

function judgeLogging(model: PolicyModel, bucket: BucketWithPolicy, { stateBuckets, days }: LogRequirements): Findings {
  const targets = accessLogTargets(model, bucket);
  const logs = accessLogBucketsOf(model, bucket);
  if (targets.length === 0) {
    return counterexample("access to the state bucket is not logged", bucket.address);
  }
  const known = logs.map(({ name }) => name);
  return mergeFindings([
    findingsForEach(targets, (target) => {
      const readable = model.text.placeholders.readable(target);
      const text = `access to the state bucket is logged to ${readable}`;
      if (stateBuckets.includes(target)) {
        return counterexample(`${text}, which stores state`, bucket.address);
      }
      return known.includes(target)
        ? proof(text, bucket.address)
        : counterexample(`${text}, which is not a bucket of the stack`, bucket.address);
    }),
    judgeAccessLogDelivery(model, bucket),
    findingsForEach(logs, (log) => judgeExpiration(log, "access logs", days)),
  ]);
}
