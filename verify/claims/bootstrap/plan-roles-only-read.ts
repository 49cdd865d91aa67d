import {
  actionsOfService,
  ask,
  cachedCheck,
  isAllowed,
  judgeRequests,
  policyModel,
  type RoleWithPolicies,
  resourcesOfAnyone,
} from "../../iam/ask";
import { actionsNotInCatalog, allowedServices } from "../../iam/ask/allowed-actions";
import { permittedRequestsOfPlans } from "../../iam/questions/pipelines/permitted-requests-of-plans";
import { judgePipelineRoles } from "../../iam/questions/pipelines/pipelines";
import {
  isPermittedRequest,
  type PermittedRequest,
  permittedDistinctions,
} from "../../iam/questions/roles/permitted-requests";
import { statementsOf } from "../../iam/request-space/statements/statement-queries";
import type { BootstrapPosture } from "../../posture/posture";
import { type Claim, verdictOf } from "../../verdict/claim";

/** A plan runs the programs of a pull request before its review, with the credentials of this role. */
export const planRolesOnlyRead: Claim<BootstrapPosture> = {
  name: "plan-roles-only-read",
  title: "Plan roles change nothing and read no data",
  meaning:
    "A plan role can change nothing, and reads nothing but names, settings, the state of its environment, and what Terraform wrote there.",
  details: [
    "Every action of every AWS service that its policies allow is evaluated, on resources of every account.",
    "Names and settings are a list of reads that Terraform calls for an environment, with user data of instances and settings of VPNs.",
    "For an inspection VPC the list is shorter: the network, its firewalls, keys, logs and roles, and transit gateways.",
    "What Terraform wrote are code of functions, Service Catalog templates and SSM parameters. AWS's public parameters are included.",
    "What Terraform wrote is in the Region that is declared for the environment, or else that of the stack.",
    "The state is one object. Keys of the stack decrypt only through S3.",
  ],
  remedy: "Remove the action from the plan role's policies, or limit it to settings of the environment.",
  topic: "identities",
  postures: ["bootstrap"],
  controls: ["NIST.800-53.r5 AC-6", "NIST.800-53.r5 AC-6(1)", "NIST.800-53.r5 CM-5"],
  decide(subject) {
    const model = policyModel(subject.configuration);
    const findings = judgePipelineRoles(subject, model, "plan", (role, pipeline) =>
      judgeRole(model, role, permittedRequestsOfPlans(model, pipeline)),
    );
    return verdictOf(findings);
  },
};

const judgeRole = cachedCheck((model, role: RoleWithPolicies, permitted: readonly PermittedRequest[]) => {
  const statements = statementsOf(role.identityPolicies);
  const what = [...allowedServices(statements).flatMap(actionsOfService), ...actionsNotInCatalog(statements)];
  return judgeRequests(
    model,
    `what ${role.address} may do`,
    ask(model, { who: role, what, on: resourcesOfAnyone, ...permittedDistinctions(permitted, statements, what) }),
    (answer) => isAllowed(answer) && !isPermittedRequest(answer, permitted),
  );
});
