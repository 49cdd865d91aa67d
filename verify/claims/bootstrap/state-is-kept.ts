import { policyModel } from "../../iam/ask";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { activeLifecycleRules, isSet, judgeVersioning } from "../../iam/questions/data/bucket-settings";
import { pipelinesOf } from "../../iam/questions/pipelines/pipelines";
import { judgeStateBuckets } from "../../iam/questions/pipelines/state-buckets";
import type { BootstrapPosture } from "../../posture/posture";
import { blocksOf, isExpressionText, type JsonObject } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsForEach, mergeFindings, proof } from "../../verdict/findings";

/** Without its state Terraform creates an environment a second time, and without earlier versions a damaged state stays damaged. */
export const stateIsKept: Claim<BootstrapPosture> = {
  name: "state-is-kept",
  title: "State keeps its versions and stays here",
  meaning:
    "Each state bucket keeps versions, expires no current version, keeps earlier versions for the declared retention, and replicates nothing.",
  details: [
    "Every lifecycle rule that is not disabled is checked, whatever objects it filters.",
    "A limit of the number of earlier versions, and a rule that moves objects to another storage class, are refused too.",
    "Encryption with a key of the stack, and protection from deletion, are claims of their own.",
  ],
  remedy: "Enable versioning, extend or remove the lifecycle rule, and remove the replication.",
  topic: "data",
  postures: ["bootstrap"],
  controls: ["S3.14", "NIST.800-53.r5 CP-9", "NIST.800-53.r5 SI-12", "NIST.800-53.r5 AC-4"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const { logRetentionDays } = subject.posture;
    return verdictOf(
      judgeStateBuckets(model, pipelinesOf(subject, model), (bucket) =>
        mergeFindings([
          judgeVersioning(bucket, "the state bucket"),
          judgeLifecycle(bucket, logRetentionDays),
          judgeReplication(bucket),
        ]),
      ),
    );
  },
};

function judgeLifecycle(bucket: BucketWithPolicy, declaredDays: number): Findings {
  const { address } = bucket;
  const active = activeLifecycleRules(bucket);
  return active.length === 0
    ? proof("no lifecycle rule deletes a version of the state", address)
    : findingsForEach(active, (rule) => judgeRule(rule, address, declaredDays));
}

function judgeRule(rule: JsonObject, address: string, declaredDays: number): Findings {
  const name = `lifecycle rule ${JSON.stringify(rule.id ?? null)}`;
  const current = blocksOf(rule.expiration)
    .flatMap(({ days, date }) => [days, date])
    .filter(isSet);
  const earlier = [
    ...blocksOf(rule.noncurrent_version_expiration).map(({ noncurrent_days: days, days: short }) => days ?? short),
  ];
  const limits = blocksOf(rule.noncurrent_version_expiration)
    .map(({ newer_noncurrent_versions: limit }) => limit)
    .filter(isSet);
  const moves = [rule.transition, rule.noncurrent_version_transition].flatMap((block) => blocksOf(block));
  if ([...current, ...earlier, ...limits].some(isExpressionText)) {
    return doubt(`${name} is not known`, address);
  }
  const faults = [
    ...(current.length > 0 ? [`${name} expires the current state`] : []),
    ...earlier
      .filter((days) => !(Number(days) >= declaredDays))
      .map(
        (days) =>
          `${name} deletes earlier versions after ${JSON.stringify(days ?? null)} days; ${declaredDays} days are declared`,
      ),
    ...(limits.length > 0 ? [`${name} limits the number of earlier versions`] : []),
    ...(moves.length > 0 ? [`${name} moves objects to another storage class`] : []),
  ];
  return faults.length === 0
    ? proof(`${name} keeps the state, and earlier versions for at least ${declaredDays} days`, address)
    : findingsForEach(faults, (fault) => counterexample(fault, address));
}

function judgeReplication({ address, configuredBy }: BucketWithPolicy): Findings {
  const replications = configuredBy.filter(
    ({ type, values }) =>
      type === "aws_s3_bucket_replication_configuration" || blocksOf(values.replication_configuration).length > 0,
  );
  return replications.length === 0
    ? proof("the state is not replicated", address)
    : counterexample("the state is replicated to another bucket", address, ...replications.map((one) => one.address));
}
