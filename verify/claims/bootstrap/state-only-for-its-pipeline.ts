import {
  ask,
  bucketAndObjects,
  fromOutside,
  isAllowed,
  judgeRequests,
  judgeResources,
  judgeRoles,
  kmsKey,
  type PolicyModel,
  policyModel,
  type RoleWithPolicies,
  requestContextOf,
} from "../../iam/ask";
import { resourcesOfOthers } from "../../iam/ask/resources";
import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { s3ListActions, s3ObjectActions } from "../../iam/aws/action-catalog";
import { pipelinesOf } from "../../iam/questions/pipelines/pipelines";
import { judgeStateBuckets } from "../../iam/questions/pipelines/state-buckets";
import type { CallerKind } from "../../iam/request-space/principals/caller";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import type { DeclaredPipeline } from "../../posture/declared-pipeline";
import type { BootstrapPosture } from "../../posture/posture";
import { blocksOf, isExpressionText, type Json } from "../../terraform/terraform-configuration";
import { type Claim, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, findingsForEach, mergeFindings, proof } from "../../verdict/findings";

/** State contains every value of an environment in plain text, and who writes it decides what the next apply does. */
export const stateOnlyForItsPipeline: Claim<BootstrapPosture> = {
  name: "state-only-for-its-pipeline",
  title: "Only its pipeline reads and writes state",
  meaning:
    "Only the two roles of its pipeline and declared readers read or write objects of a state bucket, over TLS 1.2 or later.",
  details: [
    "Every S3 action on objects is evaluated for every caller, whatever the caller's own policies allow. The lock is an object too.",
    "No caller outside the account can use the bucket or any KMS key of the stack, with any action.",
    "Public access is blocked with all four settings, and access control lists are disabled.",
    "A pipeline's roles use no bucket of that name in another account: names of buckets are global.",
  ],
  remedy:
    "Deny object actions to everybody but the roles of the pipeline, block public access, and require aws:ResourceAccount in policies of the roles.",
  topic: "data",
  postures: ["bootstrap"],
  controls: ["S3.5", "S3.6", "S3.8", "S3.12", "NIST.800-53.r5 AC-3", "NIST.800-53.r5 SC-8"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    return verdictOf(
      mergeFindings([
        judgeStateBuckets(model, pipelinesOf(subject, model), (bucket, pipeline) =>
          mergeFindings([
            judgeResources(model, [bucket], () =>
              mergeFindings([
                judgeObjects(model, bucket, pipeline),
                judgeTransport(model, bucket),
                judgeOutsiders(model, bucket),
              ]),
            ),
            judgePublicAccess(bucket),
            judgeOwnership(bucket),
            judgeOwner(model, bucket, pipeline),
          ]),
        ),
        judgeResources(model, model.kmsKeys, (key) =>
          judgeRequests(
            model,
            `callers outside the account at ${key.address}`,
            ask(model, { who: { kinds: outsiders }, on: kmsKey(key), from: fromOutside(model.endpoints) }),
            isAllowed,
          ),
        ),
      ]),
    );
  },
};

const outsiders: readonly CallerKind[] = ["organization", "foreign", "federated", "anonymous", "service"];

function judgeObjects(
  model: PolicyModel,
  bucket: BucketWithPolicy,
  { planRole, applyRole, stateReaders }: DeclaredPipeline,
): Findings {
  const answers = ask(model, {
    who: { deployers: [planRole.arn, applyRole.arn], breakGlass: stateReaders },
    what: s3ObjectActions(),
    on: bucketAndObjects(bucket),
  });
  return judgeRequests(
    model,
    `who uses objects of ${bucket.address}`,
    answers,
    (answer) => isAllowed(answer) && !isOfPipeline(answer),
  );
}

function isOfPipeline({ caller: { kind } }: DecidedRequest): boolean {
  return kind === "deployer" || kind === "break-glass";
}

/** Requests without TLS have no version of it. */
const weakTransports = [
  requestContextOf({ "aws:SecureTransport": "false" }),
  requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.0" }),
  requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.1" }),
];

function judgeTransport(model: PolicyModel, bucket: BucketWithPolicy): Findings {
  return findingsForEach(weakTransports, (assumedContext) =>
    judgeRequests(
      model,
      `requests without TLS 1.2 to ${bucket.address}`,
      ask(model, { what: s3ObjectActions(), on: bucketAndObjects(bucket), assumedContext }),
      isAllowed,
    ),
  );
}

function judgeOutsiders(model: PolicyModel, bucket: BucketWithPolicy): Findings {
  const answers = ask(model, { who: { kinds: outsiders }, on: bucketAndObjects(bucket) });
  return judgeRequests(model, `callers outside the account at ${bucket.address}`, answers, isAllowed);
}

const publicAccessSettings = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];

function judgePublicAccess({ address, configuredBy }: BucketWithPolicy): Findings {
  const blocks = configuredBy.filter(({ type }) => type === "aws_s3_bucket_public_access_block");
  if (blocks.length === 0) {
    return counterexample("public access of the state bucket is not blocked", address);
  }
  return findingsForEach(blocks, (block) =>
    findingsForEach(publicAccessSettings, (name) =>
      judgeSetting(`${name} of the state bucket`, block.values[name], [true, "true"], address, block.address),
    ),
  );
}

function judgeOwnership({ address, configuredBy }: BucketWithPolicy): Findings {
  const controls = configuredBy.filter(({ type }) => type === "aws_s3_bucket_ownership_controls");
  const lists = configuredBy.filter(({ type }) => type === "aws_s3_bucket_acl");
  if (controls.length === 0) {
    // BucketOwnerEnforced is the default of new buckets since April 2023.
    return lists.length === 0
      ? proof("access control lists of the state bucket are disabled by default", address)
      : counterexample("the state bucket has an access control list", address, ...lists.map((list) => list.address));
  }
  return findingsForEach(controls, (control) =>
    findingsForEach(blocksOf(control.values.rule), ({ object_ownership: ownership }) =>
      judgeSetting(
        "object_ownership of the state bucket",
        ownership,
        ["BucketOwnerEnforced"],
        address,
        control.address,
      ),
    ),
  );
}

function judgeSetting(
  name: string,
  value: Json | undefined,
  expected: readonly Json[],
  ...addresses: readonly string[]
): Findings {
  const text = `${name} is ${JSON.stringify(value ?? null)}`;
  if (isExpressionText(value)) {
    return doubt(text, ...addresses);
  }
  return (expected.includes(value ?? null) ? proof : counterexample)(text, ...addresses);
}

/** A bucket of the same name in another account is somebody else's state. */
function judgeOwner(
  model: PolicyModel,
  { address, arn }: BucketWithPolicy,
  { planRole, applyRole }: DeclaredPipeline,
): Findings {
  const roles = model.roles.filter((role) => [planRole.arn, applyRole.arn].includes(role.arn));
  return judgeRoles(model, roles, (role: RoleWithPolicies) =>
    judgeRequests(
      model,
      `what ${role.address} does in a bucket with the name of ${address} in another account`,
      ask(model, {
        who: role,
        what: [...s3ObjectActions(), ...s3ListActions()],
        on: { ...resourcesOfOthers, service: "s3", arnPatternByType: { object: `${arn}/?*`, bucket: arn } },
      }),
      isAllowed,
    ),
  );
}
