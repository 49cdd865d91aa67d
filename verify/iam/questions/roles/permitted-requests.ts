import type { IamAction } from "../../aws/action-catalog";
import { actionMatches } from "../../evaluation/statement-matching";
import type { RequestContext } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { matchesAnyArn } from "../../request-space/resources/target-resources";

/** Requests that a role may make. */
export interface PermittedRequest {
  readonly actions: RegExp;
  /** ARN patterns. @default - every resource */
  readonly resourceArns?: readonly string[];
  /** Whether a request with this context is permitted. @default - every context */
  readonly when?: (context: RequestContext) => boolean;
}

/** Whether every action of the request is permitted on its resource. */
export function isPermittedRequest(
  { actions, target, request }: DecidedRequest,
  permittedRequests: readonly PermittedRequest[],
): boolean {
  return actions.every(({ name }) =>
    permittedRequests.some(
      (permitted) =>
        permitted.actions.test(name) &&
        (permitted.resourceArns === undefined || matchesAnyArn(permitted.resourceArns, target.resource)) &&
        (permitted.when === undefined || permitted.when(request.context)),
    ),
  );
}

/** ARN patterns of the permitted requests, one group for each that allows one of the actions. */
export function permittedArnGroups(
  permittedRequests: readonly PermittedRequest[],
  statements: readonly Statement[],
  actions: readonly IamAction[],
): readonly (readonly string[])[] {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  const isAllowedAction = ({ name }: IamAction): boolean =>
    allowing.some(({ action }) => actionMatches(action, name) !== "no");
  return permittedRequests
    .filter((permitted) => actions.some((action) => permitted.actions.test(action.name) && isAllowedAction(action)))
    .flatMap(({ resourceArns = [] }) => (resourceArns.length === 0 ? [] : [resourceArns]));
}
