import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import type { PolicyFindings } from "../common/policy-findings";
import { unknownConditionKeys } from "../common/unknown-condition-keys";
import { policiesOfRole } from "./requests-by-role";

/**
 * The execution roles whose requests can be decided. What is not understood of them becomes a doubt; where it may hold a
 * Deny, nothing that the role seems to be allowed is certain, and the role is left out.
 */
export function decidableExecutionRoles(model: PolicyModel, findings: PolicyFindings): readonly RoleWithPolicies[] {
  findings.addDoubt(...model.missingExecutionRoles);
  return decidableRoles(model.executionRoles, model, findings);
}

/** The same of any roles of the configuration. */
export function decidableRoles(
  roles: readonly RoleWithPolicies[],
  model: PolicyModel,
  findings: PolicyFindings,
): readonly RoleWithPolicies[] {
  return roles.filter((role) => {
    const unknownKeys = unknownConditionKeys([...policiesOfRole(role), ...role.trustPolicies], model.text);
    findings.addDoubt(...role.doubts, ...unknownKeys);
    return role.hasKnownDenies && unknownKeys.length === 0;
  });
}
