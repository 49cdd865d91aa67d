import type { DecidedRequest } from "../../request-space/requests/decided-requests";

/**
 * The best answer for each caller, action and resource. Callers choose the headers of their requests and the address that they
 * come from, so an action is possible where any combination of them is allowed.
 */
export function mostFavorable(answers: Iterable<DecidedRequest>): Iterable<DecidedRequest> {
  const chosen = new Map<string, DecidedRequest>();
  for (const answer of answers) {
    const key = `${answer.caller.label} ${answer.target.resource} ${answer.target.ownerLabel} ${answer.request.action}`;
    const previous = chosen.get(key);
    if (previous === undefined || rank(answer) > rank(previous)) {
      chosen.set(key, answer);
    }
  }
  return chosen.values();
}

function rank({ decision: { kind } }: DecidedRequest): number {
  return { allowed: 2, unknown: 1 }[kind as string] ?? 0;
}
