import { authorize, type Decision, type PolicySet } from "../../verify/iam/evaluation/authorize";
import type { Statement } from "../../verify/iam/language/parse-policy";
import {
  type RequestClass,
  type RequestSpace,
  requestClasses,
} from "../../verify/iam/request-space/requests/request-space";
import type { Severity } from "../model/review-difference";

/** A class of requests with a different decision after the change. */
export type DecisionChange = RequestClass<{ readonly before: Decision; readonly after: Decision }>;

/** Two policy sets to compare. */
export interface DecisionComparison {
  /** The requests to decide; distinguishes what the statements of both sides distinguish. */
  readonly space: RequestSpace;
  /** Statements that only one side has. */
  readonly changed: readonly Statement[];
  readonly before: PolicySet;
  readonly after: PolicySet;
}

/** Decides every class of requests with both policy sets. A Deny of only one side does not decide for the other. */
export function* decisionChanges({ space, changed, before, after }: DecisionComparison): Generator<DecisionChange> {
  const oneSided = new Set(changed);
  const compared: RequestSpace = { ...space, isDecisiveDeny: (denial) => !oneSided.has(denial) };
  const classes = requestClasses(compared, (request, knownMatches, applies) => ({
    before: authorize(request, before, knownMatches, applies),
    after: authorize(request, after, knownMatches, applies),
  }));
  for (const requests of classes) {
    const { decision } = requests;
    if (decisionOutcomeOf(decision.before) !== decisionOutcomeOf(decision.after)) {
      yield requests;
    }
  }
}

/** What a decision comes to for the caller; explicit and implicit denies are one. */
export type DecisionOutcome = "allowed" | "refused" | "unknown";

function decisionOutcomeOf({ kind }: Decision): DecisionOutcome {
  return kind === "allowed" || kind === "unknown" ? kind : "refused";
}

const severityByOutcome = { allowed: "opens", refused: "closes", unknown: "unclear" } as const satisfies Record<
  DecisionOutcome,
  Severity
>;

/** Severity by the decision after the change. An unknown decision is never treated as a refusal. */
export function severityOfChange({ decision: { after } }: DecisionChange): "opens" | "closes" | "unclear" {
  return severityByOutcome[decisionOutcomeOf(after)];
}
