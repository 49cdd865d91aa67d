import { type PricedItem, type PriceOverrides, pricedItems } from "./monthly-price";
import { regionTable } from "./region-facts";

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value is a price in USD. */
function isPrice(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

/**
 * Reads prices of a user: `{ "eu-west-1": { "firewall-endpoint": 0.395 } }`, in USD per unit of the item. A key that starts with
 * `$` is a comment.
 *
 * @param where name of the file, for messages
 * @throws an error with every mistake, one per line
 */
export function readPriceOverrides(value: unknown, where: string): PriceOverrides {
  if (!isRecord(value)) {
    throw new Error(`${where}: is not an object; write {"eu-west-1": {"nat-gateway": 0.048}}`);
  }
  const regions = Object.entries(value).filter(([region]) => !region.startsWith("$"));
  const mistakes = regions.flatMap(([region, items]) =>
    regionMistakes(region, items).map((line) => `${where}: ${line}`),
  );
  if (mistakes.length > 0) {
    throw new Error(mistakes.join("\n"));
  }
  return Object.fromEntries(regions) as PriceOverrides;
}

function regionMistakes(region: string, items: unknown): readonly string[] {
  if (regionTable.regions[region] === undefined) {
    return [`${region}: AWS has no such region; use a region such as eu-west-1`];
  }
  if (!isRecord(items)) {
    return [`${region}: is not an object; write {"nat-gateway": 0.048}`];
  }
  return Object.entries(items).flatMap(([item, usd]) => {
    if (!pricedItems.includes(item as PricedItem)) {
      return [`${region}.${item}: is no item with a price; use one of ${pricedItems.join(", ")}`];
    }
    return isPrice(usd)
      ? []
      : [`${region}.${item}: is not a price in USD, got ${JSON.stringify(usd)}; use a number of 0 or more`];
  });
}
