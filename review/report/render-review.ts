import type { Review } from "../review";

/** Every form that a review can take; `text` is for people at a terminal. */
export const reviewFormats = ["text", "markdown", "json"] as const;

export type ReviewFormat = (typeof reviewFormats)[number];

type ReviewRenderer = (review: Review) => string;

/** Loaded on use: a run prints one form. */
const reviewRenderers: Readonly<Record<Exclude<ReviewFormat, "text">, () => ReviewRenderer>> = {
  markdown: () => (require("./markdown-review") as typeof import("./markdown-review")).markdownReview,
  json: () => (require("./json-review") as typeof import("./json-review")).jsonReview,
};

export function renderReview(format: Exclude<ReviewFormat, "text">, review: Review): string {
  return reviewRenderers[format]()(review);
}
