import {
  ask,
  cachedCheck,
  isAllowed,
  judgeRequests,
  policyModel,
  type RoleWithPolicies,
  resourcesOfAnyone,
} from "../../iam/ask";
import { actionsNotInCatalog, allowedServices } from "../../iam/ask/allowed-actions";
import { permittedWritesOfApplies } from "../../iam/questions/pipelines/permitted-writes-of-applies";
import { judgePipelineRoles } from "../../iam/questions/pipelines/pipelines";
import {
  isPermittedRequest,
  type PermittedRequest,
  permittedDistinctions,
} from "../../iam/questions/roles/permitted-requests";
import { writeActionsOf } from "../../iam/questions/roles/privilege-escalation-actions";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { BootstrapPosture } from "../../posture/posture";
import { type Claim, verdictOf } from "../../verdict/claim";

/** What an apply can change is what a reviewer of a pull request must think of. */
export const applyRolesChangeOnlyTheirEnvironment: Claim<BootstrapPosture> = {
  name: "apply-roles-change-only-their-environment",
  title: "Apply roles change only their environment",
  meaning:
    "An apply role changes only what Terraform manages in an environment of this account, and resources with names only under the declared prefix.",
  details: [
    "Every action of every service except IAM that changes something is evaluated, on resources of every account.",
    "Permitted actions are a list by resource type. Rule groups that AWS manages are among the resources.",
    "Transit gateways and their tables are changed only for an inspection VPC. It has no instance, endpoint, bucket, function or Studio.",
    "Keys must have the tag Environment with the name of the environment. SSM parameters are below /studio-perimeter and its name.",
    "ARNs of VPC resources, resolver rules, domains, file systems and products contain IDs, so all of the account are permitted.",
    "An ARN with a Region names the Region that is declared for the environment, or else that of the stack.",
    "What has no Region in its ARN, such as a new key, log delivery or bucket, is requested in that Region. Route 53 is global.",
    "The state is permitted to write and the lock to write and delete. Changes in IAM are claims of their own.",
  ],
  remedy:
    "Remove the action from the apply role's policies, or limit it to ARNs with the name prefix. Limit what has no ARN by aws:RequestedRegion.",
  topic: "identities",
  postures: ["bootstrap"],
  controls: ["NIST.800-53.r5 AC-6", "NIST.800-53.r5 CM-5", "IAM.21"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = judgePipelineRoles(subject, model, "apply", (role, pipeline) =>
      judgeRole(model, role, permittedWritesOfApplies(model, role, pipeline)),
    );
    return verdictOf(findings);
  },
};

const judgeRole = cachedCheck((model, role: RoleWithPolicies, permitted: readonly PermittedRequest[]) => {
  const statements = statementsOf(role.identityPolicies);
  const services = allowedServices(statements).filter((service) => service !== "iam");
  const unlisted = actionsNotInCatalog(statements).filter(({ service }) => service !== "iam");
  const what = [...services.flatMap(writeActionsOf), ...unlisted];
  return judgeRequests(
    model,
    `what ${role.address} may change`,
    ask(model, { who: role, what, on: resourcesOfAnyone, ...permittedDistinctions(permitted, statements, what) }),
    (answer) => isAllowed(answer) && !isPermittedRequest(answer, permitted),
  );
});
