import type { BucketWithPolicy } from "../../iam/attachments/bucket-with-policy";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { actionsOfService } from "../../iam/aws/action-catalog";
import { terraformProviderActions } from "../../iam/aws/terraform-provider-actions";
import { requestContextOf } from "../../iam/language/authorization-request";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { unknownConditionKeys } from "../../iam/questions/common/unknown-condition-keys";
import { dataBuckets } from "../../iam/questions/data/data-buckets";
import type { CallerKind } from "../../iam/request-space/principals/caller";
import { callerClasses } from "../../iam/request-space/principals/caller-classes";
import { type DecidedRequest, decideRequests } from "../../iam/request-space/requests/decided-requests";
import { pathsBypassingEndpoints } from "../../iam/request-space/requests/request-paths";
import type { RequestSpace } from "../../iam/request-space/requests/request-space";
import { targetResourceFinder } from "../../iam/request-space/resources/target-resources";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { Claim, ClaimSubject } from "../../verdict/claim";

/** Their own policies are taken to allow it: the question is whether the bucket's policy locks its owner out. */
export const bucketKeepsItsOwner: Claim = {
  name: "bucket-keeps-its-owner",
  title: "Bucket policies do not lock out deployers",
  meaning:
    "Declared deployers can refresh, change and destroy every bucket from outside the VPC, and break-glass principals can read data buckets.",
  details: [
    "The principals' own policies are assumed to allow the request: only the bucket policy can deny it.",
    "Deployers need every S3 action that Terraform calls for the bucket and its settings, over TLS 1.3.",
    "Break-glass principals need to list and read objects and versions of data buckets.",
    "A stack that declares no deployer makes the claim undecided.",
  ],
  remedy:
    "Exempt the declared deployers and break-glass principals from the Deny statements, and never deny bucket configuration actions.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    if (subject.posture.deployers.length === 0) {
      findings.addDoubt({
        text: "the stack declares no deployer, so nobody is known who must not be locked out",
        addresses: [],
      });
    }
    const holdData = dataBuckets(subject.configuration, model);
    for (const bucket of model.buckets) {
      const doubts = [...bucket.doubts, ...unknownConditionKeys(bucket.policies, model.text)];
      findings.addDoubt(...doubts);
      for (const need of doubts.length === 0 ? requiredAccessTo(bucket, holdData.includes(bucket), findings) : []) {
        judgeRequiredAccess(subject, model, bucket, need, findings);
      }
    }
    return findings.verdict();
  },
};

const breakGlassActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetObject", "s3:GetObjectVersion"];

function deployerActions(bucket: BucketWithPolicy, findings: PolicyFindings): readonly string[] {
  return bucket.configuredBy.flatMap(({ type, address }) => {
    const permissions = terraformProviderActions(type);
    if (permissions === undefined) {
      findings.addDoubt({ text: `what Terraform calls for ${address} is not known here`, addresses: [address] });
    }
    return Object.values(permissions ?? {}).flat();
  });
}

function requiredAccessTo(
  bucket: BucketWithPolicy,
  holdsData: boolean,
  findings: PolicyFindings,
): readonly RequiredAccess[] {
  const deployer: RequiredAccess = { kind: "deployer", actions: deployerActions(bucket, findings) };
  return holdsData ? [deployer, { kind: "break-glass", actions: breakGlassActions }] : [deployer];
}

interface RequiredAccess {
  readonly kind: CallerKind;
  readonly actions: readonly string[];
}

function judgeRequiredAccess(
  subject: ClaimSubject,
  model: PolicyModel,
  bucket: BucketWithPolicy,
  need: RequiredAccess,
  findings: PolicyFindings,
): void {
  const { text } = model;
  const statements = statementsOf(bucket.policies);
  const only = { object: `${bucket.arn}/?*`, bucket: bucket.arn };
  const space: RequestSpace = {
    text,
    statements,
    callers: callerClasses(text, statements, declaredPrincipals(subject, model)).filter(
      ({ kind }) => kind === need.kind,
    ),
    actions: actionsOfService("s3").filter(({ name }) => need.actions.includes(name)),
    targets: targetResourceFinder({
      text,
      statements,
      arnPatternByType: only,
      owner: { label: `in ${bucket.address}`, account: text.account },
    }),
    paths: pathsBypassingEndpoints([], statements, text).slice(0, 1),
    assumedContext: requestContextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" }),
  };
  const authority = { identity: "everything", resource: bucket.policies, resourceAccount: text.account } as const;
  const best = [...mostFavorable(decideRequests(space, () => authority))];
  findings.addDecisions(`${need.kind} at ${bucket.address}`, best, ({ decision }) => decision.kind !== "allowed");
}

/** A caller chooses the headers of his request, so what counts is the best that he can get. */
function mostFavorable(found: Iterable<DecidedRequest>): Iterable<DecidedRequest> {
  const best = new Map<string, DecidedRequest>();
  for (const answer of found) {
    const key = `${answer.caller.label} ${answer.target.label} ${answer.request.action}`;
    if (best.get(key)?.decision.kind !== "allowed") {
      best.set(key, answer);
    }
  }
  return best.values();
}
