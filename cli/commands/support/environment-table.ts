import type { Environment } from "../../../envs/schema/environment";
import { countFixedCostItems, fixedMonthlyUsd } from "./fixed-cost";

/** One environment as it was built. */
export interface BuiltEnvironment {
  readonly environment: Environment;
  /** Path of its Terraform. */
  readonly path: string;
  /** The `resource` block of its Terraform. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const COLUMNS: readonly { readonly title: string; readonly of: (built: BuiltEnvironment) => string }[] = [
  { title: "environment", of: ({ environment }) => environment.name },
  { title: "region", of: ({ environment }) => environment.region },
  { title: "zones", of: ({ environment }) => String(environment.availabilityZones.length) },
  { title: "VPC", of: ({ environment }) => environment.vpcCidr },
  { title: "way out", of: ({ environment }) => egressText(environment) },
  { title: "resources", of: ({ resources }) => String(countResources(resources)) },
  { title: "USD/month", of: ({ resources }) => fixedMonthlyUsd(countFixedCostItems(resources)).toFixed(0) },
  { title: "Terraform", of: ({ path }) => path },
];

function egressText({ egress }: Environment): string {
  return egress.kind === "none" ? "none" : `firewall, ${egress.allowList.length} domains`;
}

function countResources(resources: BuiltEnvironment["resources"]): number {
  return Object.values(resources).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}

/** What was built and where, a line for each environment; the last column is not padded. */
export function environmentTable(built: readonly BuiltEnvironment[]): string {
  const rows = [COLUMNS.map(({ title }) => title), ...built.map((each) => COLUMNS.map((column) => column.of(each)))];
  const widths = COLUMNS.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows
    .map((row) =>
      row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join("  "),
    )
    .join("\n");
}
