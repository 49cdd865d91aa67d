import { policyModel } from "../../iam/attachments/policy-model";
import { newPolicyFindings } from "../../iam/questions/common/policy-findings";
import { decidableRoles } from "../../iam/questions/roles/decidable-roles";
import { permittedWritesOfOtherRoles } from "../../iam/questions/roles/permitted-writes";
import { writeActionsOf } from "../../iam/questions/roles/privilege-escalation-actions";
import { decideWriteRequests, isPermittedWrite } from "../../iam/questions/roles/write-access";
import type { Claim } from "../../verdict/claim";

/**
 * Whoever runs a product acts through these roles: one that changes roles, code, tags of people or the network makes everybody
 * who launches its owner.
 */
export const selfServiceCannotEscalate: Claim = {
  name: "self-service-cannot-escalate",
  meaning:
    "no role of the stack beside the execution role, be it of self-service, of a function or of a machine, changes anything but what it is there for: it logs, runs an agent or a function's interface, leaves messages, launches and stops what the stack holds, and assumes roles of the stack",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["S3.8", "S3.9", "S3.15", "S3.20", "S3.21", "W12", "W16", "IAM.1", "IAM.21"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const findings = newPolicyFindings(model.text);
    if (model.otherRoles.length === 0) {
      findings.addProof({ text: "the configuration holds no role beside the execution role", addresses: [] });
    }
    const excuses = permittedWritesOfOtherRoles(configuration, model);
    for (const role of decidableRoles(model.otherRoles, model, findings)) {
      const found = decideWriteRequests(model, role, { actionsToCheck: writeActionsOf, permittedWrites: excuses });
      findings.addDecisions(
        `what ${role.address} may change`,
        found,
        (answer) => answer.decision.kind === "allowed" && !isPermittedWrite(answer, excuses),
      );
    }
    return findings.verdict();
  },
};
