import {
  cachedCheck,
  isAllowed,
  judgeRequests,
  judgeRoles,
  policyModel,
  principalsOf,
  type RoleWithPolicies,
} from "../../iam/ask";
import {
  additionalReadsOfServiceRoles,
  askReads,
  permittedReadsOfRoles,
} from "../../iam/questions/roles/permitted-reads";
import { isPermittedRequest, type PermittedRequest } from "../../iam/questions/roles/permitted-requests";
import { judgeByRoleCallers } from "../../iam/questions/roles/role-callers";
import { type Claim, verdictOf } from "../../verdict/claim";
import { mergeFindings, notApplicable } from "../../verdict/findings";

/** A secret, a stack output or another team's table is data too, and some reads return credentials. */
export const readsStayInStack: Claim = {
  name: "reads-stay-in-stack",
  title: "Roles read only what is listed",
  meaning:
    "A role of the stack reads data, secrets, parameters and messages, and uses keys, only of the stack, except for listed reads.",
  details: [
    "Every action of access level Read or List, and every use of a KMS key, is evaluated for every AWS service.",
    "Listed are SageMaker, its job logs, container images of the account, metrics, and names and settings of networks and products.",
    "Objects that AWS publishes for every customer, such as JumpStart models, may be read.",
    "Outputs of Service Catalog products are readable only for the user who launched them.",
    "Roles that only functions, instances and Service Catalog assume may also read agent messages, product stacks and their templates.",
    "IAM users of the stack, and members of its groups, are evaluated as its roles are.",
  ],
  remedy: "Remove the action from the role's policies, or name the stack's resources in Resource.",
  topic: "data",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 AC-3", "NIST.800-53.r5 AC-6", "KMS.1", "KMS.2"],
  decide({ configuration }) {
    const model = policyModel(configuration);
    const people = permittedReadsOfRoles(configuration, model);
    const services = [...people, ...additionalReadsOfServiceRoles(model)];
    const findings = judgeRoles(model, principalsOf(model), (role) =>
      model.executionRoles.includes(role) || model.users.includes(role)
        ? judgeReads(model, role, people)
        : judgeByRoleCallers(role, (kind) => judgeReads(model, role, kind === "any role" ? people : services)),
    );
    return verdictOf(mergeFindings([findings, notApplicable("the configuration contains no IAM role")]));
  },
};

const judgeReads = cachedCheck((model, role: RoleWithPolicies, permittedReads: readonly PermittedRequest[]) =>
  judgeRequests(
    model,
    `what ${role.address} may read`,
    askReads(model, role, permittedReads),
    (answer) => isAllowed(answer) && !isPermittedRequest(answer, permittedReads),
  ),
);
