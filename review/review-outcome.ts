import { perimeterHolds } from "../verify/claims/decide-claims";
import { budgetOutcome } from "./cost/cost-change";
import type { Severity } from "./model/severity";
import type { Review } from "./review";

/** What a review asks of its reader; the command turns it into its exit code. */
export type ReviewOutcome = "nothing to approve" | "needs approval" | "a claim is not proved" | "over budget";

/**
 * Whether somebody must approve the change.
 *
 * @param strict also a loss of data or of a service needs approval
 */
export function outcomeOf({ after, differences, cost, budget }: Review, strict = false): ReviewOutcome {
  const serious: readonly Severity[] = ["opens", "unclear", "executes", ...(strict ? (["loses"] as const) : [])];
  const isProved = after === undefined || perimeterHolds(after);
  if (!isProved) {
    return "a claim is not proved";
  }
  const spending = cost === undefined || budget === undefined ? "kept" : budgetOutcome(cost, budget);
  if (spending === "exceeded") {
    return "over budget";
  }
  return after === undefined ||
    spending === "cannot be told" ||
    differences.some(({ severity, accepted }) => accepted === undefined && serious.includes(severity))
    ? "needs approval"
    : "nothing to approve";
}
