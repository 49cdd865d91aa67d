import { grantRecipientOf, type OwnAccountScope } from "../../iam/attachments/grant-recipients";
import { policyModel } from "../../iam/attachments/policy-model";
import { readResourceBasedPolicies } from "../../iam/attachments/resource-based-policies";
import type { Policy, Statement } from "../../iam/language/parse-policy";
import { newPolicyFindings, type PolicyFindings } from "../../iam/questions/common/policy-findings";
import { ownOrganization } from "../../iam/request-space/principals/foreign-accounts";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { Claim, Evidence } from "../../verdict/claim";

/** A queue, a secret or a function that strangers may use is a way around everything that endpoints and buckets hold. */
export const grantsStayInAccount: Claim = {
  name: "grants-stay-in-account",
  title: "Resource policies grant only to this account",
  meaning:
    "No resource-based policy or permission grants access to another account, an anonymous caller, or an AWS service not acting for this account.",
  details: [
    "Covers every resource type with a policy, such as queues, functions, secrets, repositories and topics.",
    "Policies of IAM roles, buckets, keys and endpoints have their own claims.",
    "Principals of the account's organization are permitted where the endpoint policies name the organization.",
  ],
  remedy:
    "Name principals of this account in the statement, or add an aws:SourceAccount, aws:SourceArn or aws:PrincipalOrgID condition.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["Lambda.1", "SQS.3", "NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const { policies, doubts } = readResourceBasedPolicies(configuration, model.text);
    const findings = newPolicyFindings(model.text);
    const endpoints = statementsOf(model.endpoints.flatMap(({ policies: policy }) => policy));
    const ourselves: OwnAccountScope = { text: model.text, organization: ownOrganization(model.text, endpoints) };
    findings.addDoubt(...doubts);
    findings.addProof({ text: `${policies.length} policies and permissions of resources examined`, addresses: [] });
    for (const policy of policies) {
      judgeResourcePolicy(policy, ourselves, findings);
    }
    return findings.verdict();
  },
};

function judgeResourcePolicy(policy: Policy, ourselves: OwnAccountScope, findings: PolicyFindings): void {
  const { readable } = ourselves.text.placeholders;
  const allowing = policy.statements.filter(({ effect }) => effect === "Allow");
  const found = allowing.map((statement) => ({ statement, grantee: grantRecipientOf(statement, ourselves) }));
  for (const { statement, grantee } of found) {
    const evidence = evidenceOf(policy, statement, readable);
    if (grantee === "foreign") {
      findings.addCounterexample(evidence);
    } else if (grantee === "unknown") {
      findings.addDoubt(evidence);
    }
  }
  if (found.every(({ grantee }) => grantee === "own")) {
    findings.addProof({
      text: `${policy.address} lets in nobody but principals of this account`,
      addresses: [policy.address],
    });
  }
}

function evidenceOf({ address }: Policy, { sid, principal }: Statement, readable: (text: string) => string): Evidence {
  const named = (principal?.entries ?? []).map(({ kind, value }) => `${kind} ${readable(value)}`).join(", ");
  const whom = principal?.isNegated === true ? `everybody but ${named}` : named;
  const text = `${address} lets in ${whom} by "${sid}", and no condition binds that to this account`;
  return { text, addresses: [address] };
}
