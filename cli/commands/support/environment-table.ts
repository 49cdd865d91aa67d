import { textTable } from "../../../verify/report/text-table";
import { countFixedCostItems, fixedMonthlyUsd } from "./fixed-cost";
import type { EnvironmentSummary } from "./synthesize-environments";

/** One environment after synthesis and verification. */
export interface BuiltEnvironment {
  readonly environment: EnvironmentSummary;
  /** The `resource` block of its Terraform. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** How many of its claims are proved. */
  readonly verdict: string;
}

const COLUMNS: readonly { readonly title: string; readonly of: (built: BuiltEnvironment) => string }[] = [
  { title: "environment", of: ({ environment }) => environment.name },
  { title: "region", of: ({ environment }) => environment.region },
  { title: "zones", of: ({ environment }) => String(environment.zones) },
  { title: "VPC", of: ({ environment }) => environment.vpcCidr },
  { title: "egress", of: ({ environment }) => environment.egress },
  { title: "resources", of: ({ resources }) => String(countResources(resources)) },
  { title: "USD/month", of: ({ resources }) => fixedMonthlyUsd(countFixedCostItems(resources)).toFixed(0) },
  { title: "verdict", of: ({ verdict }) => verdict },
];

function countResources(resources: BuiltEnvironment["resources"]): number {
  return Object.values(resources).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}

/** One row per environment. */
export function environmentTable(built: readonly BuiltEnvironment[]): string {
  return textTable([
    COLUMNS.map(({ title }) => title),
    ...built.map((each) => COLUMNS.map((column) => column.of(each))),
  ]);
}
