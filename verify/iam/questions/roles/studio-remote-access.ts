import type { PolicyModel } from "../../attachments/policy-model";
import type { Role } from "../../attachments/roles";
import { actionsOf, mayCarry } from "../../aws/action-catalog";
import type { Findings } from "../common/policy-findings";
import { roleAnswers } from "./requests-by-role";

/**
 * Settings by which somebody outside the VPC comes in with nothing but credentials, past every endpoint: a debug shell in a
 * job, and an editor elsewhere that is joined to a space.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/train-remote-debugging.html
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/remote-access.html
 */
const openings = [
  { key: "sagemaker:enableremotedebug", opened: "true", what: "debug shells" },
  { key: "sagemaker:remoteaccess", opened: "ENABLED", what: "remote editors" },
] as const;

/** Judges whether what the role starts can be entered from outside. */
export function judgeRemoteAccess(model: PolicyModel, role: Role, findings: Findings): void {
  for (const { key, opened, what } of openings) {
    const actions = actionsOf("sagemaker").filter((action) => mayCarry(action, key));
    findings.judge(
      `${what} in what ${role.address} starts`,
      roleAnswers(model, role, { actions, groups: { [key]: [opened] } }),
      ({ decision, request }) => decision.kind === "allowed" && (request.context.get(key)?.includes(opened) ?? false),
    );
  }
}
