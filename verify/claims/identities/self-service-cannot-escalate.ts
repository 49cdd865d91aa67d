import { cachedCheck, isAllowed, judgeRequests, judgeRoles, policyModel, type RoleWithPolicies } from "../../iam/ask";
import { isPermittedRequest, type PermittedRequest } from "../../iam/questions/roles/permitted-requests";
import {
  additionalWritesOfServiceRoles,
  askWrites,
  permittedWritesOfOtherRoles,
} from "../../iam/questions/roles/permitted-writes";
import { writeActionsOf } from "../../iam/questions/roles/privilege-escalation-actions";
import { judgeByRoleCallers } from "../../iam/questions/roles/role-callers";
import { type Claim, verdictOf } from "../../verdict/claim";
import { notApplicable } from "../../verdict/findings";

/**
 * Users of self-service act through these roles. A role that changes roles, code, tags of users or the network
 * would give those permissions to every user of self-service.
 */
export const selfServiceCannotEscalate: Claim = {
  name: "self-service-cannot-escalate",
  title: "Other roles change only what they need",
  meaning:
    "No role of the stack, apart from the execution role, can change anything except what its function requires.",
  details: [
    "Permitted are logs, metrics and use of keys.",
    "Also permitted: start or stop the stack's instances, send to its queues, launch its Service Catalog products.",
    "They may invoke the stack's functions, assume the stack's roles, and create presigned URLs.",
    "Roles that only functions, instances and Service Catalog assume may also manage network interfaces, agent channels and product stacks.",
    "Every other write action of every AWS service is evaluated.",
    "IAM users of the stack, and members of its groups, are evaluated as its roles are.",
  ],
  remedy: "Remove the action from the role's policies, or limit it to resources of the stack.",
  topic: "identities",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["IAM.1", "IAM.21", "NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-5"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const ofAny = permittedWritesOfOtherRoles(configuration, model);
    const ofServiceRoles = [...ofAny, ...additionalWritesOfServiceRoles(model)];
    const others = [...model.otherRoles, ...model.users];
    const findings = judgeRoles(model, others, (role) =>
      model.users.includes(role)
        ? judgeWrites(model, role, ofAny)
        : judgeByRoleCallers(role, (kind) => judgeWrites(model, role, kind === "any role" ? ofAny : ofServiceRoles)),
    );
    return verdictOf(others.length > 0 ? findings : onlyExecutionRoles);
  },
};

const judgeWrites = cachedCheck((model, role: RoleWithPolicies, permittedWrites: readonly PermittedRequest[]) =>
  judgeRequests(
    model,
    `what ${role.address} may change`,
    askWrites(model, role, { actionsToCheck: writeActionsOf, permittedWrites }),
    (answer) => isAllowed(answer) && !isPermittedRequest(answer, permittedWrites),
  ),
);

const onlyExecutionRoles = notApplicable("the configuration contains no role other than the execution role", "role");
