import { noPublicAddress } from "../../../../verify/claims/network/no-public-address";
import { change, type Edit, judged, perimeter, put } from "../../fixtures/small-perimeter";

const sealed = perimeter({ order: "none" });
const inspected = perimeter();

describe("no public address", () => {
  it("is proved for private subnets, and for Elastic IPs that NAT gateways hold on an inspected way out", () => {
    const verdict = judged(noPublicAddress, "inspected", inspected);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence[0]).toEqual({
      text: "aws_eip.a belongs to a NAT gateway, which lets nothing in",
      addresses: ["aws_eip.a"],
    });
    expect(judged(noPublicAddress, "isolated", sealed).kind).toBe("proved");
  });

  it.each<[string, Edit, string]>([
    [
      "a subnet that maps public addresses",
      change("aws_subnet", "studio_a", { map_public_ip_on_launch: true }),
      "aws_subnet.studio_a",
    ],
    ["an Elastic IP that nothing holds", put("aws_eip", "x", {}), "aws_eip.x"],
    ["an Elastic IP of a machine", put("aws_eip", "x", { instance: "${aws_instance.i.id}" }), "aws_eip.x"],
    [
      "an Elastic IP associated separately",
      (resources) => {
        put("aws_eip", "x", {})(resources);
        put("aws_eip_association", "x", { allocation_id: "${aws_eip.x.id}", network_interface_id: "eni-1" })(resources);
      },
      "aws_eip.x",
    ],
    [
      "a machine with a public address",
      put("aws_instance", "i", { associate_public_ip_address: true }),
      "aws_instance.i",
    ],
    [
      "a launch template that gives one, deep inside",
      put("aws_launch_template", "t", { network_interfaces: [{ associate_public_ip_address: "true" }] }),
      "aws_launch_template.t",
    ],
    [
      "a database that faces the internet",
      put("aws_db_instance", "d", { publicly_accessible: true }),
      "aws_db_instance.d",
    ],
    ["a load balancer that nobody made internal", put("aws_lb", "l", {}), "aws_lb.l"],
    [
      "a subnet with IPv6",
      change("aws_subnet", "studio_a", { ipv6_cidr_block: "2a05:d018:0:1::/64" }),
      "aws_subnet.studio_a",
    ],
    ["a VPC with IPv6", change("aws_vpc", "main", { assign_generated_ipv6_cidr_block: true }), "aws_vpc.main"],
    [
      "an IPv6 block associated separately",
      put("aws_vpc_ipv6_cidr_block_association", "x", { vpc_id: "${aws_vpc.main.id}" }),
      "aws_vpc.main",
    ],
  ])("is violated by %s", (_, edit, address) => {
    const verdict = judged(noPublicAddress, "inspected", inspected, edit);

    expect(verdict.kind).toBe("violated");
    expect(verdict.evidence.map(({ addresses }) => addresses)).toEqual([[address]]);
  });

  it("is violated by a NAT gateway's address where nothing may leave", () => {
    expect(judged(noPublicAddress, "isolated", inspected).kind).toBe("violated");
  });

  it.each<[string, Edit]>([
    [
      "a subnet whose flag is not written out",
      change("aws_subnet", "studio_a", { map_public_ip_on_launch: "${var.public}" }),
    ],
    ["a load balancer whose flag is not written out", put("aws_lb", "l", { internal: "${var.internal}" })],
  ])("is undecided with %s", (_, edit) => {
    expect(judged(noPublicAddress, "inspected", inspected, edit).kind).toBe("undecided");
  });

  it.each<[string, Edit]>([
    ["an internal load balancer", put("aws_lb", "l", { internal: true })],
    ["a gateway load balancer, which has no public addresses", put("aws_lb", "l", { load_balancer_type: "gateway" })],
    [
      "flags that are off",
      change("aws_subnet", "studio_a", { map_public_ip_on_launch: false, assign_ipv6_address_on_creation: false }),
    ],
  ])("still holds with %s", (_, edit) => {
    expect(judged(noPublicAddress, "inspected", inspected, edit).kind).toBe("proved");
  });
});
