import type { VerifiedStack } from "../claims/decide-claims";

/** Every form that a report can take; `text` is for people at a terminal. */
export const reportFormats = ["text", "json", "sarif", "junit", "markdown"] as const;

export type ReportFormat = (typeof reportFormats)[number];

type ReportRenderer = (judged: readonly VerifiedStack[]) => string;

/** Loaded on use: a run prints one form. */
const reportRenderers: Readonly<Record<Exclude<ReportFormat, "text">, () => ReportRenderer>> = {
  json: () => (require("./json-report") as typeof import("./json-report")).jsonReport,
  sarif: () => (require("./sarif-report") as typeof import("./sarif-report")).sarifReport,
  junit: () => (require("./junit-report") as typeof import("./junit-report")).junitReport,
  markdown: () => (require("./markdown-report") as typeof import("./markdown-report")).markdownReport,
};

export function renderReport(format: Exclude<ReportFormat, "text">, judged: readonly VerifiedStack[]): string {
  return reportRenderers[format]()(judged);
}
