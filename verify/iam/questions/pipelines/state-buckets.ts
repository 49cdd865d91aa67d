import type { DeclaredPipeline } from "../../../posture/declared-pipeline";
import { counterexample, type Findings, findingsForEach } from "../../../verdict/findings";
import type { BucketWithPolicy } from "../../attachments/bucket-with-policy";
import type { PolicyModel } from "../../attachments/policy-model";
import { accessLogSettings } from "../data/bucket-settings";

/** The bucket that a pipeline declares for its state; `undefined` if the stack does not contain it. */
export function stateBucketOf(
  { buckets }: PolicyModel,
  { stateBucket }: Pick<DeclaredPipeline, "stateBucket">,
): BucketWithPolicy | undefined {
  return buckets.find(({ name }) => name === stateBucket);
}

/** Judges the state bucket of each pipeline. A declared bucket that the stack does not contain is a counterexample. */
export function judgeStateBuckets(
  model: PolicyModel,
  pipelines: readonly DeclaredPipeline[],
  judge: (bucket: BucketWithPolicy, pipeline: DeclaredPipeline) => Findings,
): Findings {
  return findingsForEach(pipelines, (pipeline) => {
    const bucket = stateBucketOf(model, pipeline);
    const name = model.text.placeholders.readable(pipeline.stateBucket);
    return bucket === undefined
      ? counterexample(`the state bucket ${name} of ${pipeline.environment} is not in this configuration`)
      : judge(bucket, pipeline);
  });
}

/** Names of the buckets that receive the access logs of a bucket. */
export function accessLogTargets({ text }: PolicyModel, bucket: BucketWithPolicy): readonly string[] {
  return accessLogSettings(bucket).flatMap(({ setting: { target_bucket: target } }) =>
    typeof target === "string" ? [text.resolve(target)] : [],
  );
}

/** Buckets of the stack that receive the access logs of a bucket. */
export function accessLogBucketsOf(model: PolicyModel, bucket: BucketWithPolicy): readonly BucketWithPolicy[] {
  const targets = accessLogTargets(model, bucket);
  return model.buckets.filter(({ name }) => targets.includes(name));
}
