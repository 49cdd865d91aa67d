import { noInternetPath } from "../../../../verify/claims/network/no-internet-path";
import { readConfiguration } from "../../../../verify/terraform/read/read-configuration";
import {
  changeArguments,
  combineEdits,
  dropResource,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none", zones: ["a", "b"] });
const gateway = setResource("aws_internet_gateway", "g", { vpc_id: "${aws_vpc.main.id}" });
const route = (table: string, target: Record<string, string>, destination = "0.0.0.0/0"): ResourceEdit =>
  setResource("aws_route", `${table}_out`, {
    route_table_id: `\${aws_route_table.${table}.id}`,
    [destination.includes(":") ? "destination_ipv6_cidr_block" : "destination_cidr_block"]: destination,
    ...target,
  });
const toGateway = { gateway_id: "${aws_internet_gateway.g.id}" };

/** Gateways and appliances that only an ID or a data source names. */
const targetsElsewhere = {
  "a peering connection": { vpc_peering_connection_id: "pcx-0123456789abcdef0" },
  "a transit gateway": { transit_gateway_id: "tgw-0123456789abcdef0" },
  "a VPN gateway": { gateway_id: "vgw-0123456789abcdef0" },
  "a local gateway": { local_gateway_id: "lgw-0123456789abcdef0" },
  "a carrier gateway": { carrier_gateway_id: "cagw-0123456789abcdef0" },
  "a core network": { core_network_arn: "arn:aws:networkmanager::111122223333:core-network/core-network-0" },
  "a network interface": { network_interface_id: "eni-0123456789abcdef0" },
  "an instance": { instance_id: "i-0123456789abcdef0" },
  "an endpoint": { vpc_endpoint_id: "vpce-0123456789abcdef0" },
  "a NAT gateway": { nat_gateway_id: "nat-0123456789abcdef0" },
  "an internet gateway": { gateway_id: "igw-0123456789abcdef0" },
  "a data source": { network_interface_id: "${data.aws_network_interface.n.id}" },
};

describe("no-internet-path", () => {
  it("no-internet-path is proved for every subnet of a VPC without internet routes, and names the route table", () => {
    const verdict = verdictOnPerimeter(noInternetPath, "isolated", sealed);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence.map(({ addresses }) => addresses)).toEqual(
      ["studio_a", "endpoint_a", "studio_b", "endpoint_b"].map((name) => [
        `aws_subnet.${name}`,
        `aws_route_table.${name}`,
      ]),
    );
  });

  it.each<[string, ResourceEdit, string]>([
    [
      "a VPN gateway",
      setResource("aws_vpn_gateway", "g", { vpc_id: "${aws_vpc.main.id}" }),
      "declare the networks behind it",
    ],
    [
      "a route to a VPN gateway",
      route("endpoint_a", targetsElsewhere["a VPN gateway"]),
      "declare the networks behind it",
    ],
    [
      "routes that a VPN gateway propagates",
      changeArguments("aws_route_table", "studio_a", { propagating_vgws: ["vgw-1"] }),
      "write the routes as aws_route",
    ],
  ])("no-internet-path says what decides the doubt about %s", (_, edit, advice) => {
    const verdict = verdictOnPerimeter(noInternetPath, "isolated", sealed, edit);

    expect(verdict.kind).toBe("undecided");
    expect(verdict.evidence.map(({ text }) => text)).toContainEqual(expect.stringContaining(`; ${advice}`));
  });

  it.each<[string, ResourceEdit, readonly string[]]>([
    [
      "a default route to an internet gateway",
      combineEdits(gateway, route("studio_a", toGateway)),
      ["aws_subnet.studio_a", "aws_route.studio_a_out", "aws_internet_gateway.g"],
    ],
    [
      "a route for a single public address",
      combineEdits(gateway, route("studio_b", toGateway, "8.8.8.8/32")),
      ["aws_subnet.studio_b", "aws_route.studio_b_out", "aws_internet_gateway.g"],
    ],
    [
      "an internet route of a subnet that only holds endpoints",
      combineEdits(gateway, route("endpoint_a", toGateway)),
      ["aws_subnet.endpoint_a", "aws_route.endpoint_a_out", "aws_internet_gateway.g"],
    ],
    [
      "a NAT gateway two subnets away",
      combineEdits(
        gateway,
        route("endpoint_a", toGateway),
        setResource("aws_nat_gateway", "n", { subnet_id: "${aws_subnet.endpoint_a.id}" }),
        route("studio_a", { nat_gateway_id: "${aws_nat_gateway.n.id}" }),
      ),
      [
        "aws_subnet.studio_a",
        "aws_route.studio_a_out",
        "aws_nat_gateway.n",
        "aws_subnet.endpoint_a",
        "aws_route.endpoint_a_out",
        "aws_internet_gateway.g",
      ],
    ],
    [
      "an egress-only gateway for IPv6",
      combineEdits(
        setResource("aws_egress_only_internet_gateway", "e", { vpc_id: "${aws_vpc.main.id}" }),
        route("studio_a", { egress_only_gateway_id: "${aws_egress_only_internet_gateway.e.id}" }, "::/0"),
      ),
      ["aws_subnet.studio_a", "aws_route.studio_a_out", "aws_egress_only_internet_gateway.e"],
    ],
    [
      "a route written inside its table",
      combineEdits(
        gateway,
        changeArguments("aws_route_table", "studio_a", { route: [{ cidr_block: "0.0.0.0/0", ...toGateway }] }),
      ),
      ["aws_subnet.studio_a", "aws_route_table.studio_a", "aws_internet_gateway.g"],
    ],
    [
      "a route in the main table of a subnet that lost its association",
      combineEdits(
        gateway,
        dropResource("aws_route_table_association", "studio_a"),
        setResource("aws_default_route_table", "d", {
          default_route_table_id: "${aws_vpc.main.default_route_table_id}",
          route: [{ cidr_block: "0.0.0.0/0", ...toGateway }],
        }),
      ),
      ["aws_subnet.studio_a", "aws_default_route_table.d", "aws_internet_gateway.g"],
    ],
    [
      "a route added to the main table by the VPC's attribute",
      combineEdits(
        gateway,
        dropResource("aws_route_table_association", "studio_a"),
        setResource("aws_route", "m", {
          route_table_id: "${aws_vpc.main.main_route_table_id}",
          destination_cidr_block: "0.0.0.0/0",
          ...toGateway,
        }),
      ),
      ["aws_subnet.studio_a", "aws_route.m", "aws_internet_gateway.g"],
    ],
    [
      "another main table",
      combineEdits(
        gateway,
        dropResource("aws_route_table_association", "studio_a"),
        setResource("aws_route_table", "open", {
          vpc_id: "${aws_vpc.main.id}",
          route: [{ cidr_block: "0.0.0.0/0", ...toGateway }],
        }),
        setResource("aws_main_route_table_association", "m", {
          vpc_id: "${aws_vpc.main.id}",
          route_table_id: "${aws_route_table.open.id}",
        }),
      ),
      ["aws_subnet.studio_a", "aws_route_table.open", "aws_internet_gateway.g"],
    ],
    [
      "a managed prefix list with a public block",
      combineEdits(
        gateway,
        setResource("aws_ec2_managed_prefix_list", "p", { entry: [{ cidr: "203.0.114.0/24" }] }),
        setResource("aws_route", "p", {
          route_table_id: "${aws_route_table.studio_a.id}",
          destination_prefix_list_id: "${aws_ec2_managed_prefix_list.p.id}",
          ...toGateway,
        }),
      ),
      ["aws_subnet.studio_a", "aws_route.p", "aws_internet_gateway.g"],
    ],
    [
      "a gateway that is declared elsewhere",
      route("studio_a", { gateway_id: "igw-0123456789abcdef0" }),
      ["aws_subnet.studio_a", "aws_route.studio_a_out", "igw-0123456789abcdef0"],
    ],
    [
      "Studio's own internet interface",
      changeArguments("aws_sagemaker_domain", "studio", { app_network_access_type: "PublicInternetOnly" }),
      ["aws_sagemaker_domain.studio"],
    ],
    [
      "a notebook's own internet interface, which is on by default",
      setResource("aws_sagemaker_notebook_instance", "n", { subnet_id: "${aws_subnet.studio_a.id}" }),
      ["aws_sagemaker_notebook_instance.n"],
    ],
  ])("no-internet-path is violated by %s, hop by hop", (_, edit, addresses) => {
    const verdict = verdictOnPerimeter(noInternetPath, "isolated", sealed, edit);

    expect(verdict.kind).toBe("violated");
    expect(verdict.evidence.map((evidence) => evidence.addresses)).toContainEqual(addresses);
  });

  it.each<[string, ResourceEdit]>([
    [
      "a peering connection",
      setResource("aws_vpc_peering_connection", "p", { vpc_id: "${aws_vpc.main.id}", peer_vpc_id: "vpc-1" }),
    ],
    [
      "a transit gateway's attachment",
      setResource("aws_ec2_transit_gateway_vpc_attachment", "t", { vpc_id: "${aws_vpc.main.id}" }),
    ],
    [
      "an endpoint to a service of another owner",
      setResource("aws_vpc_endpoint", "x", {
        vpc_id: "${aws_vpc.main.id}",
        vpc_endpoint_type: "Interface",
        service_name: "com.amazonaws.vpce.eu-west-1.vpce-svc-1",
      }),
    ],
    ["a route to what is not understood", route("studio_a", { gateway_id: "${var.gateway}" })],
    [
      "a route to a looked-up endpoint",
      combineEdits((r) => r, route("studio_a", { vpc_endpoint_id: "${data.aws_vpc_endpoint.x.id}" })),
    ],
    [
      "a route whose destination is not written out",
      combineEdits(
        gateway,
        setResource("aws_route", "u", {
          route_table_id: "${aws_route_table.studio_a.id}",
          destination_cidr_block: "${var.block}",
          ...toGateway,
        }),
      ),
    ],
    [
      "a route to a network interface",
      combineEdits(
        setResource("aws_network_interface", "eni", { subnet_id: "${aws_subnet.endpoint_a.id}" }),
        route("studio_a", { network_interface_id: "${aws_network_interface.eni.id}" }),
      ),
    ],
    [
      "an association that names no table",
      changeArguments("aws_route_table_association", "studio_a", { route_table_id: "${var.table}" }),
    ],
    [
      "a table that is declared elsewhere",
      changeArguments("aws_route_table_association", "studio_a", { route_table_id: "rtb-0123" }),
    ],
    [
      "routes that a VPN gateway propagates",
      changeArguments("aws_route_table", "studio_a", { propagating_vgws: ["vgw-1"] }),
    ],
    [
      "a subnet of Studio's that is not written out",
      changeArguments("aws_sagemaker_domain", "studio", { subnet_ids: ["${var.subnet}"] }),
    ],
    [
      "a regional NAT gateway",
      combineEdits(
        setResource("aws_nat_gateway", "r", { availability_mode: "regional", vpc_id: "${aws_vpc.main.id}" }),
        route("studio_a", { nat_gateway_id: "${aws_nat_gateway.r.id}" }),
      ),
    ],
    [
      "a VPC that is declared elsewhere, whose main table decides",
      combineEdits(
        setResource("data.aws_vpc", "theirs", { id: "vpc-0123" }),
        changeArguments("aws_subnet", "studio_a", { vpc_id: "${data.aws_vpc.theirs.id}" }),
        dropResource("aws_route_table_association", "studio_a"),
      ),
    ],
    [
      "a VPC that is only named, whose main table decides",
      combineEdits(
        changeArguments("aws_subnet", "studio_a", { vpc_id: "vpc-0123" }),
        dropResource("aws_route_table_association", "studio_a"),
      ),
    ],
    [
      "a subnet that is declared elsewhere",
      combineEdits(
        setResource("data.aws_subnet", "theirs", { vpc_id: "${aws_vpc.main.id}" }),
        changeArguments("aws_sagemaker_domain", "studio", { subnet_ids: ["${data.aws_subnet.theirs.id}"] }),
      ),
    ],
    ["a subnet that is only named", changeArguments("aws_sagemaker_domain", "studio", { subnet_ids: ["subnet-0123"] })],
    [
      "a table that is looked up",
      combineEdits(
        setResource("data.aws_route_table", "theirs", { vpc_id: "${aws_vpc.main.id}" }),
        changeArguments("aws_route_table_association", "studio_a", {
          route_table_id: "${data.aws_route_table.theirs.id}",
        }),
      ),
    ],
    [
      "a prefix list whose entries are not in the configuration",
      combineEdits(
        gateway,
        setResource("aws_route", "p", {
          route_table_id: "${aws_route_table.studio_a.id}",
          destination_prefix_list_id: "pl-6da54004",
          ...toGateway,
        }),
      ),
    ],
    ...["172.16.0.0/12", "192.168.7.0/24", "100.64.0.0/10", "169.254.0.0/16", "10.0.1.0/24", "fd00::/8"].flatMap(
      (block) =>
        Object.entries(targetsElsewhere).map(([what, target]): [string, ResourceEdit] => [
          `a route for ${block} to ${what}`,
          route("studio_a", target, block),
        ]),
    ),
    [
      "a route of an edge table to an interface that is declared elsewhere",
      combineEdits(
        gateway,
        setResource("aws_route_table", "edge", {
          vpc_id: "${aws_vpc.main.id}",
          route: [{ cidr_block: "10.0.0.0/24", network_interface_id: "eni-0123456789abcdef0" }],
        }),
        setResource("aws_route_table_association", "edge", {
          gateway_id: "${aws_internet_gateway.g.id}",
          route_table_id: "${aws_route_table.edge.id}",
        }),
      ),
    ],
  ])("no-internet-path is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(noInternetPath, "isolated", sealed, edit).kind).toBe("undecided");
  });

  it.each<[string, ResourceEdit]>([
    ["a gateway to which no route leads", gateway],
    [
      "an egress-only gateway that is given IPv4",
      combineEdits(
        setResource("aws_egress_only_internet_gateway", "e", { vpc_id: "${aws_vpc.main.id}" }),
        route("studio_a", { egress_only_gateway_id: "${aws_egress_only_internet_gateway.e.id}" }),
      ),
    ],
    [
      "a network ACL that refuses what a route would forward",
      combineEdits(
        gateway,
        route("studio_a", toGateway),
        setResource("aws_network_acl", "n", {
          vpc_id: "${aws_vpc.main.id}",
          subnet_ids: ["${aws_subnet.studio_a.id}"],
          egress: [
            { rule_no: 1, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "10.0.0.0/16" },
          ],
        }),
      ),
    ],
    [
      "two NAT gateways that send to each other",
      combineEdits(
        setResource("aws_nat_gateway", "n", { subnet_id: "${aws_subnet.endpoint_a.id}" }),
        route("studio_a", { nat_gateway_id: "${aws_nat_gateway.n.id}" }),
        setResource("aws_nat_gateway", "m", { subnet_id: "${aws_subnet.endpoint_b.id}" }),
        route("endpoint_a", { nat_gateway_id: "${aws_nat_gateway.m.id}" }),
        route("endpoint_b", { nat_gateway_id: "${aws_nat_gateway.n.id}" }),
      ),
    ],
    [
      "an internet gateway of another VPC in the same file",
      combineEdits(
        gateway,
        setResource("aws_vpc", "other", { cidr_block: "10.9.0.0/16" }),
        setResource("aws_subnet", "other", { vpc_id: "${aws_vpc.other.id}", cidr_block: "10.9.0.0/24" }),
        setResource("aws_default_route_table", "other", {
          default_route_table_id: "${aws_vpc.other.default_route_table_id}",
          route: [{ cidr_block: "0.0.0.0/0", ...toGateway }],
        }),
      ),
    ],
  ])("no-internet-path still holds with %s", (_, edit) => {
    expect(verdictOnPerimeter(noInternetPath, "isolated", sealed, edit).kind).toBe("proved");
  });

  it("no-internet-path is violated by a public subnet that holds only a NAT gateway", () => {
    const edit = combineEdits(
      gateway,
      route("endpoint_a", toGateway),
      setResource("aws_nat_gateway", "n", { subnet_id: "${aws_subnet.endpoint_a.id}" }),
    );

    expect(verdictOnPerimeter(noInternetPath, "isolated", sealed, edit).kind).toBe("violated");
  });

  it("no-internet-path is undecided if a called module cannot be read", () => {
    const configuration = readConfiguration({ resource: sealed, module: { m: { source: "acme/more/aws" } } }, "x");
    const posture = {
      kind: "isolated",
      allowedDomains: [],
      protections: false,
      deployers: [],
      breakGlass: [],
      logRetentionDays: 1,
    } as const;

    expect(noInternetPath.decide({ configuration, posture }).kind).toBe("undecided");
  });

  it("no-internet-path is undecided without any subnet, and not applicable without any network", () => {
    expect(verdictOnPerimeter(noInternetPath, "isolated", { aws_vpc: { v: {} } }).kind).toBe("undecided");
    expect(verdictOnPerimeter(noInternetPath, "isolated", { aws_s3_bucket: { b: {} } }).kind).toBe("notApplicable");
  });
});
