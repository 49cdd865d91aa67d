import type { PriceOverrides } from "../../../aws/regions/monthly-price";
import { readPriceOverrides } from "../../../aws/regions/price-overrides";
import ownPrices from "../../../envs/prices.json";
import { readJson } from "../files/json-file";

/**
 * The prices of the user.
 *
 * @param path @default - envs/prices.json
 * @throws when a price is malformed
 */
export function readPrices(path: string | undefined): PriceOverrides {
  return path === undefined
    ? readPriceOverrides(ownPrices, "envs/prices.json")
    : readPriceOverrides(readJson(path), path);
}
