import type { ReportedStack } from "../../verify/report/reported-stack";
import { type DifferenceKind, kindOf } from "../model/difference-kinds";
import type { ReviewDifference } from "../model/review-difference";
import type { Review } from "../review";

/** The result of a review as a verified stack, if something remains to verify. */
export function reportedStack({ name, file, after, acceptances }: Review): readonly ReportedStack[] {
  return after === undefined
    ? []
    : [{ name, file, subject: after, claimResults: after.claimResults, ...(acceptances && { acceptances }) }];
}

/** The differences that are not about claims, which the reports of a verified stack list themselves. */
export function reportedDifferences({ after, differences }: Review): readonly ReviewDifference[] {
  const aboutClaims: readonly DifferenceKind[] = ["claim-lost", "claim-worsened", "claim-unproved", "standing-claim"];
  return differences.filter((difference) => after === undefined || !aboutClaims.includes(kindOf(difference)));
}
