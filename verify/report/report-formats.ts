import type { Judged } from "../claims/judge";

/** Every form that a report can take; `text` is for people at a terminal. */
export const formats = ["text", "json", "sarif", "junit", "markdown"] as const;

export type Format = (typeof formats)[number];

type Renderer = (judged: readonly Judged[]) => string;

/** Loaded on use: a run prints one form. */
const renderers: Readonly<Record<Exclude<Format, "text">, () => Renderer>> = {
  json: () => (require("./json-report") as typeof import("./json-report")).jsonReport,
  sarif: () => (require("./sarif-report") as typeof import("./sarif-report")).sarifReport,
  junit: () => (require("./junit-report") as typeof import("./junit-report")).junitReport,
  markdown: () => (require("./markdown-report") as typeof import("./markdown-report")).markdownReport,
};

export function renderReport(format: Exclude<Format, "text">, judged: readonly Judged[]): string {
  return renderers[format]()(judged);
}
