import { budgetOutcome, changesUnknownCost, costChange, costLines } from "../../../review/cost/cost-change";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import type { TerraformConfiguration } from "../../../verify/terraform/terraform-configuration";

function stack(resource: object, region = "eu-west-1"): TerraformConfiguration {
  return readConfiguration({ provider: { aws: [{ region }] }, resource }, "stack");
}

const endpoint = (...subnets: readonly string[]) => ({
  aws_vpc_endpoint: { sts: { vpc_endpoint_type: "Interface", subnet_ids: subnets } },
});

const prices = { "eu-west-1": { "interface-endpoint-zone": 0.01, "kms-key": 1 } };

test("An interface endpoint in one more zone costs one more item, with the price of the user.", () => {
  const change = costChange(stack(endpoint("a")), stack(endpoint("a", "b")), prices);

  expect(change.items).toEqual([{ item: "interface-endpoint-zone", before: 1, after: 2, difference: 7.3 }]);
  expect(costLines(change)).toEqual({
    text: "Fixed cost per month, without use: 14.60 USD after, 7.30 before: +7.30 (eu-west-1)",
    items: ["an interface endpoint in one zone: 1 before, 2 after: +7.30 USD"],
  });
});

test("A stack that is destroyed costs nothing, and a gateway endpoint costs nothing.", () => {
  const gateway = { aws_vpc_endpoint: { s3: { vpc_endpoint_type: "Gateway", route_table_ids: ["x"] } } };

  expect(costChange(stack(endpoint("a")), undefined, prices).after).toEqual({ usd: 0, unknown: [] });
  expect(costChange(undefined, stack(gateway), prices).after).toEqual({ usd: 0, unknown: [] });
});

test("The hours of one NAT gateway are free for each firewall endpoint.", () => {
  const mapping = (count: number) => Array.from({ length: count }, (_, index) => ({ subnet_id: `subnet-${index}` }));
  const nat = (gateways: number, endpoints: number) =>
    stack({
      aws_nat_gateway: Object.fromEntries(Array.from({ length: gateways }, (_, index) => [`n${index}`, {}])),
      ...(endpoints > 0 && { aws_networkfirewall_firewall: { f: { subnet_mapping: mapping(endpoints) } } }),
    });
  const change = costChange(nat(3, 2), nat(3, 0), { "eu-west-1": { "nat-gateway": 1, "firewall-endpoint": 2 } });

  expect(change.items).toEqual([
    { item: "nat-gateway", before: 1, after: 3, difference: 1460 },
    { item: "firewall-endpoint", before: 2, after: 0, difference: -2920 },
  ]);
});

test.each<[string, object]>([
  [
    "an endpoint whose subnets are an expression",
    { aws_vpc_endpoint: { e: { vpc_endpoint_type: "Interface", subnet_ids: "${var.subnets}" } } },
  ],
  [
    "an endpoint whose type is an expression",
    { aws_vpc_endpoint: { e: { vpc_endpoint_type: "${var.type}", subnet_ids: ["a"] } } },
  ],
  ["a firewall whose subnets are not known", { aws_networkfirewall_firewall: { f: { name: "f" } } }],
  ["an instance", { aws_instance: { i: { instance_type: "t3.large" } } }],
])("The cost of %s cannot be told, and is not zero.", (_, resource) => {
  const change = costChange(undefined, stack(resource), prices);

  expect(change.after.unknown).toHaveLength(1);
  expect(costLines(change).text).toContain("without what has no known price: aws_");
  expect(budgetOutcome(change, 1000)).toBe("cannot be told");
});

test("An item without a price in the region cannot be told, and a region that is not known has no prices.", () => {
  const key = { aws_kms_key: { k: {} } };
  const nowhere = readConfiguration({ resource: key }, "stack");

  expect(costChange(undefined, nowhere).after).toMatchObject({ usd: 0, unknown: [expect.stringContaining("key")] });
});

test.each([
  [14.6, "kept"],
  [14.59, "exceeded"],
])("A cost of 14.60 USD and a budget of %d: %s.", (budget, outcome) => {
  expect(budgetOutcome(costChange(undefined, stack(endpoint("a", "b")), prices), budget)).toBe(outcome);
});

test("A difference lacks a price where an item without one comes, also next to items with one, and not where it stays.", () => {
  const key = { aws_kms_key: { k: {} } };
  const both = { ...key, aws_networkfirewall_firewall: { f: { subnet_mapping: [{ subnet_id: "s" }] } } };

  expect(changesUnknownCost(costChange(stack(key), stack(both), prices))).toBe(true);
  expect(changesUnknownCost(costChange(stack({}), stack(key), prices))).toBe(false);
  expect(changesUnknownCost(costChange(stack(both), stack(both), prices))).toBe(false);
});
