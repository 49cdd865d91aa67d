import { noInboundFromInternet } from "../../../../verify/claims/network/no-inbound-from-internet";
import {
  changeArguments,
  combineEdits,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none" });
const inspected = networkPerimeter();
const open: ResourceEdit = setResource("aws_vpc_security_group_ingress_rule", "open", {
  security_group_id: "${aws_security_group.studio.id}",
  ip_protocol: "tcp",
  from_port: 22,
  to_port: 22,
  cidr_ipv4: "0.0.0.0/0",
});

describe("no-inbound-from-internet", () => {
  it("no-inbound-from-internet is proved without a gateway, and with a gateway that has no address to forward to", () => {
    expect(verdictOnPerimeter(noInboundFromInternet, "isolated", sealed, open)).toMatchObject({
      kind: "proved",
      evidence: [{ text: "aws_vpc.main has no internet gateway, so no connection from the internet arrives" }],
    });
    expect(verdictOnPerimeter(noInboundFromInternet, "inspected", inspected, open).kind).toBe("proved");
  });

  it.each<[string, ResourceEdit]>([
    [
      "a subnet with public addresses and an open group",
      combineEdits(open, changeArguments("aws_subnet", "studio_a", { map_public_ip_on_launch: true })),
    ],
    [
      "an Elastic IP of a machine whose own group is open",
      combineEdits(
        setResource("aws_security_group", "own", {
          vpc_id: "${aws_vpc.main.id}",
          ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks: ["0.0.0.0/0"] }],
        }),
        setResource("aws_instance", "i", {
          subnet_id: "${aws_subnet.nat_a.id}",
          vpc_security_group_ids: ["${aws_security_group.own.id}"],
        }),
        setResource("aws_eip", "x", { instance: "${aws_instance.i.id}" }),
      ),
    ],
    [
      "IPv6 addresses and a group open to IPv6",
      combineEdits(
        changeArguments("aws_subnet", "studio_a", { ipv6_cidr_block: "2a05:d018:0:1::/64" }),
        setResource("aws_security_group_rule", "six", {
          type: "ingress",
          security_group_id: "${aws_security_group.studio.id}",
          protocol: "-1",
          from_port: 0,
          to_port: 0,
          ipv6_cidr_blocks: ["::/0"],
        }),
      ),
    ],
    [
      "a load balancer that faces the internet",
      combineEdits(open, setResource("aws_lb", "l", { security_groups: ["${aws_security_group.studio.id}"] })),
    ],
    [
      "a gateway attached by a resource of its own",
      combineEdits(
        open,
        changeArguments("aws_internet_gateway", "internet", { vpc_id: null }),
        setResource("aws_internet_gateway_attachment", "a", {
          vpc_id: "${aws_vpc.main.id}",
          internet_gateway_id: "${aws_internet_gateway.internet.id}",
        }),
        changeArguments("aws_subnet", "studio_a", { map_public_ip_on_launch: true }),
      ),
    ],
  ])("no-inbound-from-internet is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(noInboundFromInternet, "inspected", inspected, edit).kind).toBe("violated");
  });

  it("no-inbound-from-internet is violated by a gateway without a route, because inbound packets need no route to it", () => {
    const edit = combineEdits(
      setResource("aws_internet_gateway", "g", { vpc_id: "${aws_vpc.main.id}" }),
      open,
      changeArguments("aws_subnet", "studio_a", { map_public_ip_on_launch: true }),
    );

    expect(verdictOnPerimeter(noInboundFromInternet, "isolated", sealed, edit).kind).toBe("violated");
  });

  it.each<[string, ResourceEdit]>([
    [
      "public addresses that no group lets anybody call",
      changeArguments("aws_subnet", "studio_a", { map_public_ip_on_launch: true }),
    ],
    ["an Elastic IP that nothing holds", combineEdits(open, setResource("aws_eip", "x", {}))],
    [
      "a machine whose own group is closed",
      combineEdits(
        open,
        setResource("aws_instance", "i", {
          associate_public_ip_address: true,
          vpc_security_group_ids: ["${aws_security_group.endpoint.id}"],
        }),
      ),
    ],
  ])("no-inbound-from-internet still holds with %s", (_, edit) => {
    expect(verdictOnPerimeter(noInboundFromInternet, "inspected", inspected, edit).kind).toBe("proved");
  });

  it.each<[string, ResourceEdit]>([
    [
      "an EC2 Instance Connect endpoint",
      setResource("aws_ec2_instance_connect_endpoint", "e", { subnet_id: "${aws_subnet.studio_a.id}" }),
    ],
    ["an endpoint service for other accounts", setResource("aws_vpc_endpoint_service", "s", {})],
    ["a peering connection", setResource("aws_vpc_peering_connection", "p", {})],
    [
      "public addresses and a group whose peer is not written out",
      combineEdits(
        changeArguments("aws_subnet", "studio_a", { map_public_ip_on_launch: true }),
        setResource("aws_vpc_security_group_ingress_rule", "u", {
          security_group_id: "${aws_security_group.studio.id}",
          ip_protocol: "-1",
          cidr_ipv4: "${var.office}",
        }),
      ),
    ],
    [
      "a machine with a public address in a group that is declared elsewhere",
      setResource("aws_instance", "i", { associate_public_ip_address: true, vpc_security_group_ids: ["sg-0123"] }),
    ],
  ])("no-inbound-from-internet is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(noInboundFromInternet, "inspected", inspected, edit).kind).toBe("undecided");
  });
});
