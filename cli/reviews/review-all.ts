import type { PriceOverrides } from "../../aws/regions/monthly-price";
import { textReview } from "../../review/report/text-review";
import { type ApprovalRule, type ReviewForText, withoutModels } from "../../review/review";
import { outcomeOf, type ReviewOutcome } from "../../review/review-outcome";
import { reviewStack, type StackReview } from "../../review/review-stacks";
import { withoutEntriesOfOthers } from "../../verify/acceptance/shared-entries";
import type { AcceptanceUse, AcceptedFinding } from "../../verify/posture/accepted-finding";
import type { DeclaredPosture } from "../../verify/posture/declare-posture";
import type { PerimeterPostureKind } from "../../verify/posture/posture";
import type { ExitCode, Terminal } from "../shared/command";
import { stackPairs } from "../stacks/stack-pairs";
import { logLine, reviewComment, writeComments } from "./review-files";

/** What a review of every stack of two syntheses is judged by. */
export interface ReviewAllOptions {
  /** Posture that both sides are verified against. @default - the posture that each stack declares */
  readonly posture?: PerimeterPostureKind;
  /** Accepted findings of every stack. */
  readonly accepted: readonly AcceptedFinding[];
  /** Posture that a policy file declares. @default - each stack declares its own */
  readonly declared?: DeclaredPosture;
  /** Prices of the user. */
  readonly prices: PriceOverrides;
  /** The most that each stack may cost in USD per month, without use. @default - no limit */
  readonly budget?: number;
  /** What needs approval besides serious differences, and stacks that are new or gone. @default - nothing */
  readonly approval?: ApprovalRule;
  readonly verbose: boolean;
  /** Folder for the comments. @default - the reviews are printed */
  readonly output?: string;
}

/**
 * Reviews every stack of two syntheses.
 *
 * @returns the code of the worst result: 2 where a stack could not be reviewed, else 1, else 3, else 0
 * @throws when neither folder has a stack
 */
export function reviewAll(before: string, after: string, options: ReviewAllOptions, terminal: Terminal): ExitCode {
  const { output, verbose } = options;
  // Reports need to know which entries other stacks use, so all stacks are reviewed first. Models of all of them would not fit into memory.
  const found = stackPairs(before, after).map((pair) => {
    const stack = withoutModelsOf(reviewStack(pair, options));
    return { stack, acceptances: (stack.result === "reviewed" && stack.review.acceptances) || [] };
  });
  const reviews = withoutEntriesOfOthers(found).map(({ stack, acceptances }) => {
    const reported = withAcceptances(stack, acceptances);
    return {
      code: exitCodeOf(reported),
      text: output === undefined ? printedReview(reported, options, terminal) : logLine(reported),
      comments: output === undefined ? [] : [reviewComment(reported, verbose)],
    };
  });
  if (output !== undefined) {
    writeComments(
      output,
      reviews.flatMap(({ comments }) => comments),
    );
  }
  terminal.out(reviews.map(({ text }) => text).join(output === undefined ? "\n" : ""));
  const codes = reviews.map(({ code }) => code);
  return worstFirst.find((code) => codes.includes(code)) ?? 2;
}

type ReportedReview = StackReview<ReviewForText>;

function withoutModelsOf(found: StackReview): ReportedReview {
  return found.result === "failed" ? found : { ...found, review: withoutModels(found.review) };
}

function withAcceptances(found: ReportedReview, acceptances: readonly AcceptanceUse[]): ReportedReview {
  return found.result === "failed" ? found : { ...found, review: { ...found.review, acceptances } };
}

const worstFirst: readonly ExitCode[] = [2, 1, 3, 0];

/** A pipeline can ask for approval on 3, and must stop on every other code but 0. */
export const exitCodes: Readonly<Record<ReviewOutcome, ExitCode>> = {
  "nothing to approve": 0,
  "a claim is not proved": 1,
  "over budget": 1,
  "needs approval": 3,
};

function exitCodeOf(found: ReportedReview): ExitCode {
  return found.result === "failed" ? 2 : exitCodes[outcomeOf(found.review)];
}

function printedReview(found: ReportedReview, { verbose }: ReviewAllOptions, { color }: Terminal): string {
  return found.result === "failed" ? logLine(found) : textReview(found.review, color, { verbose });
}
