import { perimeterHolds } from "../verify/claims/decide-claims";
import { budgetOutcome } from "./cost/cost-change";
import { type Rank, rankOf } from "./model/difference-kinds";
import type { ReviewDifference } from "./model/review-difference";
import type { Severity } from "./model/severity";
import type { ReviewForText } from "./review";

/** What a review asks of its reader; the command turns it into its exit code. */
export type ReviewOutcome = "nothing to approve" | "needs approval" | "a claim is not proved" | "over budget";

const seriousSeverities: readonly Severity[] = ["opens", "unclear", "executes"];

/** Losses that nobody can undo, or that hide what happens later. */
const seriousLosses: readonly Rank[] = ["data", "detection"];

function needsApproval(difference: ReviewDifference, strict: boolean): boolean {
  const { severity, accepted } = difference;
  const isSerious =
    seriousSeverities.includes(severity) ||
    (severity === "loses" && (strict || seriousLosses.includes(rankOf(difference))));
  return isSerious && accepted === undefined;
}

/**
 * Whether somebody must approve the change: something opens, cannot be determined or runs, or data or detection is lost.
 *
 * @param strict also a loss of a service or of a safeguard needs approval
 */
export function outcomeOf({ after, differences, cost, budget }: ReviewForText, strict = false): ReviewOutcome {
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
    differences.some((difference) => needsApproval(difference, strict))
    ? "needs approval"
    : "nothing to approve";
}
