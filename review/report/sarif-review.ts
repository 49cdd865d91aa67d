import {
  claimResultsOf,
  claimRules,
  locationsOf,
  type SarifResult,
  type SarifRule,
  sarifFingerprint,
  sarifLog,
} from "../../verify/report/sarif-report";
import { type DifferenceKind, differenceKinds, kindOf } from "../model/difference-kinds";
import type { ReviewDifference, Severity } from "../model/review-difference";
import type { Review } from "../review";
import type { ReviewTextOptions } from "./headline";
import { reportedDifferences, reportedStack } from "./reported-review";

const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  opens: "error",
  unclear: "warning",
  executes: "warning",
  loses: "warning",
  stands: "warning",
  changes: "note",
  closes: "note",
};

/**
 * The review for code scanning: the claims that do not hold, as `verify` writes them, and one result for each other difference, whose
 * rule is its kind. Each result is at the line that people edit, as those of `verify` are.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReview(review: Review, { placeOf }: ReviewTextOptions): string {
  const places = placeOf && { placeOf };
  const stacks = reportedStack(review).map((stack) => ({ ...stack, ...places }));
  const differences = reportedDifferences(review);
  const kinds = [...new Set(differences.map(kindOf))];
  return sarifLog(
    [...claimRules(stacks), ...kinds.map(ruleOf)],
    [
      ...stacks.flatMap(claimResultsOf),
      ...differences.map((difference) => resultOf({ ...review, ...places }, difference)),
    ],
  );
}

function ruleOf(kind: DifferenceKind): SarifRule {
  const { rank, sentence } = differenceKinds[kind];
  return {
    id: `change-${kind}`,
    shortDescription: { text: kind.replaceAll("-", " ") },
    fullDescription: { text: sentence },
    properties: { tags: ["security", rank] },
  };
}

function resultOf(review: Review & Pick<ReviewTextOptions, "placeOf">, difference: ReviewDifference): SarifResult {
  const { name } = review;
  const { severity, text, addresses, details = [], accepted } = difference;
  return {
    ruleId: `change-${kindOf(difference)}`,
    level: levels[severity],
    message: { text: [`${name}: ${text}`, ...details].join("\n") },
    ...(accepted && {
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: `${accepted.reason} (${accepted.owner}, until ${accepted.until})`,
        },
      ],
    }),
    ...locationsOf(review, difference),
    partialFingerprints: { "difference/v1": sarifFingerprint(name, severity, text, addresses) },
  };
}
