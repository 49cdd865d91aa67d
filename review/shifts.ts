import { type Authority, type Decision, decide } from "../verify/policies/evaluate";
import { type RequestClass, requestClasses, type Space } from "../verify/policies/request-space";
import type { Severity } from "./difference";

/** A class of requests that the policies decide otherwise than before. */
export interface Shift extends RequestClass {
  readonly before: Decision;
  readonly after: Decision;
}

/** Decides every class of a space that knows the statements of both sides, by each side. */
export function* shiftsIn(space: Space, before: Authority, after: Authority): Generator<Shift> {
  for (const requests of requestClasses(space)) {
    const { request, irrelevant } = requests;
    const [was, is] = [decide(request, before, irrelevant), decide(request, after, irrelevant)];
    if (outcomeOf(was) !== outcomeOf(is)) {
      yield { ...requests, before: was, after: is };
    }
  }
}

export type Outcome = "allowed" | "refused" | "unknown";

export function outcomeOf({ kind }: Decision): Outcome {
  return kind === "allowed" || kind === "unknown" ? kind : "refused";
}

const meanings = { allowed: "opens", refused: "closes", unknown: "unclear" } as const satisfies Record<
  Outcome,
  Severity
>;

/** What it means to a reviewer; what may or may not be allowed afterwards is never taken for refused. */
export function meaningOf({ after }: Shift): "opens" | "closes" | "unclear" {
  return meanings[outcomeOf(after)];
}
