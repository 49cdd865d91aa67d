import { Testing } from "cdktf";
import fc from "fast-check";
import { countFixedCostItems } from "../../../cli/commands/support/fixed-cost";
import { refusedValues } from "../../../constraints/refused-stack";
import { planInspectionSubnets } from "../../../envs/inspection/inspection-subnets";
import { requireAllEnvironments } from "../../../envs/validation/parse-environments";
import { requireCidr } from "../../../ip/cidr";
import { contains, overlaps } from "../../../ip/interval-set";
import { InspectionStack } from "../../../stacks/inspection/inspection-stack";
import type { TerraformJson } from "../../constructs/fixtures/bare-stack";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { testingApp } from "../../fixtures/testing-app";
import { inspectionEnvironment, spokeEnvironment, TRANSIT_GATEWAY_ID } from "../fixtures/enterprise-environments";

function synthesized(changes: object = {}): TerraformJson {
  const [inspection] = requireAllEnvironments(
    [spokeEnvironment, { ...inspectionEnvironment, ...changes }],
    TODAY,
  ).inspections;
  if (inspection === undefined) {
    throw new Error("inspection: no environment, got an empty list; see the fixture");
  }
  return JSON.parse(Testing.synth(new InspectionStack(testingApp(), inspection.name, { inspection }))) as TerraformJson;
}

test("With TLS inspection, the firewall decrypts what every spoke sends to allowed ports.", () => {
  const tlsInspection = { kind: "on", certificateAuthority: "certificate/12345678-90ab-cdef-1234-567890abcdef" };
  const { resource, output } = synthesized({ tlsInspection });
  const [inspection] = Object.values(resource.aws_networkfirewall_tls_inspection_configuration ?? {});

  expect(JSON.stringify(inspection)).toContain('"source":[{"address_definition":"10.41.0.0/16"}]');
  expect(output?.perimeter_posture).toMatchObject({ value: { tls_inspection_ports: [443] } });
});

const hub = synthesized();
const routes = Object.entries(hub.resource.aws_ec2_transit_gateway_route ?? {});

test("The table of the spokes has a default route to the inspection VPC, and drops every private address.", () => {
  const inTable = routes.filter(([, { transit_gateway_route_table_id: table }]) =>
    String(table).includes("transit_spokes"),
  );

  expect(
    Object.fromEntries(
      inTable.map(([, values]) => [
        values.destination_cidr_block,
        values.blackhole ?? values.transit_gateway_attachment_id,
      ]),
    ),
  ).toEqual({
    "0.0.0.0/0": "${aws_ec2_transit_gateway_vpc_attachment.transit_attachment.id}",
    "10.0.0.0/8": true,
    "172.16.0.0/12": true,
    "192.168.0.0/16": true,
    "100.64.0.0/10": true,
  });
});

test("The table of the inspection VPC has a route to each spoke and no other, and nothing is propagated.", () => {
  const inTable = routes.filter(([, { transit_gateway_route_table_id: table }]) =>
    String(table).includes("transit_inspection"),
  );

  expect(inTable.map(([name, values]) => [name, values.destination_cidr_block])).toEqual([
    ["transit_to_team_a", "10.41.0.0/16"],
  ]);
  expect(Object.keys(hub.resource)).not.toContain("aws_ec2_transit_gateway_route_table_propagation");
});

test("The attachment of the inspection VPC is in appliance mode, and the gateway has no default route table.", () => {
  expect(hub.resource.aws_ec2_transit_gateway_vpc_attachment?.transit_attachment).toMatchObject({
    appliance_mode_support: "enable",
    subnet_ids: ["${aws_subnet.network_transit_a.id}", "${aws_subnet.network_transit_b.id}"],
  });
  expect(hub.resource.aws_ec2_transit_gateway?.transit_gateway).toMatchObject({
    auto_accept_shared_attachments: "disable",
    default_route_table_association: "disable",
    default_route_table_propagation: "disable",
  });
});

test("Both directions of a spoke pass the firewall endpoint of one zone.", () => {
  const targets = Object.entries(hub.resource.aws_route ?? {})
    .filter(([name]) => name.includes("_b_"))
    .map(([name, values]) => [
      name,
      values.destination_cidr_block,
      String(values.vpc_endpoint_id ?? values.nat_gateway_id ?? values.transit_gateway_id ?? values.gateway_id),
    ]);
  const endpoint = expect.stringMatching(/inspection_firewall\.firewall_status.*\["eu-west-1b"\]/);

  expect(targets).toEqual([
    ["inspection_firewall_b_default", "0.0.0.0/0", "${aws_nat_gateway.inspection_nat_b.id}"],
    ["inspection_firewall_b_to_team_a", "10.41.0.0/16", "${aws_ec2_transit_gateway.transit_gateway.id}"],
    ["inspection_nat_b_default", "0.0.0.0/0", "${aws_internet_gateway.inspection_internet.id}"],
    ["inspection_nat_b_to_team_a", "10.41.0.0/16", endpoint],
    ["inspection_transit_b_default", "0.0.0.0/0", endpoint],
  ]);
});

test("An attachment is looked up by the Name tag that the spoke sets, unless its id is known.", () => {
  const known = synthesized({
    transitGateway: { kind: "existing", id: TRANSIT_GATEWAY_ID },
    spokes: [{ kind: "environment", name: "team-a", attachmentId: "tgw-attach-0123456789abcdef0" }],
  });

  expect(hub.data.aws_ec2_transit_gateway_vpc_attachment?.transit_spoke_team_a?.filter).toContainEqual({
    name: "tag:Name",
    values: ["studio-perimeter-team-a-egress"],
  });
  expect(known.data.aws_ec2_transit_gateway_vpc_attachment).toBeUndefined();
  expect(known.resource.aws_ec2_transit_gateway).toBeUndefined();
  expect(known.resource.aws_ec2_transit_gateway_route?.transit_to_team_a).toMatchObject({
    transit_gateway_attachment_id: "tgw-attach-0123456789abcdef0",
  });
});

test("The firewall passes the domains of a spoke for the addresses of that spoke only.", () => {
  const groups = Object.values(hub.resource.aws_networkfirewall_rule_group ?? {});

  expect(JSON.stringify(groups)).toContain("pass tls [10.41.0.0/16] any -> $EXTERNAL_NET 443");
});

test("AWS would refuse nothing in an inspection VPC, with spokes or without.", () => {
  expect(refusedValues(hub)).toEqual([]);
  expect(refusedValues(synthesized({ spokes: [] }))).toEqual([]);
});

test("An inspection VPC pays for a firewall endpoint and a public address in each zone, and for one attachment.", () => {
  expect(countFixedCostItems(hub.resource)).toMatchObject({
    "firewall-endpoint": 2,
    "nat-gateway": 0,
    "public-ipv4": 2,
    "transit-gateway-attachment": 1,
  });
});

test("The subnets of any inspection VPC are disjoint, inside its block, and do not move when a zone is added.", () => {
  const letters = fc.subarray(["a", "b", "c", "d", "e", "f"], { minLength: 1 });
  fc.assert(
    fc.property(letters, letters, (some, more) => {
      const plan = (zones: readonly string[]) =>
        planInspectionSubnets({ vpcCidr: "10.50.0.0/23", availabilityZones: zones.map((zone) => `eu-west-1${zone}`) });
      const subnets = plan(some).map((subnet) => ({ ...subnet, block: requireCidr(subnet.cidrBlock).addresses }));
      const later = plan([...new Set([...some, ...more])]);

      expect(subnets.every(({ block }) => contains(requireCidr("10.50.0.0/23").addresses, block))).toBe(true);
      expect(
        subnets.filter((one, at) => subnets.some((other, to) => to > at && overlaps(one.block, other.block))),
      ).toEqual([]);
      expect(later).toEqual(expect.arrayContaining(plan(some).map((subnet) => subnet)));
    }),
  );
});
