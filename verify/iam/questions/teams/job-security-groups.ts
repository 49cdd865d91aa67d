import { type Findings, findingsOf } from "../../../verdict/findings";
import {
  type Answer,
  type AskedModel,
  actionsOfService,
  ask,
  hasKey,
  hasOnly,
  hasSome,
  isAllowed,
  judgeRequests,
  type RoleWithPolicies,
  supportsConditionKey,
  type ValueTest,
  valueTest,
} from "../../ask";

const groupsKey = "sagemaker:vpcsecuritygroupids";

/**
 * Judges whether jobs of the role may be in a security group whose members reach each other, unless it is of the role's team.
 *
 * @param groups IDs of such groups
 */
export function judgeSecurityGroups(model: AskedModel, role: RoleWithPolicies, groups: readonly string[]): Findings {
  const within = valueTest(groupsKey, groups);
  return judgeRequests(
    model,
    `security groups of jobs that ${role.address} starts`,
    jobStarts(model, role, within),
    (answer) => isAllowed(answer) && hasSome(answer, within),
  );
}

/** Judges whether jobs of the role may be in a security group that the configuration does not contain: its rules are not known. */
export function judgeUnknownGroups(model: AskedModel, role: RoleWithPolicies, known: readonly string[]): Findings {
  const within = valueTest(groupsKey, known);
  const { counterexamples, doubts } = judgeRequests(
    model,
    `security groups elsewhere of jobs that ${role.address} starts`,
    jobStarts(model, role, within),
    (answer) => isAllowed(answer) && hasKey(answer, within) && !hasOnly(answer, within),
  );
  return findingsOf({ doubts: [...counterexamples, ...doubts] });
}

/** Requests of the role that put a job into security groups, distinguished by which. */
function jobStarts(
  model: AskedModel,
  role: RoleWithPolicies,
  within: ValueTest<typeof groupsKey>,
): Iterable<Answer<typeof groupsKey>> {
  return ask(model, {
    who: role,
    what: actionsOfService("sagemaker").filter((action) => supportsConditionKey(action, groupsKey)),
    distinguishes: [within],
  });
}
