import type { Review } from "../review";
import type { ReviewTextOptions } from "./headline";

/** Output formats of `review`; `text` is for the terminal. */
export const reviewFormats = ["text", "markdown", "json", "sarif", "junit"] as const;

/** An output format of `review`. */
export type ReviewFormat = (typeof reviewFormats)[number];

type ReviewRenderer = (review: Review, options: ReviewTextOptions) => string;

/** Loaded on use, because a run prints one format. */
const reviewRenderers: Readonly<Record<Exclude<ReviewFormat, "text">, () => ReviewRenderer>> = {
  markdown: () => (require("./markdown-review") as typeof import("./markdown-review")).markdownReview,
  sarif: () => (require("./sarif-review") as typeof import("./sarif-review")).sarifReview,
  junit: () => (require("./junit-review") as typeof import("./junit-review")).junitReview,
  json: () => (require("./json-review") as typeof import("./json-review")).jsonReview,
};

/** The review in a format for files and other programs. */
export function renderReview(
  format: Exclude<ReviewFormat, "text">,
  review: Review,
  options: ReviewTextOptions,
): string {
  return reviewRenderers[format]()(review, options);
}
