import type { Question } from "../../ask/ask";
import type { IamAction } from "../../aws/action-catalog";
import type { Statement } from "../../language/parse-policy";
import type { DecidedRequest } from "../../request-space/requests/decided-requests";
import { actsOnAny, hasOnly } from "../../request-space/requests/example-request";
import type { ValueTest } from "../../request-space/statements/distinctions";
import { actionsNamedBy } from "../../request-space/statements/statement-queries";

/** Requests that a role may make. */
export interface PermittedRequest {
  readonly actions: RegExp;
  /** ARN patterns. @default - every resource */
  readonly resourceArns?: readonly string[];
  /** Condition keys that the request must have, with values that fit alone. @default - none */
  readonly when?: readonly ValueTest[];
}

/** Whether every action of the request is permitted on its resource. */
export function isPermittedRequest(
  answer: DecidedRequest<string>,
  permittedRequests: readonly PermittedRequest[],
): boolean {
  return answer.actions.every(({ name }) =>
    permittedRequests.some(
      (permitted) =>
        permitted.actions.test(name) &&
        (permitted.resourceArns === undefined || actsOnAny(answer, permitted.resourceArns)) &&
        (permitted.when ?? []).every((test) => hasOnly(answer, test)),
    ),
  );
}

/** What a question must distinguish so that {@link isPermittedRequest} can decide, for the actions that some Allow names. */
export function permittedDistinctions(
  permittedRequests: readonly PermittedRequest[],
  statements: readonly Statement[],
  actions: readonly IamAction[],
): Required<Pick<Question<string>, "distinguishes" | "distinguishedArns">> {
  const allowing = statements.filter(({ effect }) => effect === "Allow");
  const allowed = actionsNamedBy(allowing, actions);
  const named = permittedRequests.filter((permitted) => allowed.some(({ name }) => permitted.actions.test(name)));
  return {
    distinguishes: [...new Set(named.flatMap(({ when = [] }) => when))],
    distinguishedArns: named.flatMap(({ resourceArns = [] }) => (resourceArns.length === 0 ? [] : [resourceArns])),
  };
}
