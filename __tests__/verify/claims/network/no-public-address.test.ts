import { noPublicAddress } from "../../../../verify/claims/network/no-public-address";
import {
  changeArguments,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none" });
const inspected = networkPerimeter();

describe("no-public-address", () => {
  it("no-public-address is proved for private subnets, and for Elastic IPs of NAT gateways in an inspected environment", () => {
    const verdict = verdictOnPerimeter(noPublicAddress, "inspected", inspected);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence[0]).toEqual({
      text: "aws_eip.a belongs to a NAT gateway of inspected traffic, which accepts no inbound connection",
      addresses: ["aws_eip.a"],
    });
    expect(verdictOnPerimeter(noPublicAddress, "isolated", sealed).kind).toBe("proved");
  });

  it.each<[string, ResourceEdit, string]>([
    [
      "a subnet that maps public addresses",
      changeArguments("aws_subnet", "studio_a", { map_public_ip_on_launch: true }),
      "aws_subnet.studio_a",
    ],
    ["an Elastic IP that nothing holds", setResource("aws_eip", "x", {}), "aws_eip.x"],
    ["an Elastic IP of a machine", setResource("aws_eip", "x", { instance: "${aws_instance.i.id}" }), "aws_eip.x"],
    [
      "an Elastic IP associated separately",
      (resources) => {
        setResource("aws_eip", "x", {})(resources);
        setResource("aws_eip_association", "x", { allocation_id: "${aws_eip.x.id}", network_interface_id: "eni-1" })(
          resources,
        );
      },
      "aws_eip.x",
    ],
    [
      "a machine with a public address",
      setResource("aws_instance", "i", { associate_public_ip_address: true }),
      "aws_instance.i",
    ],
    [
      "a launch template that gives one, deep inside",
      setResource("aws_launch_template", "t", { network_interfaces: [{ associate_public_ip_address: "true" }] }),
      "aws_launch_template.t",
    ],
    [
      "a database that faces the internet",
      setResource("aws_db_instance", "d", { publicly_accessible: true }),
      "aws_db_instance.d",
    ],
    ["a load balancer that nobody made internal", setResource("aws_lb", "l", {}), "aws_lb.l"],
    [
      "a subnet with IPv6",
      changeArguments("aws_subnet", "studio_a", { ipv6_cidr_block: "2a05:d018:0:1::/64" }),
      "aws_subnet.studio_a",
    ],
    [
      "a subnet with a part of the IPv6 block of its VPC",
      changeArguments("aws_subnet", "studio_a", {
        ipv6_cidr_block: "${cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, local.at)}",
      }),
      "aws_subnet.studio_a",
    ],
    [
      "a subnet with IPv6 by a choice, and with IPv6 addresses alone",
      changeArguments("aws_subnet", "studio_a", { ipv6_cidr_block: "${try(var.block, null)}", ipv6_native: true }),
      "aws_subnet.studio_a",
    ],
    ["a VPC with IPv6", changeArguments("aws_vpc", "main", { assign_generated_ipv6_cidr_block: true }), "aws_vpc.main"],
    [
      "an IPv6 block associated separately",
      setResource("aws_vpc_ipv6_cidr_block_association", "x", { vpc_id: "${aws_vpc.main.id}" }),
      "aws_vpc.main",
    ],
  ])("no-public-address is violated by %s", (_, edit, address) => {
    const verdict = verdictOnPerimeter(noPublicAddress, "inspected", inspected, edit);

    expect(verdict.kind).toBe("violated");
    expect(verdict.evidence.map(({ addresses }) => addresses)).toEqual([[address]]);
  });

  it("no-public-address is violated by the address of a NAT gateway in an isolated environment", () => {
    expect(verdictOnPerimeter(noPublicAddress, "isolated", inspected).kind).toBe("violated");
  });

  it.each<[string, ResourceEdit]>([
    [
      "a subnet whose flag is not written out",
      changeArguments("aws_subnet", "studio_a", { map_public_ip_on_launch: "${var.public}" }),
    ],
    [
      "a subnet that has an IPv6 block only by a condition that is not known",
      changeArguments("aws_subnet", "studio_a", {
        ipv6_cidr_block: "${var.dual ? cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1) : null}",
      }),
    ],
    [
      "a subnet whose IPv6 block is a variable without a value",
      changeArguments("aws_subnet", "studio_a", { ipv6_cidr_block: "${var.block}" }),
    ],
    ["a load balancer whose flag is not written out", setResource("aws_lb", "l", { internal: "${var.internal}" })],
  ])("no-public-address is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(noPublicAddress, "inspected", inspected, edit).kind).toBe("undecided");
  });

  it.each<[string, ResourceEdit]>([
    ["an internal load balancer", setResource("aws_lb", "l", { internal: true })],
    [
      "a gateway load balancer, which has no public addresses",
      setResource("aws_lb", "l", { load_balancer_type: "gateway" }),
    ],
    [
      "flags that are off",
      changeArguments("aws_subnet", "studio_a", {
        map_public_ip_on_launch: false,
        assign_ipv6_address_on_creation: false,
      }),
    ],
    [
      "a tag that has the name of a member of every object",
      changeArguments("aws_subnet", "studio_a", { tags: { constructor: "acme" } }),
    ],
  ])("no-public-address still holds with %s", (_, edit) => {
    expect(verdictOnPerimeter(noPublicAddress, "inspected", inspected, edit).kind).toBe("proved");
  });
});
