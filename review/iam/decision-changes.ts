import { authorize, type Decision, type PolicySet } from "../../verify/iam/evaluation/authorize";
import type { Statement } from "../../verify/iam/language/parse-policy";
import {
  type RequestClass,
  type RequestSpace,
  requestClasses,
} from "../../verify/iam/request-space/requests/request-space";
import type { Severity } from "../model/review-difference";

/** A class of requests that the policies decide otherwise than before. */
export interface DecisionChange extends RequestClass {
  readonly before: Decision;
  readonly after: Decision;
}

/** What is asked of two sides. */
export interface DecisionComparison {
  /** A space that knows the statements of both. */
  readonly space: RequestSpace;
  /** Statements that only one of them holds. */
  readonly changed: readonly Statement[];
  readonly before: PolicySet;
  readonly after: PolicySet;
}

/** Decides every class of the space by each side. A Deny that only one side holds settles nothing for the other. */
export function* decisionChanges({ space, changed, before, after }: DecisionComparison): Generator<DecisionChange> {
  const oneSided = new Set(changed);
  for (const requests of requestClasses({ ...space, isDecisiveDeny: (denial) => !oneSided.has(denial) })) {
    const { request, knownMatches } = requests;
    const [was, is] = [authorize(request, before, knownMatches), authorize(request, after, knownMatches)];
    if (decisionOutcomeOf(was) !== decisionOutcomeOf(is)) {
      yield { ...requests, before: was, after: is };
    }
  }
}

export type DecisionOutcome = "allowed" | "refused" | "unknown";

export function decisionOutcomeOf({ kind }: Decision): DecisionOutcome {
  return kind === "allowed" || kind === "unknown" ? kind : "refused";
}

const severityByOutcome = { allowed: "opens", refused: "closes", unknown: "unclear" } as const satisfies Record<
  DecisionOutcome,
  Severity
>;

/** What it means to a reviewer; what may or may not be allowed afterwards is never taken for refused. */
export function severityOfChange({ after }: DecisionChange): "opens" | "closes" | "unclear" {
  return severityByOutcome[decisionOutcomeOf(after)];
}
