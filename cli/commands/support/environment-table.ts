import { managedRuleGroupNames, managedRuleGroups } from "../../../aws/managed-rule-groups";
import { describePricedItem, type MonthlySum, monthlySum } from "../../../aws/regions/monthly-price";
import { readPriceOverrides } from "../../../aws/regions/price-overrides";
import ownPrices from "../../../envs/prices.json";
import { textTable } from "../../../verify/report/text-table";
import type { EnvironmentSummary } from "../../stacks/synthesize-environments";
import { countFixedCostItems, type FixedCostItems } from "./fixed-cost";

/** One environment after synthesis and verification. */
export interface BuiltEnvironment {
  readonly environment: EnvironmentSummary;
  /** The `resource` block of its Terraform. */
  readonly resources: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** How many of its claims are proved. */
  readonly verdict: string;
}

/** The same with its fixed cost per month. */
interface PricedEnvironment extends BuiltEnvironment {
  readonly price: MonthlySum;
  /** Month of the oldest price, `own` if all are in `envs/prices.json`, `none` if no price is known. */
  readonly pricesOf: string;
}

const COLUMNS: readonly { readonly title: string; readonly of: (priced: PricedEnvironment) => string }[] = [
  { title: "environment", of: ({ environment }) => environment.name },
  { title: "region", of: ({ environment }) => environment.region },
  { title: "zones", of: ({ environment }) => String(environment.zones) },
  { title: "VPC", of: ({ environment }) => environment.vpcCidr },
  { title: "egress", of: ({ environment }) => environment.egress },
  { title: "resources", of: ({ resources }) => String(countResources(resources)) },
  { title: "USD/month", of: priceCell },
  { title: "prices of", of: ({ environment, pricesOf }) => `${environment.region}, ${pricesOf}` },
  { title: "verdict", of: ({ verdict }) => verdict },
];

function countResources(resources: BuiltEnvironment["resources"]): number {
  return Object.values(resources).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
}

function priceCell({ price: { usd, unknown }, pricesOf }: PricedEnvironment): string {
  if (pricesOf === "none") {
    return "unknown";
  }
  return unknown.length === 0 ? usd.toFixed(0) : `${usd.toFixed(0)} + unknown`;
}

function sourceOf(items: FixedCostItems, { oldest, unknown }: MonthlySum): string {
  const used = Object.values(items).filter((quantity) => quantity !== 0).length;
  return oldest?.slice(0, "2026-09".length) ?? (unknown.length > 0 && unknown.length === used ? "none" : "own");
}

/** One line for each region and item whose price is not known. */
function unknownPrices(priced: readonly PricedEnvironment[]): readonly string[] {
  const lines = priced.flatMap(({ environment: { region }, price }) =>
    price.unknown.map(
      (item) =>
        `USD/month lacks ${describePricedItem(item)} in ${region}: set "${item}" of ${region} in envs/prices.json`,
    ),
  );
  return [...new Set(lines)];
}

/** One line for each managed rule group of a firewall policy that AWS bills by the GB, which no fixed price contains. */
function chargesByGigabyte(built: readonly BuiltEnvironment[]): readonly string[] {
  return built.flatMap(({ environment: { name }, resources }) => {
    const policies = JSON.stringify(resources.aws_networkfirewall_firewall_policy ?? {});
    return managedRuleGroupNames
      .filter((group) => managedRuleGroups[group].price === "per-gb" && policies.includes(`/${group}StrictOrder"`))
      .map((group) => `USD/month of ${name} lacks ${group}: AWS charges it by the GB that the firewall inspects`);
  });
}

/**
 * One row per environment, and below them the prices that are not known and what AWS charges by use in addition.
 *
 * @throws an error with every mistake of `envs/prices.json`
 */
export function environmentTable(built: readonly BuiltEnvironment[]): string {
  const own = readPriceOverrides(ownPrices, "envs/prices.json");
  const priced = built.map((each): PricedEnvironment => {
    const items = countFixedCostItems(each.resources);
    const price = monthlySum(items, each.environment.region, own);
    return { ...each, price, pricesOf: sourceOf(items, price) };
  });
  const table = textTable([
    COLUMNS.map(({ title }) => title),
    ...priced.map((each) => COLUMNS.map((column) => column.of(each))),
  ]);
  const missing = [...unknownPrices(priced), ...chargesByGigabyte(built)];
  return missing.length === 0 ? table : `${table}\n\n${missing.join("\n")}`;
}
