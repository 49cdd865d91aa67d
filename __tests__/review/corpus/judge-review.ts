import { type Rank, rankOf } from "../../../review/model/difference-kinds";
import type { ReviewDifference } from "../../../review/model/review-difference";

/** What the review of a change must say, and what else it may say. */
export interface ExpectedReview {
  /** Each must match a line `severity: text` of the review. None: the change is harmless, and no finding may need approval. */
  readonly says: readonly RegExp[];
  /** Other findings that are true as well. @default - none */
  readonly may?: readonly RegExp[];
}

/** How a review differs from what it must say, with the counts for recall and precision. */
export interface JudgedReview {
  readonly missed: readonly string[];
  readonly wrong: readonly string[];
  readonly said: number;
  readonly serious: number;
}

/** What a reviewer must judge. Claims say the same in other words, and are no finding of their own here. */
const seriousSeverities = ["opens", "unclear", "executes", "loses"];
const claimRanks: readonly Rank[] = ["claim", "worsened", "unproved"];

/** @param facts what only the plan says; each is a line `fact: text`. @default - nothing is asked of them */
export function judgeReview(
  differences: readonly ReviewDifference[],
  { says, may = [] }: ExpectedReview,
  facts: readonly string[] = [],
): JudgedReview {
  const lines = [
    ...differences.flatMap((one) => [lineOf(one), ...(one.details ?? [])]),
    ...facts.map((fact) => `fact: ${fact}`),
  ];
  const serious = differences.filter(
    (one) => seriousSeverities.includes(one.severity) && !claimRanks.includes(rankOf(one)),
  );
  const isExpected = (line: string) => [...says, ...may].some((form) => form.test(line));
  return {
    missed: says.filter((form) => !lines.some((line) => form.test(line))).map(String),
    wrong: serious.map(lineOf).filter((line) => !isExpected(line)),
    said: says.length,
    serious: serious.length,
  };
}

/** Recall and precision of several reviews, in one line. */
export function sharesOf(judged: readonly JudgedReview[]): string {
  const sum = (count: (one: JudgedReview) => number): number => judged.reduce((total, one) => total + count(one), 0);
  const [said, serious] = [sum((one) => one.said), sum((one) => one.serious)];
  const [missed, wrong] = [sum((one) => one.missed.length), sum((one) => one.wrong.length)];
  return `recall ${said - missed}/${said}, precision ${serious - wrong}/${serious}`;
}

function lineOf({ severity, text }: ReviewDifference): string {
  return `${severity}: ${text}`;
}
