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
  meaning:
    "every declared deployer can refresh, change and destroy each bucket and its settings from outside the VPC, and every declared break-glass principal can list and read the data buckets from there",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["W9", "W13", "S2.10", "S4.27"],
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
