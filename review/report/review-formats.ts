import type { Review } from "../review";

/** Every form that a review can take; `text` is for people at a terminal. */
export const formats = ["text", "markdown", "json"] as const;

export type Format = (typeof formats)[number];

type Renderer = (review: Review) => string;

/** Loaded on use: a run prints one form. */
const renderers: Readonly<Record<Exclude<Format, "text">, () => Renderer>> = {
  markdown: () => (require("./markdown-review") as typeof import("./markdown-review")).markdownReview,
  json: () => (require("./json-review") as typeof import("./json-review")).jsonReview,
};

export function renderReview(format: Exclude<Format, "text">, review: Review): string {
  return renderers[format]()(review);
}
