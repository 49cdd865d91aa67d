import {
  describePricedItem,
  type MonthlySum,
  monthlyPrice,
  monthlySum,
  type PricedItem,
  type PriceOverrides,
  pricedItems,
} from "../../aws/regions/monthly-price";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { formatList } from "../model/review-difference";
import { type FixedCostItems, fixedCostItems } from "./fixed-cost-items";

/** The fixed monthly cost of both sides: list prices without tax, discounts and use. */
export interface CostChange {
  /** @default - the configurations do not say */
  readonly region?: string;
  readonly before: MonthlyCost;
  readonly after: MonthlyCost;
  /** Items of which the change adds or removes some. */
  readonly items: readonly ItemChange[];
  /** Day on which the oldest price was read, as YYYY-MM-DD. @default - no price of the table is used */
  readonly oldest?: string;
}

/** The fixed cost of one side per month. */
export interface MonthlyCost {
  /** USD of everything whose number and price are known. */
  readonly usd: number;
  /** What cannot be told: addresses of resources, and items without a price in the region. */
  readonly unknown: readonly string[];
}

/** Numbers of one priced item on both sides. */
export interface ItemChange {
  readonly item: PricedItem;
  readonly before: number;
  readonly after: number;
  /** USD per month. @default - the price in the region is not known */
  readonly difference?: number;
}

/** Compares what both sides cost per month, whether or not anything uses it. A side that does not exist costs nothing. */
export function costChange(
  before: TerraformConfiguration | undefined,
  after: TerraformConfiguration | undefined,
  overrides: PriceOverrides = {},
): CostChange {
  const region = after?.region ?? before?.region;
  const [itemsBefore, itemsAfter] = [before, after].map(
    (side): FixedCostItems => (side === undefined ? { quantities: {}, unknown: [] } : fixedCostItems(side)),
  ) as [FixedCostItems, FixedCostItems];
  const quantity = ({ quantities }: FixedCostItems, item: PricedItem): number => quantities[item] ?? 0;
  const priceOf = (item: PricedItem, count: number): number | undefined =>
    region === undefined ? undefined : monthlyPrice(item, region, count, overrides);
  const [sumBefore, sumAfter] = [itemsBefore, itemsAfter].map(({ quantities }) =>
    sumOf(quantities, region, overrides),
  ) as [MonthlySum, MonthlySum];
  const costOf = (items: FixedCostItems, { usd, unknown }: MonthlySum): MonthlyCost => ({
    usd,
    unknown: [...items.unknown, ...unknown.map(describePricedItem)],
  });
  const items = pricedItems.flatMap((item): readonly ItemChange[] => {
    const [one, other] = [quantity(itemsBefore, item), quantity(itemsAfter, item)];
    const [priceBefore, priceAfter] = [priceOf(item, one), priceOf(item, other)];
    return one === other
      ? []
      : [
          {
            ...{ item, before: one, after: other },
            ...(priceBefore !== undefined &&
              priceAfter !== undefined && { difference: inCents(priceAfter - priceBefore) }),
          },
        ];
  });
  const [oldest] = [sumBefore, sumAfter].flatMap((sum) => sum.oldest ?? []).toSorted();
  return {
    ...(region !== undefined && { region }),
    before: costOf(itemsBefore, sumBefore),
    after: costOf(itemsAfter, sumAfter),
    items,
    ...(oldest !== undefined && { oldest }),
  };
}

/** Without a region, no price is known. */
function sumOf(
  quantities: FixedCostItems["quantities"],
  region: string | undefined,
  overrides: PriceOverrides,
): MonthlySum {
  return region === undefined
    ? { usd: 0, unknown: pricedItems.filter((item) => (quantities[item] ?? 0) > 0) }
    : monthlySum(quantities, region, overrides);
}

/** Whether a cost keeps a budget in USD per month. What cannot be told may exceed it. */
export function budgetOutcome({ after }: CostChange, budget: number): "kept" | "exceeded" | "cannot be told" {
  if (after.usd > budget) {
    return "exceeded";
  }
  return after.unknown.length === 0 ? "kept" : "cannot be told";
}

/** The cost of the change for people: a summary, and a line for each item. */
export function costLines({ region, before, after, items, oldest }: CostChange): {
  readonly text: string;
  readonly items: readonly string[];
} {
  const prices = [region ?? "region not known", ...(oldest === undefined ? [] : [`list prices read ${oldest}`])];
  const total = changesCost({ before, after, items })
    ? `${amount(after.usd)} USD after, ${amount(before.usd)} before: ${signedAmount(after.usd - before.usd)}`
    : `${amount(after.usd)} USD, unchanged`;
  const unknown = after.unknown.length === 0 ? "" : `; without what has no known price: ${formatList(after.unknown)}`;
  return {
    text: `Fixed cost per month, without use: ${total} (${prices.join(", ")})${unknown}`,
    items: items.map(({ item, before: one, after: other, difference }) => {
      const price = difference === undefined ? "price not known" : `${signedAmount(difference)} USD`;
      return `${describePricedItem(item)}: ${one} before, ${other} after: ${price}`;
    }),
  };
}

/** Whether the change adds or removes something that costs, or a price that is not known. */
export function changesCost(change: Pick<CostChange, "before" | "after" | "items">): boolean {
  const { before, after, items } = change;
  return items.length > 0 || inCents(before.usd) !== inCents(after.usd) || changesUnknownCost(change);
}

/** Whether the difference lacks a price that is not known. */
export function changesUnknownCost({ before, after, items }: Pick<CostChange, "before" | "after" | "items">): boolean {
  return (
    items.some(({ difference }) => difference === undefined) ||
    before.unknown.toSorted().join() !== after.unknown.toSorted().join()
  );
}

function inCents(usd: number): number {
  return Math.round(usd * 100) / 100;
}

function amount(usd: number): string {
  return usd.toFixed(2);
}

/** An amount with its sign and two decimals: `+12.00`. */
export function signedAmount(usd: number): string {
  return `${usd < 0 ? "-" : "+"}${amount(Math.abs(usd))}`;
}
