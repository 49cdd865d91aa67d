import { closingLines, headline, rankSections, rankTitles } from "../../review/report/headline";
import type { Review } from "../../review/review";
import { outcomeOf } from "../../review/review-outcome";
import { acceptedRemark } from "../../verify/acceptance/acceptance-notes";
import { unnamedAddresses } from "../../verify/report/evidence/unnamed-addresses";
import type { Difference } from "./page-model";

/** A review as the page shows it: every difference with its details, the worst first. */
export function differenceOf(review: Review): Difference {
  const sections = rankSections(review);
  return {
    kind: "compared",
    headline: headline(review, sections),
    outcome: outcomeOf(review),
    sections: sections.map(({ rank, differences }) => ({
      rank,
      title: rankTitles[rank],
      items: differences.map(({ text, details = [], addresses, accepted }) => ({
        text: `${text}${acceptedRemark(accepted)}`,
        details,
        addresses: unnamedAddresses({ text, addresses }),
      })),
    })),
    closing: closingLines(review, { verbose: false }),
  };
}
