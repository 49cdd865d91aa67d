import { policyModel } from "../../iam/attachments/policy-model";
import { actionsOf } from "../../iam/aws/action-catalog";
import { newFindings } from "../../iam/questions/common/policy-findings";
import { judgeableRoles } from "../../iam/questions/roles/execution-roles";
import { roleAnswers } from "../../iam/questions/roles/requests-by-role";
import type { Answer } from "../../iam/request-space/requests/decisions";
import type { Claim } from "../../verdict/claim";

/** Whoever passes a stronger role into a job has that role. */
export const rolePassesOnlyItself: Claim = {
  name: "role-passes-only-itself",
  meaning: "the execution role passes no role but itself, and to no service but SageMaker",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S2.20", "W12", "W16"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = newFindings(model.text);
    for (const role of judgeableRoles(model, findings)) {
      const found = roleAnswers(model, role, {
        actions: actionsOf("iam").filter(({ name }) => name === "iam:PassRole"),
        groups: { "iam:passedtoservice": [sagemaker] },
        resources: [[role.arn]],
      });
      findings.judge(`roles passed by ${role.address}`, found, (answer) => isAllowedBeyond(answer, role.arn));
    }
    return findings.verdict();
  },
};

const sagemaker = "sagemaker.amazonaws.com";

/** IAM always says to which service a role is passed; a request without it stands for a condition that does not ask. */
function isAllowedBeyond({ decision, target, request }: Answer, itself: string): boolean {
  const service = request.context.get("iam:passedtoservice")?.[0];
  return decision.kind === "allowed" && (target.resource !== itself || service !== sagemaker);
}
