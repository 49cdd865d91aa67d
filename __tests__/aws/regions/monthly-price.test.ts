import {
  monthlyPrice,
  monthlySum,
  type PricedItem,
  pricedItems,
  pricePage,
  unitPrice,
} from "../../../aws/regions/monthly-price";
import { readPriceOverrides } from "../../../aws/regions/price-overrides";
import { regionTable } from "../../../aws/regions/region-facts";
import prices from "../../../aws/regions/region-prices.json";

const quotes = pricedItems.flatMap((item) =>
  (prices.items[item].quotes as readonly { read: string; from: string; usd: Record<string, number> }[]).map(
    (quote) => ({ item, ...quote }),
  ),
);

test("Every price has a day that was, a source, a region that exists, and one value for a region.", () => {
  const today = new Date().toISOString().slice(0, 10);
  const priced = quotes.flatMap(({ item, usd }) => Object.keys(usd).map((region) => `${item} ${region}`));

  expect(quotes.filter(({ read, from }) => !/^\d{4}-\d\d-\d\d$/.test(read) || read > today || from === "")).toEqual([]);
  expect(quotes.flatMap(({ usd }) => Object.values(usd)).filter((usd) => !(usd > 0))).toEqual([]);
  expect(priced.filter((each) => regionTable.regions[each.split(" ")[1] ?? ""] === undefined)).toEqual([]);
  expect(priced).toEqual([...new Set(priced)]);
});

test("Every item names AWS's page about its price.", () => {
  expect(pricedItems.filter((item) => !/^https:\/\/aws\.amazon\.com\/.+\/pricing\/$/.test(pricePage(item)))).toEqual(
    [],
  );
});

test.each<[PricedItem, string, number | undefined]>([
  ["nat-gateway", "us-east-1", 32.85],
  ["nat-gateway", "sa-east-1", 67.89],
  ["interface-endpoint-zone", "eu-west-1", 8.03],
  ["interface-endpoint-zone", "us-east-1", 7.3],
  ["kms-key", "ap-southeast-4", 1],
  ["firewall-endpoint", "us-east-1", 288.35],
  ["firewall-endpoint", "eu-west-1", undefined],
  ["firewall-advanced-inspection", "ap-northeast-2", 578.16],
  ["firewall-advanced-inspection", "eu-west-1", undefined],
  ["nat-gateway", "cn-north-1", undefined],
  ["nat-gateway", "eu-west-9", undefined],
  ["dns-firewall-queries", "us-east-1", undefined],
])(
  "A month of %s in %s costs %s USD; a price that is not known is not taken from another region.",
  (item, region, usd) => {
    const price = monthlyPrice(item, region, 1);

    expect(price && Math.round(price * 100) / 100).toBe(usd);
  },
);

test("What is billed by the gigabyte costs its price times the gigabytes of the month.", () => {
  expect(monthlyPrice("nat-gateway-data", "eu-central-1", 1000)).toBe(52);
});

test("A price says when and where it was read.", () => {
  expect(unitPrice("interface-endpoint-zone", "eu-central-1")).toEqual({
    usd: 0.012,
    unit: "hour",
    read: "2026-09-09",
    from: "AWS Price List, AmazonVPC, usage type VpcEndpoint-Hours",
  });
});

test("A price of the user wins over the table, and fills its gaps.", () => {
  const own = { "eu-west-1": { "firewall-endpoint": 0.4, "nat-gateway": 0 } };

  expect(monthlyPrice("firewall-endpoint", "eu-west-1", 1, own)).toBe(292);
  expect(monthlyPrice("nat-gateway", "eu-west-1", 3, own)).toBe(0);
  expect(monthlyPrice("nat-gateway", "eu-west-2", 1, own)).toBe(36.5);
});

test("A sum names the items without a price and the day of its oldest price, and skips items of quantity zero.", () => {
  const quantities = { "kms-key": 2, "firewall-endpoint": 1, "nat-gateway": 1, "vpn-connection": 0 };

  expect(monthlySum(quantities, "eu-west-1")).toEqual({
    usd: 37.04,
    unknown: ["firewall-endpoint"],
    oldest: "2026-09-03",
  });
  expect(monthlySum({ "kms-key": 1 }, "eu-west-1", { "eu-west-1": { "kms-key": 3 } })).toEqual({ usd: 3, unknown: [] });
});

test.each([
  [[], 'prices.json: is not an object; write {"eu-west-1": {"nat-gateway": 0.048}}'],
  [{ "eu-west-9": {} }, "prices.json: eu-west-9: AWS has no such region; use a region such as eu-west-1"],
  [{ "eu-west-1": 3 }, 'prices.json: eu-west-1: is not an object; write {"nat-gateway": 0.048}'],
  [
    { "eu-west-1": { toString: 3 } },
    /^prices\.json: eu-west-1\.toString: is no item with a price; use one of interface/,
  ],
  [
    { "eu-west-1": { "nat-gateway": "0.05" } },
    'prices.json: eu-west-1.nat-gateway: is not a price in USD, got "0.05"; use a number of 0 or more',
  ],
])("Prices of the user such as %j are refused, with what to write.", (value, message) => {
  expect(() => readPriceOverrides(value, "prices.json")).toThrow(message);
});

test("Prices of the user may have comments.", () => {
  expect(readPriceOverrides({ $comment: "x", "eu-west-1": { "nat-gateway": 1 } }, "p")).toEqual({
    "eu-west-1": { "nat-gateway": 1 },
  });
});
