import { networkModelOf } from "../../../verify/network/network-model";
import { readConfiguration } from "../../../verify/terraform/read/read-configuration";
import { combineEdits, networkPerimeter, type ResourceEdit, setResource } from "../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none" });
const [studio, other] = ["${aws_vpc.main.id}", "${aws_vpc.other.id}"];
const gateway = "tgw-0123456789abcdef0";
const attachment = (name: string, vpc: string, subnet: string): ResourceEdit =>
  setResource("aws_ec2_transit_gateway_vpc_attachment", name, {
    transit_gateway_id: gateway,
    vpc_id: vpc,
    subnet_ids: [subnet],
  });

function isOtherVpcInPerimeter(edit: ResourceEdit): boolean {
  const resource = structuredClone(sealed);
  combineEdits(
    setResource("aws_vpc", "other", { cidr_block: "10.99.0.0/16" }),
    setResource("aws_subnet", "other", { vpc_id: other, cidr_block: "10.99.0.0/20" }),
    edit,
  )(resource);
  const configuration = readConfiguration({ resource }, "sketch");
  return networkModelOf(configuration).perimeterVpcs.has("aws_vpc.other");
}

describe("the VPCs of a perimeter", () => {
  it.each<[string, ResourceEdit]>([
    ["a peering connection", setResource("aws_vpc_peering_connection", "p", { vpc_id: other, peer_vpc_id: studio })],
    [
      "attachments to one transit gateway",
      combineEdits(
        attachment("a", studio, "${aws_subnet.studio_a.id}"),
        attachment("b", other, "${aws_subnet.other.id}"),
      ),
    ],
    [
      "a chain over a third VPC that only its ID names",
      combineEdits(
        setResource("aws_vpc_peering_connection", "p", { vpc_id: studio, peer_vpc_id: "vpc-0123456789abcdef0" }),
        setResource("aws_vpc_peering_connection", "q", { vpc_id: "vpc-0123456789abcdef0", peer_vpc_id: other }),
      ),
    ],
    [
      "a service network of VPC Lattice",
      combineEdits(
        ...[studio, other].map((vpc_identifier, index) =>
          setResource("aws_vpclattice_service_network_vpc_association", `a${index}`, {
            vpc_identifier,
            service_network_identifier: "sn-0123456789abcdef0",
          }),
        ),
      ),
    ],
    [
      "a private zone",
      setResource("aws_route53_zone", "z", { name: "corp.example", vpc: [{ vpc_id: studio }, { vpc_id: other }] }),
    ],
    [
      "a security group rule",
      combineEdits(
        setResource("aws_security_group", "o", { vpc_id: other }),
        setResource("aws_vpc_security_group_ingress_rule", "o", {
          security_group_id: "${aws_security_group.o.id}",
          referenced_security_group_id: "${aws_security_group.studio.id}",
          ip_protocol: "-1",
        }),
      ),
    ],
    [
      "a resource of a type that nobody has looked at",
      setResource("aws_cable", "c", { ends: `${studio} and ${other}` }),
    ],
  ])("a second VPC belongs to the perimeter if %s connects it", (_, edit) => {
    expect(isOtherVpcInPerimeter(edit)).toBe(true);
  });

  it.each<[string, ResourceEdit]>([
    ["nothing", () => undefined],
    ["a transit gateway that Studio's VPC is not attached to", attachment("b", other, "${aws_subnet.other.id}")],
    [
      "an endpoint service, whose connections are followed to their targets,",
      combineEdits(
        setResource("aws_lb", "l", { internal: true, subnets: ["${aws_subnet.other.id}"] }),
        setResource("aws_vpc_endpoint_service", "s", { network_load_balancer_arns: ["${aws_lb.l.arn}"] }),
        setResource("aws_vpc_endpoint", "s", {
          vpc_id: studio,
          vpc_endpoint_type: "Interface",
          service_name: "${aws_vpc_endpoint_service.s.service_name}",
        }),
      ),
    ],
    [
      "a shared role, key and DNS firewall",
      combineEdits(
        setResource("aws_iam_role", "r", { name: "flow-logs" }),
        setResource("aws_kms_key", "k", {}),
        setResource("aws_route53_resolver_firewall_rule_group", "g", { name: "g" }),
        ...[studio, other].flatMap((vpc_id, index) => [
          setResource("aws_flow_log", `f${index}`, { vpc_id, iam_role_arn: "${aws_iam_role.r.arn}" }),
          setResource("aws_route53_resolver_firewall_rule_group_association", `g${index}`, {
            vpc_id,
            firewall_rule_group_id: "${aws_route53_resolver_firewall_rule_group.g.id}",
          }),
        ]),
      ),
    ],
  ])("a second VPC is no part of the perimeter if %s is all that both share", (_, edit) => {
    expect(isOtherVpcInPerimeter(edit)).toBe(false);
  });
});
