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
  title: "The execution role passes only itself",
  meaning: "The execution role can pass no role except itself, and only to SageMaker.",
  details: [
    "Every iam:PassRole request that the role's policies distinguish is evaluated.",
    "A statement without an iam:PassedToService condition violates the claim.",
  ],
  remedy: "Limit iam:PassRole to the execution role's ARN, with iam:PassedToService equal to sagemaker.amazonaws.com.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-6(10)"],
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
