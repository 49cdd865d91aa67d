/**
 * What a claim about policies imports: the questions, their answers as findings, and the words to ask with.
 *
 * @see docs/contributors/writing-a-claim.md
 */
export { type PolicyModel, policyModel, principalsOf } from "../attachments/policy-model";
export type { RoleWithPolicies } from "../attachments/role-with-policies";
export { actionsOfService, type IamAction, supportsConditionKey } from "../aws/action-catalog";
export { requestContextOf } from "../language/authorization-request";
export { actsOnAny, hasKey, hasOnly, hasSome } from "../request-space/requests/example-request";
export { type ValueTest, valueTest } from "../request-space/statements/distinctions";
export { type Answer, type AskedCallers, type AskedModel, ask, type Question } from "./ask";
export { cachedCheck, noFacts } from "./cached-check";
export {
  doubtsAboutRole,
  isAllowed,
  judgeExecutionRoles,
  judgeRequests,
  judgeResources,
  judgeRoles,
  policyDoubts,
} from "./judge";
export { alikeJudge } from "./judge-alike";
export {
  comesFrom,
  distinguishingPathsBy,
  fromAnywhere,
  fromInternet,
  fromOutside,
  type RequestOrigin,
  throughEndpoint,
} from "./origins";
export {
  type AskedResources,
  bucketAndObjects,
  kmsKey,
  logGroup,
  type NamedResource,
  objectsOf,
  type ResourceFacts,
  type RoleTrust,
  resourceFacts,
  resourcesOfAccount,
  resourcesOfAnyone,
  roleToAssume,
  snsTopic,
  trustOf,
} from "./resources";
