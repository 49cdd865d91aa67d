import type { Claim } from "../claim";
import { actionsOf } from "../policies/action-catalogue";
import type { Answer } from "../policies/answers";
import { judgeableAmong } from "../policies/execution-roles";
import { newFindings } from "../policies/findings";
import { policyModel } from "../policies/policy-model";
import { roleAnswers } from "../policies/role-space";

/** Whoever runs a product acts through these roles: one that changes roles or code makes everybody who launches its owner. */
export const selfServiceCannotEscalate: Claim = {
  name: "self-service-cannot-escalate",
  meaning:
    "no role of the stack beside the execution role, be it of self-service, of a function or of a machine, changes an identity or a function, passes a role, or assumes one that the stack does not hold",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S3.8", "S3.9", "S3.15", "S3.20", "S3.21", "W12", "W16", "IAM.1", "IAM.21"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const findings = newFindings(model.text);
    const others = model.roles.filter(({ arn }) => !model.executionRoles.some((role) => role.arn === arn));
    const own = model.roles.map(({ arn }) => arn);
    if (others.length === 0) {
      findings.prove({ text: "the configuration holds no role beside the execution role", addresses: [] });
    }
    for (const role of judgeableAmong(others, model, findings)) {
      const found = roleAnswers(model, role, { actions: escalations(), resources: own.map((arn) => [arn]) });
      findings.judge(`what ${role.address} may turn into`, found, (answer) => isEscalation(answer, own));
    }
    return findings.verdict();
  },
};

/** Reading, and calling a function, change nobody's rights. */
function escalations() {
  const changing = [...actionsOf("iam"), ...actionsOf("lambda")].filter(
    ({ name, accessLevels }) =>
      accessLevels.some((level) => level !== "Read" && level !== "List") && !/^lambda:Invoke/.test(name),
  );
  return [...changing, ...actionsOf("sts").filter(({ name }) => name.startsWith("sts:AssumeRole"))];
}

/** A role of the stack is judged itself, whoever assumes it. */
function isEscalation({ decision, actions, target }: Answer, own: readonly string[]): boolean {
  const isChange = actions.some(({ name }) => !name.startsWith("sts:"));
  return decision.kind === "allowed" && (isChange || !own.includes(target.resource));
}
