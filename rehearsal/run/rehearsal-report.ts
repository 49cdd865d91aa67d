import { REHEARSAL_STEPS } from "./rehearsal-steps";
import type { RehearsalReport } from "./rehearse";
import type { TerraformCli } from "./terraform-cli";

/** What a rehearsal cannot know, in one line of every report. */
export const REHEARSAL_LIMITS =
  "A passed rehearsal means that Terraform accepts the configuration against the provider's reconstructed schema, and that no check of the stand-in refused it; not that AWS accepts it. What the stand-in cannot know: rehearsal/README.md";

type Cells = readonly string[];

/** How long a rehearsal took, and with which program. */
export interface RehearsalRun {
  readonly terraform: TerraformCli;
  readonly seconds: number;
}

/** The closing report for people: a table, what happened beside Terraform, the faults, and what all of it does not mean. */
export function rehearsalTextReport(reports: readonly RehearsalReport[], { terraform, seconds }: RehearsalRun): string {
  const notes = reports.flatMap(({ name, notes: texts }) => texts.map((text) => `${name}: ${text}`));
  const faults = reports.flatMap(({ name, steps, fault }) => {
    const step = steps.find(({ outcome }) => outcome === "failed")?.name;
    return fault === undefined ? [] : [`${name}: ${step} failed:\n${indented(fault)}`];
  });
  const environments = reports.length === 1 ? "1 environment" : `${reports.length} environments`;
  const total = `${environments} in ${seconds.toFixed(1)} s with ${terraform.product} ${terraform.version}`;
  return `${[table(reports), ...paragraph(notes), ...paragraph(faults), `${total}. ${REHEARSAL_LIMITS}`].join("\n\n")}\n`;
}

/** The same for machines. */
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

/** Numbers stand to the right, the first and the last column to the left. */
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
