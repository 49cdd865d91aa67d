import type { RehearsalReport } from "./rehearse";
import { REHEARSAL_STEPS } from "./steps/rehearsal-steps";
import type { TerraformCli } from "./terraform-cli";

/** What a passed rehearsal means and does not mean; part of every report. */
export const REHEARSAL_LIMITS =
  "A passed rehearsal means that Terraform accepts the configuration with the reconstructed provider schema and that the stand-in provider rejected nothing. It does not mean that AWS accepts it; see rehearsal/README.md.";

type Cells = readonly string[];

/** The Terraform version and the duration of a rehearsal. */
export interface RehearsalRun {
  readonly terraform: TerraformCli;
  readonly seconds: number;
}

/** The report as text: a table of steps, notes, faults, totals and limits. */
export function rehearsalTextReport(reports: readonly RehearsalReport[], { terraform, seconds }: RehearsalRun): string {
  const notes = reports.flatMap(({ name, notes: noteTexts }) => noteTexts.map((text) => `${name}: ${text}`));
  const faults = reports.flatMap(({ name, steps, fault }) => {
    const step = steps.find(({ outcome }) => outcome === "failed")?.name;
    return fault === undefined ? [] : [`${name}: step ${step} failed:\n${indented(fault)}`];
  });
  const environments = reports.length === 1 ? "1 environment" : `${reports.length} environments`;
  const total = `${environments} in ${seconds.toFixed(1)} s with ${terraform.product} ${terraform.version}`;
  return `${[table(reports), ...paragraph(notes), ...paragraph(faults), `${total}. ${REHEARSAL_LIMITS}`].join("\n\n")}\n`;
}

/** The report as JSON. */
export function rehearsalJsonReport(reports: readonly RehearsalReport[], { terraform, seconds }: RehearsalRun): string {
  const { product, version } = terraform;
  return `${JSON.stringify({ environments: reports, product, version, seconds, limits: REHEARSAL_LIMITS }, null, 2)}\n`;
}

function paragraph(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [lines.join("\n")];
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`.trimEnd())
    .join("\n");
}

function table(reports: readonly RehearsalReport[]): string {
  const names = REHEARSAL_STEPS.map(({ name }) => name).filter((name) =>
    reports.some(({ steps }) => steps.some((step) => step.name === name)),
  );
  const header: Cells = ["environment", "resources", ...names, "total", "verdict"];
  const rows = reports.map(({ name, resources, steps, verdict }): Cells => {
    const total = steps.reduce((sum, step) => sum + step.seconds, 0);
    return [name, String(resources), ...names.map((step) => cell(steps, step)), total.toFixed(1), verdict];
  });
  return aligned([header, ...rows]);
}

function cell(steps: RehearsalReport["steps"], name: string): string {
  const step = steps.find((candidate) => candidate.name === name);
  if (step === undefined || step.outcome === "not reached") {
    return "-";
  }
  return step.outcome === "failed" ? "FAILED" : step.seconds.toFixed(1);
}

/** Aligns numbers to the right, the first and the last column to the left. */
function aligned(rows: readonly Cells[]): string {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((text, column) => {
          const width = widths[column] ?? 0;
          return column === 0 || column === row.length - 1 ? text.padEnd(width) : text.padStart(width);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
