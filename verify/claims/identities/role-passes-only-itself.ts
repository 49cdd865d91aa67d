import { policyModel } from "../../iam/attachments/policy-model";
import { actionsOfService } from "../../iam/aws/action-catalog";
import { newPolicyFindings } from "../../iam/questions/common/policy-findings";
import { decidableExecutionRoles } from "../../iam/questions/roles/decidable-roles";
import { decideRoleRequests } from "../../iam/questions/roles/requests-by-role";
import type { DecidedRequest } from "../../iam/request-space/requests/decided-requests";
import type { Claim } from "../../verdict/claim";

/** Whoever passes a stronger role into a job has that role. */
export const rolePassesOnlyItself: Claim = {
  name: "role-passes-only-itself",
  meaning: "the execution role passes no role but itself, and to no service but SageMaker",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S2.20", "W12", "W16"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newPolicyFindings(model.text);
    for (const role of decidableExecutionRoles(model, findings)) {
      const found = decideRoleRequests(model, role, {
        actions: actionsOfService("iam").filter(({ name }) => name === "iam:PassRole"),
        distinguishedValues: { "iam:passedtoservice": [sagemaker] },
        distinguishedArns: [[role.arn]],
      });
      findings.addDecisions(`roles passed by ${role.address}`, found, (answer) =>
        passesOtherRoleOrService(answer, role.arn),
      );
    }
    return findings.verdict();
  },
};

const sagemaker = "sagemaker.amazonaws.com";

/** IAM always says to which service a role is passed; a request without it stands for a condition that does not ask. */
function passesOtherRoleOrService({ decision, target, request }: DecidedRequest, itself: string): boolean {
  const service = request.context.get("iam:passedtoservice")?.[0];
  return decision.kind === "allowed" && (target.resource !== itself || service !== sagemaker);
}
