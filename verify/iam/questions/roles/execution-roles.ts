import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import type { Findings } from "../common/policy-findings";
import { misspeltKeys } from "../common/unknown-condition-keys";
import { policiesOn } from "./requests-by-role";

/**
 * The execution roles whose requests can be decided. What is not understood of them becomes a doubt; where it may hold a
 * Deny, nothing that the role seems to be allowed is certain, and the role is left out.
 */
export function judgeableRoles(model: PolicyModel, findings: Findings): readonly Role[] {
  findings.doubt(...model.foreignExecutionRoles);
  return judgeableAmong(model.executionRoles, model, findings);
}

/** The same of any roles of the configuration. */
export function judgeableAmong(roles: readonly Role[], model: PolicyModel, findings: Findings): readonly Role[] {
  return roles.filter((role) => {
    const misspelt = misspeltKeys([...policiesOn(role), ...role.trust], model.text);
    findings.doubt(...role.doubts, ...misspelt);
    return role.isBounded && misspelt.length === 0;
  });
}
