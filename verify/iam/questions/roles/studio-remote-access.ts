import type { PolicyModel } from "../../attachments/policy-model";
import type { RoleWithPolicies } from "../../attachments/role-with-policies";
import { actionsOfService, supportsConditionKey } from "../../aws/action-catalog";
import type { PolicyFindings } from "../common/policy-findings";
import { decideRoleRequests } from "./requests-by-role";

/**
 * Settings by which somebody outside the VPC comes in with nothing but credentials, past every endpoint: a debug shell in a
 * job, and an editor elsewhere that is joined to a space.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-remote-debugging.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access.html
 */
const remoteAccessSettings = [
  { key: "sagemaker:enableremotedebug", opened: "true", what: "debug shells" },
  { key: "sagemaker:remoteaccess", opened: "ENABLED", what: "remote editors" },
] as const;

/** Judges whether what the role starts can be entered from outside. */
export function judgeRemoteAccess(model: PolicyModel, role: RoleWithPolicies, findings: PolicyFindings): void {
  for (const { key, opened, what } of remoteAccessSettings) {
    const actions = actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, key));
    findings.addDecisions(
      `${what} in what ${role.address} starts`,
      decideRoleRequests(model, role, { actions, distinguishedValues: { [key]: [opened] } }),
      ({ decision, request }) => decision.kind === "allowed" && (request.context.get(key)?.includes(opened) ?? false),
    );
  }
}
