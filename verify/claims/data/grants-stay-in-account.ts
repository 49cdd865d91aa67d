import {
  actionsOfService,
  alikeJudge,
  ask,
  bucketAndObjects,
  cachedCheck,
  isAllowed,
  judgeRequests,
  judgeResources,
  type NamedResource,
  noFacts,
  policyModel,
} from "../../iam/ask";
import { findingMark } from "../../iam/ask/finding-mark";
import { grantRecipientOf, type OwnAccountScope } from "../../iam/attachments/grant-recipients";
import { readResourceBasedPolicies } from "../../iam/attachments/resource-based-policies";
import type { Policy, Statement } from "../../iam/language/parse-policy";
import { actsOnBehalfOf } from "../../iam/request-space/principals/service-callers";
import type { Posture } from "../../posture/posture";
import { type Claim, type Evidence, verdictOf } from "../../verdict/claim";
import {
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/** A queue, secret or function that other accounts may use is a path around all endpoint and bucket policies. */
export const grantsStayInAccount: Claim<Posture> = {
  name: "grants-stay-in-account",
  title: "Resource policies grant only to this account",
  meaning:
    "No resource-based policy or permission grants access to another account, an anonymous caller, or an AWS service not acting for this account.",
  details: [
    "Covers every resource type with a policy, such as queues, functions, secrets, repositories and topics.",
    "Covers every bucket policy. Whether this account reaches a bucket only through its endpoint is a claim of its own.",
    "IAM policies, and policies of keys and endpoints, have their own claims.",
    "Principals of the account's organization are permitted where a data source or the posture says which it is.",
  ],
  remedy:
    "Name principals of this account in the statement, or add an aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID condition.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az", "bootstrap"],
  controls: ["Lambda.1", "SQS.3", "NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const judgeAlike = alikeJudge(model, (bucket) => judgeBucket(model, bucket, noFacts));
    const { policies, doubts } = readResourceBasedPolicies(configuration, model.text);
    const ownAccount = { text: model.text, organization: model.text.ownOrganization };
    return verdictOf(
      mergeFindings([
        findingsOf({ doubts }),
        policies.length > 0
          ? proof(`${policies.length} resource policies and permissions examined`)
          : notApplicable("this configuration has no resource policy", "resource-policy"),
        findingsForEach(policies, (policy) => judgeResourcePolicy(policy, ownAccount)),
        judgeResources(model, model.buckets, judgeAlike),
      ]),
    );
  },
};

/** Settings and objects, through the endpoint and from elsewhere. */
const judgeBucket = cachedCheck((model, bucket: NamedResource) => {
  const what = actionsOfService("s3").filter(
    ({ resourceTypes }) => resourceTypes.includes("bucket") || resourceTypes.includes("object"),
  );
  const answers = ask(model, {
    who: { kinds: ["foreign", "federated", "anonymous", "service"] },
    what,
    on: bucketAndObjects(bucket),
  });
  return judgeRequests(
    model,
    `what callers outside the account do with ${bucket.address}`,
    answers,
    (answer) =>
      isAllowed(answer) && (answer.caller.kind !== "service" || !actsOnBehalfOf(model.text.account, answer.caller)),
  );
});

function judgeResourcePolicy(policy: Policy, ownAccount: OwnAccountScope): Findings {
  const allowing = policy.statements.filter(({ effect }) => effect === "Allow");
  const grants = allowing.map((statement) => ({ statement, recipient: grantRecipientOf(statement, ownAccount) }));
  const grantsTo = (kind: "foreign" | "unknown"): readonly Evidence[] =>
    grants.flatMap(({ statement, recipient }) =>
      recipient === kind ? [evidenceOfGrant(policy, statement, ownAccount.text)] : [],
    );
  const isOwn = grants.every(({ recipient }) => recipient === "own");
  const { address } = policy;
  return {
    proofs: isOwn
      ? [{ text: `${address} grants access only to principals of this account`, addresses: [address] }]
      : [],
    counterexamples: grantsTo("foreign"),
    doubts: grantsTo("unknown"),
  };
}

function evidenceOfGrant({ address }: Policy, statement: Statement, text: OwnAccountScope["text"]): Evidence {
  const { sid, principal } = statement;
  const { readable } = text.placeholders;
  const named = (principal?.entries ?? []).map(({ kind, value }) => `${kind} ${readable(value)}`).join(", ");
  const recipients = principal?.isNegated === true ? `every principal except ${named}` : named;
  return {
    text: `${address} grants access to ${recipients} by "${sid}", and no condition limits that to this account [${findingMark([statement], [], text)}]`,
    addresses: [address],
  };
}
