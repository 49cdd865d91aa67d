import fc from "fast-check";
import { parseAddressSet } from "../../../../ip/cidr";
import { contains } from "../../../../ip/interval-set";
import { egressOnlyThroughFirewall } from "../../../../verify/claims/network/egress-only-through-firewall";
import { noInboundFromInternet } from "../../../../verify/claims/network/no-inbound-from-internet";
import { noInternetPath } from "../../../../verify/claims/network/no-internet-path";
import { returnPathSymmetric } from "../../../../verify/claims/network/return-path-symmetric";
import { zoneAffinity } from "../../../../verify/claims/network/zone-affinity";
import type { CorporateNetwork, PerimeterPostureKind } from "../../../../verify/posture/posture";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import type { Json } from "../../../../verify/terraform/terraform-configuration";
import { propertyRuns } from "../../../fixtures/property-runs";
import { combineEdits, networkPerimeter, type ResourceEdit, setResource } from "../../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none" });
const inspected = networkPerimeter();
const claims = {
  isolated: [noInternetPath, noInboundFromInternet],
  inspected: [egressOnlyThroughFirewall, returnPathSymmetric, zoneAffinity, noInboundFromInternet],
};

function verdicts(kind: "isolated" | "inspected", edit: ResourceEdit, networks: readonly CorporateNetwork[] = []) {
  const resource = structuredClone(kind === "isolated" ? sealed : inspected);
  edit(resource);
  const data = Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      type.startsWith("data.") ? [[type.replace("data.", ""), named]] : [],
    ),
  );
  const managed = Object.fromEntries(Object.entries(resource).filter(([type]) => !type.startsWith("data.")));
  const configuration = readConfiguration({ resource: managed, data }, "sketch");
  const posture = {
    kind: kind as PerimeterPostureKind,
    allowedDomains: [],
    protections: false,
    deployers: [],
    breakGlass: [],
    logRetentionDays: 30,
    corporateNetworks: networks,
  };
  return claims[kind].map((claim) => claim.decide({ configuration, posture }).kind);
}

const route = (table: string, block: string, target: Record<string, Json>): ResourceEdit =>
  setResource("aws_route", "elsewhere", {
    route_table_id: `\${aws_route_table.${table}.id}`,
    [block.includes(":") ? "destination_ipv6_cidr_block" : "destination_cidr_block"]: block,
    ...target,
  });

const vpc_id = "${aws_vpc.main.id}";
type Form = readonly [target: Record<string, Json>, declaration: ResourceEdit];
const nothing: ResourceEdit = () => undefined;

/** One gateway named by its ID, by a data source and as a resource of the configuration. */
const gateways: Readonly<Record<string, readonly Form[]>> = {
  "a transit gateway": [
    [{ transit_gateway_id: "tgw-0123456789abcdef0" }, nothing],
    [
      { transit_gateway_id: "${data.aws_ec2_transit_gateway.g.id}" },
      setResource("data.aws_ec2_transit_gateway", "g", {}),
    ],
    [{ transit_gateway_id: "${aws_ec2_transit_gateway.g.id}" }, setResource("aws_ec2_transit_gateway", "g", {})],
  ],
  "a VPN gateway": [
    [{ gateway_id: "vgw-0123456789abcdef0" }, nothing],
    [{ gateway_id: "${data.aws_vpn_gateway.g.id}" }, setResource("data.aws_vpn_gateway", "g", {})],
    [{ gateway_id: "${aws_vpn_gateway.g.id}" }, setResource("aws_vpn_gateway", "g", { vpc_id })],
  ],
  "a peering connection": [
    [{ vpc_peering_connection_id: "pcx-0123456789abcdef0" }, nothing],
    [
      { vpc_peering_connection_id: "${data.aws_vpc_peering_connection.g.id}" },
      setResource("data.aws_vpc_peering_connection", "g", {}),
    ],
    [
      { vpc_peering_connection_id: "${aws_vpc_peering_connection.g.id}" },
      setResource("aws_vpc_peering_connection", "g", { vpc_id, peer_vpc_id: "vpc-0123456789abcdef0" }),
    ],
  ],
  "a core network": [
    [{ core_network_arn: "arn:aws:networkmanager::111122223333:core-network/core-network-0" }, nothing],
    [
      { core_network_arn: "${aws_networkmanager_core_network.g.arn}" },
      setResource("aws_networkmanager_core_network", "g", {}),
    ],
  ],
  "a carrier gateway": [
    [{ carrier_gateway_id: "cagw-0123456789abcdef0" }, nothing],
    [
      { carrier_gateway_id: "${aws_ec2_carrier_gateway.g.id}" },
      setResource("aws_ec2_carrier_gateway", "g", { vpc_id }),
    ],
  ],
  "a local gateway": [
    [{ local_gateway_id: "lgw-0123456789abcdef0" }, nothing],
    [{ local_gateway_id: "${data.aws_ec2_local_gateway.g.id}" }, setResource("data.aws_ec2_local_gateway", "g", {})],
  ],
  "a network interface": [
    [{ network_interface_id: "eni-0123456789abcdef0" }, nothing],
    [
      { network_interface_id: "${data.aws_network_interface.g.id}" },
      setResource("data.aws_network_interface", "g", {}),
    ],
    [
      { network_interface_id: "${aws_network_interface.g.id}" },
      setResource("aws_network_interface", "g", { subnet_id: "${aws_subnet.endpoint_a.id}" }),
    ],
  ],
  "an endpoint of a Gateway Load Balancer": [
    [{ vpc_endpoint_id: "vpce-0123456789abcdef0" }, nothing],
    [{ vpc_endpoint_id: "${data.aws_vpc_endpoint.g.id}" }, setResource("data.aws_vpc_endpoint", "g", {})],
    [
      { vpc_endpoint_id: "${aws_vpc_endpoint.g.id}" },
      setResource("aws_vpc_endpoint", "g", {
        vpc_id,
        vpc_endpoint_type: "GatewayLoadBalancer",
        service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0",
        subnet_ids: ["${aws_subnet.endpoint_a.id}"],
      }),
    ],
  ],
};

const office: CorporateNetwork = { name: "office", cidrs: ["10.200.0.0/16"], services: ["studio"] };

describe("a route to a target elsewhere", () => {
  it.each(Object.entries(gateways))("%s has the same verdicts by ID, by data source and as a resource", (_, forms) => {
    for (const kind of ["isolated", "inspected"] as const) {
      for (const [table, block, networks] of [
        ["studio_a", "172.16.0.0/12", []],
        ["studio_a", "0.0.0.0/0", []],
        ["endpoint_a", "10.200.4.0/24", [office]],
        ["endpoint_a", "10.0.0.0/8", [office]],
        ["studio_a", "10.200.4.0/24", [office]],
      ] as const) {
        const [first, ...others] = forms.map(([target, declaration]) =>
          verdicts(kind, combineEdits(declaration, route(table, block, target)), networks),
        );
        expect(others).toEqual(others.map(() => first));
      }
    }
  });

  it("a route to a declared network leaves the claims proved behind a transit or VPN gateway alone", () => {
    const kinds = Object.entries(gateways).map(([what, [[target] = [{}]]]) => [
      what,
      verdicts("isolated", route("endpoint_a", "10.200.4.0/24", target), [office]).every((kind) => kind === "proved"),
    ]);

    expect(kinds.filter(([, isProved]) => isProved).map(([what]) => what)).toEqual([
      "a transit gateway",
      "a VPN gateway",
    ]);
  });

  it("no-inbound-from-internet is violated if a security group allows internet addresses next to a declared network", () => {
    const open = setResource("aws_vpc_security_group_ingress_rule", "open", {
      security_group_id: "${aws_security_group.studio.id}",
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    });
    const kinds = Object.values(gateways)
      .slice(0, 2)
      .flatMap((forms) =>
        forms.map(([target, declaration]) =>
          verdicts("isolated", combineEdits(open, declaration, route("endpoint_a", "10.200.4.0/24", target)), [office]),
        ),
      );

    expect(new Set(kinds.map(([, inbound]) => inbound))).toEqual(new Set(["violated"]));
  });

  const targets = Object.values(gateways).map(([[target] = [{}]]) => target);
  const octet = fc.nat({ max: 255 });
  const ipv4Block = fc
    .tuple(octet, octet, octet, octet, fc.integer({ min: 0, max: 32 }))
    .map(([a, b, c, d, length]) => `${a}.${b}.${c}.${d}/${length}`);
  const ipv6Block = fc
    .tuple(fc.nat({ max: 0xffff }), fc.nat({ max: 0xffff }), fc.integer({ min: 0, max: 128 }))
    .map(([a, b, length]) => `${a.toString(16)}:${b.toString(16)}::1/${length}`);
  const servedByAws = parseAddressSet("169.254.168.0/22", "fd00:ec2::/32");

  it("a route for any block to any target elsewhere is never proved, in any table that a subnet uses", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("studio_a", "endpoint_a"),
        fc.oneof({ weight: 3, arbitrary: ipv4Block }, ipv6Block),
        fc.constantFrom(...targets),
        (table, block, target) => {
          fc.pre(!contains(servedByAws, parseAddressSet(block)));

          expect(verdicts("isolated", route(table, block, target))[0]).not.toBe("proved");
          expect(verdicts("inspected", route(table, block, target))[0]).not.toBe("proved");
        },
      ),
      propertyRuns(150),
    );
  });
});
