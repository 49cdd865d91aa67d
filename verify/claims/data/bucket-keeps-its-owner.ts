import type { Bucket } from "../../iam/attachments/buckets";
import { type PolicyModel, policyModel } from "../../iam/attachments/policy-model";
import { actionsOf } from "../../iam/aws/action-catalog";
import { terraformPermissions } from "../../iam/aws/terraform-permissions";
import { contextOf } from "../../iam/language/authorization-request";
import { declaredPrincipals } from "../../iam/questions/common/declared-principals";
import { type Findings, newFindings } from "../../iam/questions/common/policy-findings";
import { misspeltKeys } from "../../iam/questions/common/unknown-condition-keys";
import { dataBuckets } from "../../iam/questions/data/data-buckets";
import { type CallerKind, callers } from "../../iam/request-space/principals/callers";
import { type Answer, answers } from "../../iam/request-space/requests/decisions";
import { aroundEndpoints } from "../../iam/request-space/requests/request-paths";
import { targetFinder } from "../../iam/request-space/resources/target-resources";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { Claim, Subject } from "../../verdict/claim";

/** Their own policies are taken to allow it: the question is whether the bucket's policy locks its owner out. */
export const bucketKeepsItsOwner: Claim = {
  name: "bucket-keeps-its-owner",
  meaning:
    "every declared deployer can refresh, change and destroy each bucket and its settings from outside the VPC, and every declared break-glass principal can list and read the data buckets from there",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["W9", "W13", "S2.10", "S4.27"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newFindings(model.text);
    if (subject.posture.deployers.length === 0) {
      findings.doubt({
        text: "the stack declares no deployer, so nobody is known who must not be locked out",
        addresses: [],
      });
    }
    const holdData = dataBuckets(subject.configuration, model);
    for (const bucket of model.buckets) {
      const doubts = [...bucket.doubts, ...misspeltKeys(bucket.policy, model.text)];
      findings.doubt(...doubts);
      for (const need of doubts.length === 0 ? needsAt(bucket, holdData.includes(bucket), findings) : []) {
        judge(subject, model, bucket, need, findings);
      }
    }
    return findings.verdict();
  },
};

const breakGlassActions = ["s3:ListBucket", "s3:ListBucketVersions", "s3:GetObject", "s3:GetObjectVersion"];

function deployerActions(bucket: Bucket, findings: Findings): readonly string[] {
  return bucket.configuredBy.flatMap(({ type, address }) => {
    const permissions = terraformPermissions(type);
    if (permissions === undefined) {
      findings.doubt({ text: `what Terraform calls for ${address} is not known here`, addresses: [address] });
    }
    return Object.values(permissions ?? {}).flat();
  });
}

function needsAt(bucket: Bucket, holdsData: boolean, findings: Findings): readonly Need[] {
  const deployer: Need = { kind: "deployer", actions: deployerActions(bucket, findings) };
  return holdsData ? [deployer, { kind: "break-glass", actions: breakGlassActions }] : [deployer];
}

interface Need {
  readonly kind: CallerKind;
  readonly actions: readonly string[];
}

function judge(subject: Subject, model: PolicyModel, bucket: Bucket, need: Need, findings: Findings): void {
  const { text } = model;
  const statements = statementsOf(bucket.policy);
  const only = { object: `${bucket.arn}/?*`, bucket: bucket.arn };
  const space = {
    text,
    statements,
    callers: callers(text, statements, declaredPrincipals(subject, model)).filter(({ kind }) => kind === need.kind),
    actions: actionsOf("s3").filter(({ name }) => need.actions.includes(name)),
    targets: targetFinder({ text, statements, only, owner: { label: `in ${bucket.address}`, account: text.account } }),
    paths: aroundEndpoints([], statements, text).slice(0, 1),
    fixed: contextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": "1.3" }),
  };
  const authority = { identity: "everything", resource: bucket.policy, resourceAccount: text.account } as const;
  const best = [...mostFavourable(answers(space, () => authority))];
  findings.judge(`${need.kind} at ${bucket.address}`, best, ({ decision }) => decision.kind !== "allowed");
}

/** A caller chooses the headers of his request, so what counts is the best that he can get. */
function mostFavourable(found: Iterable<Answer>): Iterable<Answer> {
  const best = new Map<string, Answer>();
  for (const answer of found) {
    const key = `${answer.caller.label} ${answer.target.label} ${answer.request.action}`;
    if (best.get(key)?.decision.kind !== "allowed") {
      best.set(key, answer);
    }
  }
  return best.values();
}
