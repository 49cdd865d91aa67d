import { countFixedCostItems, type FixedCostItems, fixedMonthlyUsd } from "../../../../cli/commands/support/fixed-cost";

/** Nine interface endpoints; columns: zones, firewall endpoints, NAT gateways, keys, USD with and without the waiver. */
const PRICE_TABLE = [
  { name: "isolated, one zone", zones: 1, firewalls: 0, nats: 0, keys: 2, usd: 67.7 },
  { name: "isolated, two zones", zones: 2, firewalls: 0, nats: 0, keys: 2, usd: 133.4 },
  { name: "inspected, one zone", zones: 1, firewalls: 1, nats: 1, keys: 2, usd: 359.7 },
  { name: "inspected, two zones", zones: 2, firewalls: 2, nats: 2, keys: 2, usd: 717.4 },
  { name: "inspected, three zones", zones: 3, firewalls: 3, nats: 3, keys: 3, usd: 1076.1 },
];

describe.each(PRICE_TABLE)("$name", ({ zones, firewalls, nats, keys, usd }) => {
  const items: FixedCostItems = {
    interfaceEndpointZones: 9 * zones,
    firewallEndpoints: firewalls,
    natGateways: nats,
    publicIpv4Addresses: nats,
    networkAttachments: 0,
    resolverAddresses: 0,
    keys,
  };

  test(`costs ${usd} USD a month before any use`, () => {
    expect(fixedMonthlyUsd(items)).toBe(usd);
  });

  test("an environment pays for every NAT gateway that no firewall endpoint waives", () => {
    const unwaived = fixedMonthlyUsd({ ...items, natGateways: nats + 2 });

    expect(unwaived).toBeCloseTo(usd + 2 * 32.85, 2);
  });

  test("an environment pays for a transit gateway attachment and for each resolver address", () => {
    const joined = fixedMonthlyUsd({ ...items, networkAttachments: 1, resolverAddresses: 2 });

    expect(joined).toBeCloseTo(usd + 36.5 + 2 * 91.25, 2);
  });
});

test("fixed cost counts an endpoint once per zone and a firewall once per subnet", () => {
  const items = countFixedCostItems({
    aws_vpc_endpoint: {
      a: { vpc_endpoint_type: "Interface", subnet_ids: ["x", "y"] },
      b: { vpc_endpoint_type: "Interface", subnet_ids: ["x"] },
      s3: { vpc_endpoint_type: "Gateway", route_table_ids: ["r"] },
    },
    aws_networkfirewall_firewall: { f: { subnet_mapping: [{ subnet_id: "x" }, { subnet_id: "y" }] } },
    aws_nat_gateway: { a: {}, b: {} },
    aws_eip: { a: {}, b: {} },
    aws_instance: { client: { associate_public_ip_address: false }, host: { associate_public_ip_address: true } },
    aws_ec2_transit_gateway_vpc_attachment: { a: {} },
    aws_vpn_connection: { a: {} },
    aws_route53_resolver_endpoint: { a: { ip_address: [{ subnet_id: "x" }, { subnet_id: "y" }] } },
    aws_kms_key: { k: {} },
  });

  expect(items).toEqual({
    interfaceEndpointZones: 3,
    firewallEndpoints: 2,
    natGateways: 2,
    publicIpv4Addresses: 3,
    networkAttachments: 2,
    resolverAddresses: 2,
    keys: 1,
  });
});
