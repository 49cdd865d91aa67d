import prices from "./region-prices.json";

/** Hours per month in the AWS Pricing Calculator. */
const HOURS_PER_MONTH = 730;

/** Something that AWS bills: a key of `region-prices.json`. */
export type PricedItem = keyof typeof prices.items;

/** Prices of a user in USD per unit, by region and item. They win over the table. */
export type PriceOverrides = Readonly<Record<string, Readonly<Partial<Record<PricedItem, number>>>>>;

/** A price of one unit in one region. */
export interface UnitPrice {
  readonly usd: number;
  /** What one unit is, such as `hour`, `month` or `GB`. */
  readonly unit: string;
  /** Day on which the price was read, as YYYY-MM-DD. @default - a price of the user */
  readonly read?: string;
  /** Where it was read, in words. */
  readonly from: string;
}

/** A price with the day on which it was read, for several regions. */
interface PriceQuote {
  readonly read: string;
  readonly from: string;
  readonly usd: Readonly<Record<string, number | undefined>>;
}

/** An item of the table. */
interface ItemPrices {
  readonly unit: string;
  readonly what: string;
  /** AWS's page about the price. */
  readonly page: string;
  readonly quotes: readonly PriceQuote[];
}

const itemPrices: Readonly<Record<PricedItem, ItemPrices>> = prices.items;

/** Every item of the table. */
export const pricedItems = Object.keys(prices.items) as readonly PricedItem[];

/** What an item is, such as `a NAT gateway`. */
export function describePricedItem(item: PricedItem): string {
  return itemPrices[item].what;
}

/** AWS's page about the price of an item. */
export function pricePage(item: PricedItem): string {
  return itemPrices[item].page;
}

/** The list price of one unit in a region; `undefined` if nobody has read it there. It is never the price of another region. */
export function unitPrice(item: PricedItem, region: string, overrides: PriceOverrides = {}): UnitPrice | undefined {
  const { unit, quotes } = itemPrices[item];
  const own = overrides[region]?.[item];
  if (own !== undefined) {
    return { usd: own, unit, from: "prices of the user" };
  }
  return quotes.flatMap(({ usd, read, from }) => {
    const price = usd[region];
    return price === undefined ? [] : [{ usd: price, unit, read, from }];
  })[0];
}

/**
 * What a quantity of an item costs in a month, in USD, without tax and discounts: items that are billed by the hour run for the
 * whole month, and of all others the quantity is that of the month.
 *
 * @returns `undefined` if the price in the region is not known
 */
export function monthlyPrice(
  item: PricedItem,
  region: string,
  quantity: number,
  overrides: PriceOverrides = {},
): number | undefined {
  const price = unitPrice(item, region, overrides);
  return price && price.usd * quantity * (price.unit === "hour" ? HOURS_PER_MONTH : 1);
}

/** A sum of prices: what is known of it, and what is not. */
export interface MonthlySum {
  /** USD of the items whose price is known. */
  readonly usd: number;
  /** Items of the sum whose price in the region is not known. */
  readonly unknown: readonly PricedItem[];
  /** Day on which the oldest price of the sum was read. @default - no price of the table is in the sum */
  readonly oldest?: string;
}

/** The monthly price of quantities by item. A quantity of zero needs no price. */
export function monthlySum(
  quantities: Readonly<Partial<Record<PricedItem, number>>>,
  region: string,
  overrides: PriceOverrides = {},
): MonthlySum {
  const used = pricedItems.filter((item) => (quantities[item] ?? 0) !== 0);
  const usd = used.reduce((sum, item) => sum + (monthlyPrice(item, region, quantities[item] ?? 0, overrides) ?? 0), 0);
  const oldest = used
    .flatMap((item) => unitPrice(item, region, overrides)?.read ?? [])
    .sort()
    .at(0);
  return {
    usd: Math.round(usd * 100) / 100,
    unknown: used.filter((item) => unitPrice(item, region, overrides) === undefined),
    ...(oldest === undefined ? {} : { oldest }),
  };
}
