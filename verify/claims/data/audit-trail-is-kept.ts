import {
  type Answer,
  actionsOfService,
  ask,
  bucketAndObjects,
  hasOnly,
  isAllowed,
  judgeRequests,
  judgeResources,
  kmsKey,
  type PolicyModel,
  policyModel,
  type ValueTest,
  valueTest,
} from "../../iam/ask";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { type IamAction, s3ObjectActions } from "../../iam/aws/action-catalog";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { type Trail, trailsOf } from "../../iam/questions/logs/trails";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, type Findings, findingsForEach, mergeFindings, notApplicable } from "../../verdict/findings";

/** Who empties the bucket of a trail, or deletes its key, removes the record of what was done. */
export const auditTrailIsKept: Claim = {
  name: "audit-trail-is-kept",
  title: "Nobody changes the declared audit trail",
  meaning:
    "Only CloudTrail writes a declared trail, and only declared break-glass principals change or delete its log files.",
  details: [
    "Every S3 action that changes objects is evaluated for every caller, whatever the caller's own policies allow.",
    "CloudTrail may write only for a trail of the stack, by aws:SourceArn.",
    "Only declared deployers and break-glass principals delete the bucket, or change its versioning, lifecycle rules or replication.",
    "Only they disable the KMS key of the trail, or schedule its deletion.",
    "The claim does not check who replaces the policy of the bucket or the key.",
    "Without a declared trail the claim is not applicable.",
  ],
  remedy:
    "Allow only cloudtrail.amazonaws.com with aws:SourceArn of the trail to write. Deny everybody else to change objects, and to delete bucket or key.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["S3.22", "S3.23", "NIST.800-53.r5 AU-9", "NIST.800-53.r5 AU-9(2)", "NIST.800-53.r5 AU-11"],
  decide(subject) {
    const { configuration, posture } = subject;
    if (posture.auditTrail === undefined) {
      return verdictOf(notApplicable("the stack declares no trail of its own", "declaration"));
    }
    const model = policyModel(configuration);
    const trails = trailsOf(configuration, model);
    const buckets = uniqueOf(trails.map(({ bucket }) => bucket));
    return verdictOf(
      trails.length === 0
        ? counterexample("a trail is declared, and the configuration has none")
        : mergeFindings([
            findingsForEach(trails, (trail) => judgeStores(trail)),
            judgeResources(model, buckets, (bucket) => judgeBucket(subject, model, trails, bucket)),
            judgeResources(model, uniqueOf(trails.map(({ key }) => key)), (key) =>
              judgeRequests(
                model,
                `who disables or deletes ${key.address}`,
                ask(model, {
                  who: declaredPrincipals(subject, model),
                  what: namedActions("kms", ["kms:DisableKey", "kms:ScheduleKeyDeletion"]),
                  on: kmsKey(key),
                }),
                (answer) => isAllowed(answer) && !isCustodian(answer),
              ),
            ),
          ]),
    );
  },
};

function uniqueOf<Item>(items: readonly (Item | undefined)[]): readonly Item[] {
  return [...new Set(items.filter((item) => item !== undefined))];
}

/** What another stack owns, others may empty. */
function judgeStores({ address, bucket, key }: Trail): Findings {
  return mergeFindings([
    ...(bucket === undefined ? [counterexample("the bucket of the trail is not in the configuration", address)] : []),
    ...(key === undefined ? [counterexample("the KMS key of the trail is not in the configuration", address)] : []),
  ]);
}

const forgettingActions = [
  "s3:DeleteBucket",
  "s3:PutBucketVersioning",
  "s3:PutLifecycleConfiguration",
  "s3:PutReplicationConfiguration",
];

function judgeBucket(
  subject: ClaimSubject,
  model: PolicyModel,
  trails: readonly Trail[],
  bucket: BucketWithPolicy,
): Findings {
  const who = declaredPrincipals(subject, model);
  const forTrail = valueTest(
    sourceArnKey,
    trails.flatMap((trail) => (trail.bucket === bucket ? [trail.arn] : [])),
  );
  return mergeFindings([
    judgeRequests(
      model,
      `who changes objects of ${bucket.address}`,
      ask(model, {
        who,
        what: s3ObjectActions().filter(isWrite),
        on: bucketAndObjects(bucket),
        distinguishes: [forTrail],
      }),
      (answer) => isAllowed(answer) && answer.caller.kind !== "break-glass" && !isDelivery(answer, forTrail),
    ),
    judgeRequests(
      model,
      `who makes ${bucket.address} forget`,
      ask(model, { who, what: namedActions("s3", forgettingActions), on: bucketAndObjects(bucket) }),
      (answer) => isAllowed(answer) && !isCustodian(answer),
    ),
  ]);
}

const sourceArnKey = "aws:sourcearn";
const readAccessLevels = ["Read", "List"];

function isWrite({ accessLevels }: IamAction): boolean {
  return !accessLevels.some((level) => readAccessLevels.includes(level));
}

function namedActions(service: string, names: readonly string[]): readonly IamAction[] {
  return actionsOfService(service).filter(({ name }) => names.includes(name));
}

function isCustodian({ caller: { kind } }: DecidedRequest): boolean {
  return kind === "deployer" || kind === "break-glass";
}

/** CloudTrail names the trail for which it writes. Any other trail may be one of another account. */
function isDelivery(answer: Answer<typeof sourceArnKey>, forTrail: ValueTest<typeof sourceArnKey>): boolean {
  const { caller, actions } = answer;
  return (
    caller.kind === "service" &&
    caller.principal.kind === "service" &&
    caller.principal.servicePrincipal === "cloudtrail.amazonaws.com" &&
    actions.every(({ name }) => name === "s3:PutObject") &&
    hasOnly(answer, forTrail)
  );
}
