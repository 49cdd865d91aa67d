import type { Claim } from "../claim";
import { actionsOf } from "../policies/action-catalogue";
import type { Answer } from "../policies/answers";
import { judgeableRoles } from "../policies/execution-roles";
import { newFindings } from "../policies/findings";
import { policyModel } from "../policies/policy-model";
import { roleAnswers } from "../policies/role-space";

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
