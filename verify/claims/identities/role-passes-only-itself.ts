import { actionsOfService, ask, isAllowed, judgeExecutionRoles, judgeRequests, policyModel } from "../../iam/ask";
import { type Claim, verdictOf } from "../../verdict/claim";

/** A role that passes a role with more permissions to a job has those permissions. */
export const rolePassesOnlyItself: Claim = {
  name: "role-passes-only-itself",
  title: "The execution role passes only itself",
  meaning: "The execution role can pass no role except itself, and only to SageMaker.",
  details: [
    "Every iam:PassRole request that the role's policies distinguish is evaluated.",
    "Policies that do not limit iam:PassedToService violate the claim.",
  ],
  remedy: "Limit iam:PassRole to the execution role's ARN, with iam:PassedToService equal to sagemaker.amazonaws.com.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-6(10)"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = judgeExecutionRoles(model, (role) => {
      const answers = ask(model, {
        who: role,
        what: actionsOfService("iam").filter(({ name }) => name === "iam:PassRole"),
        distinguishedValues: { "iam:passedtoservice": [sagemaker] },
        distinguishedArns: [[role.arn]],
      });
      return judgeRequests(model, `roles passed by ${role.address}`, answers, (answer) => {
        // IAM always sends the service; a request without it stands for a policy that does not read the key.
        const service = answer.request.context.get("iam:passedtoservice")?.[0];
        return isAllowed(answer) && (answer.target.resource !== role.arn || service !== sagemaker);
      });
    });
    return verdictOf(findings);
  },
};

const sagemaker = "sagemaker.amazonaws.com";
