import { Testing } from "cdktf";
import { monthlySum } from "../../../aws/regions/monthly-price";
import { countFixedCostItems } from "../../../cli/commands/support/fixed-cost";
import { refusedValues } from "../../../constraints/refused-stack";
import { requireEnvironments } from "../../../envs/validation/parse-environments";
import { PerimeterStack } from "../../../stacks/perimeter-stack";
import type { TerraformJson } from "../../constructs/fixtures/bare-stack";
import { TODAY } from "../../envs/fixtures/sample-environment";
import { testingApp } from "../../fixtures/testing-app";
import { unprovedClaims } from "../../verify/fixtures/unproved-claims";
import { spokeEnvironment, TRANSIT_GATEWAY_ID } from "../fixtures/enterprise-environments";

function synthesized(changes: object = {}): TerraformJson {
  const [environment] = requireEnvironments([{ ...spokeEnvironment, ...changes }], TODAY);
  if (environment === undefined) {
    throw new Error("central egress: no environment, got an empty list; see the fixture");
  }
  const stack = new PerimeterStack(testingApp(), environment.name, { environment });
  return JSON.parse(Testing.synth(stack)) as TerraformJson;
}

const spoke = synthesized();

/** Claims that only the stack with the firewall can decide. */
const BEHIND_THE_GATEWAY = [
  "egress-only-through-firewall",
  "firewall-denies-by-default",
  "firewall-passes-only-allowlist",
  "no-inbound-from-internet",
  "return-path-symmetric",
  "survives-zone-loss",
  "zone-affinity",
];

test("An environment with central egress has no firewall, NAT gateway, internet gateway or public address.", () => {
  const types = Object.keys(spoke.resource);

  expect(types.filter((type) => /firewall_firewall|nat_gateway|internet_gateway|aws_eip/.test(type))).toEqual([]);
  expect(types).toContain("aws_route53_resolver_firewall_rule_group_association");
});

test("The Studio subnets of each zone reach the internet through the transit gateway, and no other subnet does.", () => {
  expect(Object.entries(spoke.resource.aws_route ?? {})).toEqual(
    ["a", "b"].map((zone) => [
      `central_egress_studio_${zone}_default`,
      expect.objectContaining({
        route_table_id: `\${aws_route_table.network_studio_${zone}_routes.id}`,
        destination_cidr_block: "0.0.0.0/0",
        transit_gateway_id: TRANSIT_GATEWAY_ID,
        depends_on: [
          "aws_ec2_transit_gateway_vpc_attachment.central_egress_attachment",
          "aws_network_acl.central_egress_studio_acl",
        ],
      }),
    ]),
  );
});

test("The attachment has subnets of its own, and is in no default route table of the gateway.", () => {
  expect(spoke.resource.aws_ec2_transit_gateway_vpc_attachment?.central_egress_attachment).toMatchObject({
    subnet_ids: ["${aws_subnet.network_transit_a.id}", "${aws_subnet.network_transit_b.id}"],
    transit_gateway_default_route_table_association: false,
    transit_gateway_default_route_table_propagation: false,
  });
});

test("The attachment to a gateway of another account leaves association and propagation to that account.", () => {
  const { resource } = synthesized({
    egress: { ...spokeEnvironment.egress, transitGatewayAccount: "111122223333" },
  });
  const attachment = resource.aws_ec2_transit_gateway_vpc_attachment?.central_egress_attachment ?? {};

  expect(Object.keys(attachment).filter((argument) => argument.includes("default"))).toEqual([]);
});

test("The posture declares the account of the gateway, so that the state of its stack can be joined.", () => {
  const declaredWith = (egress: object) =>
    synthesized({ egress: { ...spokeEnvironment.egress, ...egress } }).output?.perimeter_posture?.value;

  expect(declaredWith({ transitGatewayAccount: "111122223333" })).toMatchObject({ accounts: ["111122223333"] });
  expect(declaredWith({})).not.toHaveProperty("accounts");
});

test("The network ACL of Studio denies every private network but its own VPC, in both directions.", () => {
  const acl = spoke.resource.aws_network_acl?.central_egress_studio_acl;
  const blocks = ["10.41.0.0/16", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "0.0.0.0/0"];
  const actions = ["allow", "deny", "deny", "deny", "deny", "allow"];
  const rules = blocks.map((block, index) => expect.objectContaining({ cidr_block: block, action: actions[index] }));

  expect(acl).toMatchObject({ egress: rules, ingress: rules });
  expect(spoke.resource.aws_default_network_acl?.network_default_acl).not.toMatchObject({
    subnet_ids: expect.arrayContaining(["${aws_subnet.network_studio_a.id}"]),
  });
});

test("AWS would refuse nothing in an environment with central egress.", () => {
  expect(refusedValues(spoke)).toEqual([]);
});

test("Alone, only the claims about what is behind the transit gateway are undecided, and none is violated.", () => {
  const unproved = unprovedClaims(spoke);
  const others = unproved.filter(
    (line) => !BEHIND_THE_GATEWAY.some((claim) => line.startsWith(`${claim} is undecided: `)),
  );

  expect(others).toEqual([]);
  expect(unproved.length).toBeGreaterThan(0);
});

test("The price of an attachment is known in us-east-1, and said to be unknown in eu-west-1.", () => {
  const items = countFixedCostItems(spoke.resource);

  expect(items).toMatchObject({ "transit-gateway-attachment": 1, "nat-gateway": 0 });
  expect(monthlySum({ "transit-gateway-attachment": 1 }, "us-east-1")).toMatchObject({ usd: 36.5, unknown: [] });
  expect(monthlySum(items, "eu-west-1").unknown).toEqual(["transit-gateway-attachment"]);
});
