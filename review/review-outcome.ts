import { perimeterHolds } from "../verify/claims/decide-claims";
import { budgetOutcome } from "./cost/cost-change";
import { type Rank, rankOf } from "./model/difference-kinds";
import type { ReviewDifference } from "./model/review-difference";
import type { Severity } from "./model/severity";
import type { ApprovalRule, ReviewForText } from "./review";

/** What a review asks of its reader; the command turns it into its exit code. */
export type ReviewOutcome = "nothing to approve" | "needs approval" | "a claim is not proved" | "over budget";

const seriousSeverities: readonly Severity[] = ["opens", "unclear", "executes"];

/** Losses that nobody can undo, or that hide what happens later. */
const seriousLosses: readonly Rank[] = ["data", "detection"];

/** Whether somebody must approve a difference. */
export function needsApproval(difference: ReviewDifference, approval?: ApprovalRule): boolean {
  const { severity, accepted } = difference;
  const isSerious =
    seriousSeverities.includes(severity) ||
    (severity === "loses" && (approval === "every loss" || seriousLosses.includes(rankOf(difference))));
  return isSerious && accepted === undefined;
}

/**
 * Whether somebody must approve the change: something opens, cannot be determined or runs, data or detection is lost, or the review has a
 * rule that asks for more. Comments, reports and exit codes all ask here, so that none says something else.
 */
export function outcomeOf({ after, differences, cost, budget, approval }: ReviewForText): ReviewOutcome {
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
    approval === "every change" ||
    differences.some((difference) => needsApproval(difference, approval))
    ? "needs approval"
    : "nothing to approve";
}
