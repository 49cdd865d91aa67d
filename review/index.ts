/** The plan review as a library. Everything else is internal. */
export { type BeforeAndAfter, beforeAndAfterOfFiles, beforeAndAfterOfPlan, type ReviewInput } from "./before-and-after";
export type { ReviewDifference, Severity } from "./model/review-difference";
export { type ReviewFormat, renderReview } from "./report/render-review";
export { type ApprovalRule, type Review, type ReviewOptions, review } from "./review";
export { outcomeOf, type ReviewOutcome } from "./review-outcome";
