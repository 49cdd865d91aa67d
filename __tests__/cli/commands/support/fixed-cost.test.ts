import { monthlySum } from "../../../../aws/regions/monthly-price";
import { environmentTable } from "../../../../cli/commands/support/environment-table";
import { countFixedCostItems } from "../../../../cli/commands/support/fixed-cost";

const named = (count: number, value: object = {}) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, value]));

/** Nine interface endpoints, in as many zones as there are firewall endpoints or one. */
const resourcesOf = (zones: number, firewalls: number, nats: number, keys: number) => ({
  aws_vpc_endpoint: named(9, { vpc_endpoint_type: "Interface", subnet_ids: Array(zones).fill("x") }),
  aws_networkfirewall_firewall: named(firewalls === 0 ? 0 : 1, { subnet_mapping: Array(firewalls).fill({}) }),
  aws_nat_gateway: named(nats),
  aws_eip: named(nats),
  aws_kms_key: named(keys),
});

/** Zones, firewall endpoints, NAT gateways, keys, and USD in us-east-1. */
test.each([
  ["isolated, one zone", 1, 0, 0, 2, 67.7],
  ["isolated, two zones", 2, 0, 0, 2, 133.4],
  ["inspected, one zone", 1, 1, 1, 2, 359.7],
  ["inspected, two zones", 2, 2, 2, 2, 717.4],
  ["inspected, three zones", 3, 3, 3, 3, 1076.1],
])(
  "The fixed cost of an environment that is %s is that of its items in us-east-1.",
  (_, zones, firewalls, nats, keys, usd) => {
    const items = countFixedCostItems(resourcesOf(zones, firewalls, nats, keys));

    expect(monthlySum(items, "us-east-1")).toMatchObject({ usd, unknown: [] });
  },
);

test("An environment pays for every NAT gateway that no firewall endpoint waives.", () => {
  expect(countFixedCostItems(resourcesOf(2, 2, 5, 0))["nat-gateway"]).toBe(3);
  expect(countFixedCostItems(resourcesOf(3, 3, 1, 0))["nat-gateway"]).toBe(0);
});

test("The fixed cost counts an endpoint once per zone and a firewall once per subnet.", () => {
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
    "interface-endpoint-zone": 3,
    "firewall-endpoint": 2,
    "nat-gateway": 0,
    "public-ipv4": 3,
    "transit-gateway-attachment": 1,
    "vpn-connection": 1,
    "resolver-address": 2,
    "kms-key": 1,
  });
});

const built = (name: string, region: string) => ({
  environment: { name, region, zones: 1, vpcCidr: "10.0.0.0/16", egress: "none" },
  resources: resourcesOf(1, 1, 1, 2),
  verdict: "all proved",
});

test("The table of environments has the price of each region with its month, and names a price once that is not known.", () => {
  const lines = environmentTable([built("a", "us-east-1"), built("b", "eu-west-1"), built("c", "eu-west-1")]).split(
    "\n",
  );

  expect(lines[1]).toMatch(/^a .* 360 +us-east-1, 2026-09 +all proved$/);
  expect(lines[2]).toMatch(/^b .* 78 \+ unknown +eu-west-1, 2026-09 +all proved$/);
  expect(lines.slice(5)).toEqual([
    'USD/month lacks a Network Firewall endpoint in eu-west-1: set "firewall-endpoint" of eu-west-1 in envs/prices.json',
  ]);
});

test("An environment in a region without any known price has neither a sum nor prices of its own.", () => {
  const [, line] = environmentTable([built("a", "cn-north-1")]).split("\n");

  expect(line).toMatch(/ none +\d+ +unknown +cn-north-1, none +all proved$/);
});

test("The table counts TLS inspection for each firewall endpoint where its price was read, and names it elsewhere.", () => {
  const inspecting = { ...resourcesOf(2, 2, 2, 2), aws_networkfirewall_tls_inspection_configuration: named(1) };
  const environment = built("a", "us-east-1");

  expect(countFixedCostItems(inspecting)["firewall-advanced-inspection"]).toBe(2);
  expect(environmentTable([{ ...environment, resources: inspecting }])).toContain(
    "USD/month lacks TLS inspection of a Network Firewall endpoint in us-east-1: set",
  );
  expect(environmentTable([environment])).not.toContain("TLS inspection");

  expect(monthlySum(countFixedCostItems(inspecting), "ap-northeast-2").unknown).not.toContain(
    "firewall-advanced-inspection",
  );
});

test("The table says which rule groups of AWS are billed by the GB, in addition to the monthly price.", () => {
  const environment = built("a", "us-east-1");
  const tableWith = (group: string): string => {
    const arn = `arn:aws:network-firewall:us-east-1:aws-managed:stateful-rulegroup/${group}StrictOrder`;
    const policy = { firewall_policy: { stateful_rule_group_reference: [{ resource_arn: arn }] } };
    return environmentTable([
      { ...environment, resources: { ...environment.resources, aws_networkfirewall_firewall_policy: { policy } } },
    ]);
  };

  expect(tableWith("AttackInfrastructure")).toContain(
    "USD/month of a lacks AttackInfrastructure: AWS charges it by the GB that the firewall inspects",
  );
  expect(tableWith("MalwareDomains")).not.toContain("lacks MalwareDomains");
});
