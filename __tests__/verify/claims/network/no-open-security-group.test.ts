import { noOpenSecurityGroup } from "../../../../verify/claims/network/no-open-security-group";
import {
  changeArguments,
  dropResource,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none" });
const inspected = networkPerimeter();
const studio = { security_group_id: "${aws_security_group.studio.id}" };
const tcp = { ip_protocol: "tcp", from_port: 443, to_port: 443 };

describe("no-open-security-group", () => {
  it("no-open-security-group is proved for closed groups, and for outbound TLS of an inspected environment", () => {
    expect(verdictOnPerimeter(noOpenSecurityGroup, "isolated", sealed).kind).toBe("proved");
    expect(verdictOnPerimeter(noOpenSecurityGroup, "inspected", inspected).kind).toBe("proved");
  });

  it.each<[string, ResourceEdit]>([
    [
      "a group that takes SSH from everywhere",
      setResource("aws_vpc_security_group_ingress_rule", "x", {
        ...studio,
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
        cidr_ipv4: "0.0.0.0/0",
      }),
    ],
    [
      "a group that takes anything over IPv6",
      setResource("aws_vpc_security_group_ingress_rule", "x", { ...studio, ip_protocol: "-1", cidr_ipv6: "::/0" }),
    ],
    [
      "a group that takes TLS from one public block",
      setResource("aws_vpc_security_group_ingress_rule", "x", { ...studio, ...tcp, cidr_ipv4: "203.0.114.0/24" }),
    ],
    [
      "the console's allow-all egress rule, written inside the group",
      changeArguments("aws_security_group", "studio", {
        egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
      }),
    ],
    [
      "egress on a port that nobody declared",
      setResource("aws_vpc_security_group_egress_rule", "x", {
        ...studio,
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
        cidr_ipv4: "0.0.0.0/0",
      }),
    ],
    [
      "egress on a range around the declared port",
      setResource("aws_vpc_security_group_egress_rule", "x", {
        ...studio,
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 444,
        cidr_ipv4: "0.0.0.0/0",
      }),
    ],
    [
      "UDP egress on the declared port",
      setResource("aws_vpc_security_group_egress_rule", "x", {
        ...studio,
        ip_protocol: "udp",
        from_port: 443,
        to_port: 443,
        cidr_ipv4: "0.0.0.0/0",
      }),
    ],
    ["a default group that nobody adopted", dropResource("aws_default_security_group", "empty")],
    [
      "a default group with a rule",
      changeArguments("aws_default_security_group", "empty", {
        ingress: [{ protocol: "-1", from_port: 0, to_port: 0, self: true }],
      }),
    ],
    [
      "a rule added to the default group from outside",
      setResource("aws_vpc_security_group_egress_rule", "x", {
        ...tcp,
        security_group_id: "${aws_vpc.main.default_security_group_id}",
        cidr_ipv4: "10.0.0.0/16",
      }),
    ],
    [
      "a managed prefix list with a public block",
      (resources) => {
        setResource("aws_ec2_managed_prefix_list", "p", { entry: [{ cidr: "203.0.114.0/24" }] })(resources);
        setResource("aws_vpc_security_group_ingress_rule", "x", {
          ...studio,
          ...tcp,
          prefix_list_id: "${aws_ec2_managed_prefix_list.p.id}",
        })(resources);
      },
    ],
  ])("no-open-security-group is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(noOpenSecurityGroup, "inspected", inspected, edit).kind).toBe("violated");
  });

  it("no-open-security-group is violated by any outbound rule to the internet in an isolated environment", () => {
    const edit = setResource("aws_vpc_security_group_egress_rule", "x", { ...studio, ...tcp, cidr_ipv4: "0.0.0.0/0" });

    const verdict = verdictOnPerimeter(noOpenSecurityGroup, "isolated", sealed, edit);

    expect(verdict).toEqual({
      kind: "violated",
      evidence: [
        {
          text: "aws_security_group.studio allows tcp 443 outbound to 0.0.0.0/0",
          addresses: ["aws_vpc_security_group_egress_rule.x"],
        },
      ],
    });
  });

  it.each<[string, ResourceEdit]>([
    [
      "a peer that is not written out",
      setResource("aws_vpc_security_group_ingress_rule", "x", { ...studio, ...tcp, cidr_ipv4: "${var.office}" }),
    ],
    [
      "a group of another configuration's variable",
      setResource("aws_vpc_security_group_egress_rule", "x", {
        ...studio,
        ...tcp,
        referenced_security_group_id: "${var.group}",
      }),
    ],
    [
      "a prefix list that is declared elsewhere",
      setResource("aws_vpc_security_group_egress_rule", "x", { ...studio, ...tcp, prefix_list_id: "pl-0123" }),
    ],
    [
      "a prefix list of somebody else's that is looked up by its name",
      (resources) => {
        setResource("data.aws_ec2_managed_prefix_list", "theirs", { name: "partners" })(resources);
        setResource("aws_vpc_security_group_egress_rule", "x", {
          ...studio,
          ...tcp,
          prefix_list_id: "${data.aws_ec2_managed_prefix_list.theirs.id}",
        })(resources);
      },
    ],
    [
      "a group of Studio's that is declared elsewhere",
      changeArguments("aws_sagemaker_domain", "studio", { default_user_settings: { security_groups: ["sg-0123"] } }),
    ],
    ["rules that are one expression", changeArguments("aws_security_group", "studio", { ingress: "${var.rules}" })],
  ])("no-open-security-group is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(noOpenSecurityGroup, "isolated", sealed, edit).kind).toBe("undecided");
  });

  it("no-open-security-group still holds for a group with a rule for its own members", () => {
    const edit = changeArguments("aws_security_group", "studio", {
      ingress: [{ protocol: "tcp", from_port: 8192, to_port: 65535, self: true }],
    });

    expect(verdictOnPerimeter(noOpenSecurityGroup, "isolated", sealed, edit).kind).toBe("proved");
  });

  it("no-open-security-group ignores groups of other VPCs", () => {
    const edit: ResourceEdit = (resources) => {
      setResource("aws_vpc", "other", { cidr_block: "10.9.0.0/16" })(resources);
      setResource("aws_security_group", "other", {
        vpc_id: "${aws_vpc.other.id}",
        ingress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
      })(resources);
    };

    expect(verdictOnPerimeter(noOpenSecurityGroup, "isolated", sealed, edit).kind).toBe("proved");
  });
});
