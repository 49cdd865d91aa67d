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
  title: "Other roles change only what they need",
  meaning:
    "No role of the stack, apart from the execution role, can change anything except what its function requires.",
  details: [
    "Permitted are logs, metrics, use of keys, network interfaces of functions, and Systems Manager agent channels.",
    "Also permitted: start or stop the stack's instances, send to its queues, launch its Service Catalog products.",
    "They may invoke the stack's functions, assume the stack's roles, and create presigned URLs.",
    "Every other write action of every AWS service is evaluated.",
  ],
  remedy: "Remove the action from the role's policies, or limit it to resources of the stack.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["IAM.1", "IAM.21", "NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-5"],
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
