import { ask, isAllowed, judgeRequests, policyModel } from "../../iam/ask";
import { actionsNotInCatalog, allowedServices } from "../../iam/ask/allowed-actions";
import { permittedIamWrites } from "../../iam/questions/pipelines/permitted-iam-writes";
import { judgePipelineRoles } from "../../iam/questions/pipelines/pipelines";
import { isPermittedRequest, permittedDistinctions } from "../../iam/questions/roles/permitted-requests";
import { writeActionsOf } from "../../iam/questions/roles/privilege-escalation-actions";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { BootstrapPosture } from "../../posture/posture";
import { type Claim, verdictOf } from "../../verdict/claim";
import { findingsOf } from "../../verdict/findings";

/** Who can create a role and pass it to a service has every permission of that role. */
export const createdRolesCarryTheBoundary: Claim<BootstrapPosture> = {
  name: "created-roles-carry-the-boundary",
  title: "Created roles carry the boundary",
  meaning:
    "An apply role creates roles, and changes policies of roles, only with the declared boundary, and only under the environment's name prefix.",
  details: [
    "Every IAM action that changes something is evaluated. What is not listed here is refused, also for users, groups and access keys.",
    "No apply role can remove a boundary, or set another one.",
    "Without the boundary it may delete, tag, describe and re-trust roles, and change policies and instance profiles, all with the prefix.",
    "Roles with the prefix are passed only to SageMaker, EventBridge Scheduler, VPC flow logs, EC2, Service Catalog and Lambda.",
    "Roles of an inspection VPC are passed only to VPC flow logs.",
    "Service-linked roles may be created for services that environments use.",
  ],
  remedy:
    "Add the condition iam:PermissionsBoundary with the declared boundary to the statement, and limit its resources to the name prefix.",
  topic: "identities",
  postures: ["bootstrap"],
  controls: ["NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-6(10)", "NIST.800-53.r5 AC-5"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = judgePipelineRoles(subject, model, "apply", (role, pipeline) => {
      const statements = statementsOf(role.identityPolicies);
      const what = [
        ...(allowedServices(statements).includes("iam") ? writeActionsOf("iam") : []),
        ...actionsNotInCatalog(statements).filter(({ service }) => service === "iam" || service.includes("*")),
      ];
      const permitted = permittedIamWrites(model, pipeline);
      return what.length === 0
        ? findingsOf({ proofs: [{ text: `${role.address} may change nothing in IAM`, addresses: [role.address] }] })
        : judgeRequests(
            model,
            `what ${role.address} changes in IAM`,
            ask(model, { who: role, what, ...permittedDistinctions(permitted, statements, what) }),
            (answer) => isAllowed(answer) && !isPermittedRequest(answer, permitted),
          );
    });
    return verdictOf(findings);
  },
};
