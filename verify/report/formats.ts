import type { Judged } from "../judge";

/** Every form that a report can take; `text` is for people at a terminal. */
export const formats = ["text", "json", "sarif", "junit", "markdown"] as const;

export type Format = (typeof formats)[number];

type Renderer = (judged: readonly Judged[]) => string;

/** Loaded on use: a run prints one form. */
const renderers: Readonly<Record<Exclude<Format, "text">, () => Renderer>> = {
  json: () => (require("./json") as typeof import("./json")).jsonReport,
  sarif: () => (require("./sarif") as typeof import("./sarif")).sarifReport,
  junit: () => (require("./junit") as typeof import("./junit")).junitReport,
  markdown: () => (require("./markdown") as typeof import("./markdown")).markdownReport,
};

export function renderReport(format: Exclude<Format, "text">, judged: readonly Judged[]): string {
  return renderers[format]()(judged);
}
