import type { ReportedStack } from "./reported-stack";

/** The formats of a report; `text` is for a terminal. */
export const reportFormats = ["text", "json", "sarif", "junit", "markdown", "oscal"] as const;

/** A format of a report, as `--format` names it. */
export type ReportFormat = (typeof reportFormats)[number];

type ReportRenderer = (stacks: readonly ReportedStack[]) => string;

/** Loaded on use, because a run prints one format. */
const reportRenderers: Readonly<Record<Exclude<ReportFormat, "text">, () => ReportRenderer>> = {
  json: () => (require("./json-report") as typeof import("./json-report")).jsonReport,
  sarif: () => (require("./sarif-report") as typeof import("./sarif-report")).sarifReport,
  junit: () => (require("./junit-report") as typeof import("./junit-report")).junitReport,
  oscal: () => (require("./oscal/oscal-report") as typeof import("./oscal/oscal-report")).oscalReport,
  markdown: () => (require("./markdown-report") as typeof import("./markdown-report")).markdownReport,
};

/** The report of all stacks in a format, as text. */
export function renderReport(format: Exclude<ReportFormat, "text">, stacks: readonly ReportedStack[]): string {
  return reportRenderers[format]()(stacks);
}
