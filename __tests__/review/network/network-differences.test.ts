import { endpointDifferences } from "../../../review/network/endpoint-differences";
import { internetPathDifferences } from "../../../review/network/internet-path-differences";
import { securityGroupRuleDifferences } from "../../../review/network/security-group-rule-differences";
import {
  addResource,
  argumentsAt,
  deleteResources,
  type MutableStack,
  type StackEdit,
} from "../../verify/fixtures/mutant";
import {
  changeAfterEdits,
  changeBetweenEdits,
  differenceLines,
  reversedChange,
  type StackChange,
} from "../fixtures/changed-stack";

const pathLines = ({ before, after }: StackChange) => differenceLines(internetPathDifferences(before, after));
const ruleLines = ({ before, after }: StackChange) => differenceLines(securityGroupRuleDifferences(before, after));
const endpointLines = ({ before, after }: StackChange) => differenceLines(endpointDifferences(before, after));

function addInternetRoute(stack: MutableStack): void {
  addResource(stack, "aws_internet_gateway.way_out", { vpc_id: "${aws_vpc.network_vpc.id}" });
  addResource(stack, "aws_route.way_out", {
    route_table_id: "${aws_route_table.network_studio_a_routes.id}",
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: "${aws_internet_gateway.way_out.id}",
  });
}

describe("internet paths", () => {
  it("An added internet path is reported with its subnet and hops.", () => {
    const change = changeAfterEdits("dev", addInternetRoute);

    expect(pathLines(change)).toEqual([
      "opens: Traffic from aws_subnet.network_studio_a can now reach the internet directly, from an interface with a public address",
      "opens: New: aws_internet_gateway.way_out connects the VPC to the internet",
    ]);
    expect(internetPathDifferences(change.before, change.after)[0]?.addresses).toContain("aws_route.way_out");
  });

  it("A removed internet path is reported as closed.", () => {
    expect(pathLines(reversedChange(changeAfterEdits("dev", addInternetRoute)))).toEqual([
      "closes: Traffic from aws_subnet.network_studio_a can no longer reach the internet directly, from an interface with a public address",
      "closes: Removed: aws_internet_gateway.way_out connects the VPC to the internet",
    ]);
  });

  it("An internet path that no longer passes the firewall is reported as opened.", () => {
    const bypass = changeAfterEdits("staging", (stack) => {
      argumentsAt(stack, "aws_route.egress_firewall_studio_a_default").vpc_endpoint_id = undefined;
      argumentsAt(stack, "aws_route.egress_firewall_studio_a_default").nat_gateway_id =
        "${aws_nat_gateway.egress_firewall_nat_a.id}";
    });

    expect(pathLines(bypass)).toEqual([
      "opens: Traffic from aws_subnet.network_studio_a can now reach the internet through a NAT gateway",
    ]);
    expect(pathLines(reversedChange(bypass))).toEqual([
      "closes: Traffic from aws_subnet.network_studio_a can no longer reach the internet through a NAT gateway",
    ]);
  });

  it("A connection to a network that the configuration does not describe is reported as opened.", () => {
    const peering = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_vpc_peering_connection.other", {
        vpc_id: "${aws_vpc.network_vpc.id}",
        peer_vpc_id: "vpc-0a1b2c3d",
      }),
    );

    expect(pathLines(peering)).toEqual([
      "opens: New: aws_vpc_peering_connection.other connects to another VPC, outside this configuration",
    ]);
  });

  it("A public IP address is reported as opened.", () => {
    const address = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, "aws_subnet.network_studio_a").map_public_ip_on_launch = true;
    });

    expect(pathLines(address)).toEqual(["opens: New: aws_subnet.network_studio_a has a public IP address"]);
  });

  it("A route with an unknown target is reported as unclear.", () => {
    const nowhere = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_route.vague", {
        route_table_id: "${aws_route_table.network_studio_a_routes.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${var.somewhere}",
      }),
    );

    expect(pathLines(nowhere)).toEqual([
      expect.stringMatching(/^unclear: New: .*aws_route\.vague/),
      expect.stringMatching(/^unclear: Traffic from aws_subnet\.network_studio_a can now reach .*aws_route\.vague/),
    ]);
  });
});

describe("security group rules", () => {
  const rule = (cidr_ipv4: string) => (stack: MutableStack) =>
    addResource(stack, "aws_vpc_security_group_ingress_rule.extra", {
      security_group_id: "${aws_security_group.security_groups_endpoint.id}",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4,
    });

  it("An added ingress rule opens, and a removed one closes.", () => {
    const change = changeAfterEdits("dev", rule("10.99.0.0/16"));

    expect(ruleLines(change)).toEqual([
      "opens: aws_security_group.security_groups_endpoint now allows inbound tcp 443 from 10.99.0.0/16",
    ]);
    expect(ruleLines(reversedChange(change))).toEqual([
      "closes: aws_security_group.security_groups_endpoint no longer allows inbound tcp 443 from 10.99.0.0/16",
    ]);
  });

  it("An added egress rule opens.", () => {
    const change = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_vpc_security_group_egress_rule.extra", {
        security_group_id: "${aws_security_group.security_groups_studio.id}",
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    );

    expect(ruleLines(change)).toEqual([
      "opens: aws_security_group.security_groups_studio now allows outbound every protocol to 0.0.0.0/0",
    ]);
  });

  it.each([
    ["lower ports", { from_port: 80 }],
    ["higher ports", { to_port: 8443 }],
    ["another protocol", { ip_protocol: "-1", from_port: undefined, to_port: undefined }],
    ["other addresses", { referenced_security_group_id: undefined, cidr_ipv4: "10.10.0.0/16" }],
  ])("An ingress rule widened to %s opens, and is not reported as closed.", (_, wider) => {
    const change = changeAfterEdits("dev", (stack) =>
      Object.assign(
        argumentsAt(stack, "aws_vpc_security_group_ingress_rule.security_groups_endpoint_from_studio"),
        wider,
      ),
    );

    expect(ruleLines(change)).toEqual([
      expect.stringMatching(/^opens: aws_security_group\.security_groups_endpoint now allows inbound /),
    ]);
    expect(ruleLines(reversedChange(change))).toEqual([
      expect.stringMatching(/^closes: aws_security_group\.security_groups_endpoint no longer allows inbound /),
    ]);
  });

  it("A security group of an added user with the rules of the other users opens nothing.", () => {
    const change = changeAfterEdits("staging", (stack) => {
      const own = "${aws_security_group.studio_group_new.id}";
      const profile = argumentsAt(stack, "aws_sagemaker_user_profile.studio_profile_data_scientist");
      addResource(stack, "aws_security_group.studio_group_new", { vpc_id: "${aws_vpc.network_vpc.id}" });
      for (const direction of ["ingress", "egress"] as const) {
        const like = argumentsAt(
          stack,
          `aws_vpc_security_group_${direction}_rule.studio_self_${direction === "ingress" ? "in" : "out"}_data_scientist`,
        );
        const both = { security_group_id: own, referenced_security_group_id: own };
        addResource(stack, `aws_vpc_security_group_${direction}_rule.new`, { ...like, ...both });
      }
      const settings = JSON.stringify(profile).replaceAll("studio_group_data_scientist", "studio_group_new");
      addResource(stack, "aws_sagemaker_user_profile.studio_profile_new", JSON.parse(settings));
    });

    expect(ruleLines(change)).toEqual([
      "changes: aws_security_group.studio_group_new gains rules that security groups with the same use already have",
    ]);
  });

  it("A rule between the security groups of two users opens.", () => {
    const change = changeAfterEdits("staging", (stack) =>
      addResource(stack, "aws_vpc_security_group_ingress_rule.across", {
        security_group_id: "${aws_security_group.studio_group_data_scientist.id}",
        referenced_security_group_id: "${aws_security_group.studio_group_ml_engineer.id}",
        ip_protocol: "-1",
      }),
    );

    expect(ruleLines(change)).toEqual([
      "opens: aws_security_group.studio_group_data_scientist now allows inbound every protocol from aws_security_group.studio_group_ml_engineer",
    ]);
  });
});

describe("VPC endpoints", () => {
  const athena = (stack: MutableStack) =>
    addResource(stack, "aws_vpc_endpoint.athena", {
      ...argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts"),
      service_name: "com.amazonaws.eu-west-1.athena",
    });

  it("An added VPC endpoint opens its service, and a removed one closes it.", () => {
    const change = changeAfterEdits("staging", athena);

    expect(endpointLines(change)).toEqual([
      "opens: A VPC endpoint for athena is added, attached to aws_subnet.network_endpoint_a",
    ]);
    expect(endpointLines(reversedChange(change))).toEqual([
      "closes: The VPC endpoint for athena is removed: the VPC no longer reaches the service privately",
    ]);
  });

  it("VPC endpoints removed from one subnet are one loss.", () => {
    const change = changeAfterEdits("prod", (stack) => {
      for (const name of ["sts", "kms"]) {
        const subnets = argumentsAt(stack, `aws_vpc_endpoint.endpoints_${name}`).subnet_ids as string[];
        argumentsAt(stack, `aws_vpc_endpoint.endpoints_${name}`).subnet_ids = subnets.slice(0, -1);
      }
    });

    expect(endpointLines(change)).toEqual([
      "loses: VPC endpoints are removed from aws_subnet.network_endpoint_c: kms and sts",
    ]);
    expect(endpointLines(reversedChange(change))).toEqual([
      "changes: VPC endpoints are added to aws_subnet.network_endpoint_c: kms and sts",
    ]);
  });

  it("A VPC endpoint without private DNS opens the public addresses of its service.", () => {
    const change = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts").private_dns_enabled = false;
    });

    expect(endpointLines(change)).toEqual([
      "opens: Private DNS of aws_vpc_endpoint.endpoints_sts is no longer on: the service name resolves to public addresses",
    ]);
    expect(endpointLines(reversedChange(change))[0]).toMatch(/^closes: /);
  });
});

test("An unchanged network has no differences.", () => {
  const change = changeAfterEdits("prod", (stack) =>
    deleteResources(stack, "aws_sagemaker_user_profile.studio_profile_data_scientist"),
  );

  expect([...pathLines(change), ...endpointLines(change)]).toEqual([]);
});

test("A rule that joins the ports or the addresses of several opens nothing, and one that closes a gap between them does.", () => {
  const rule = (values: object) => ({
    security_group_id: "${aws_security_group.security_groups_endpoint.id}",
    ...{ ip_protocol: "tcp", from_port: 8000, to_port: 8000, cidr_ipv4: "10.99.0.0/24" },
    ...values,
  });
  const type = "aws_vpc_security_group_ingress_rule";
  const withRules =
    (...rules: readonly object[]): StackEdit =>
    (stack) => {
      for (const [index, values] of rules.entries()) {
        addResource(stack, `${type}.rule_${index}`, rule(values));
      }
    };
  const opened = (earlier: readonly object[], later: object): readonly string[] => {
    const { before, after } = changeBetweenEdits("dev", withRules(...earlier), withRules(later));
    return differenceLines(securityGroupRuleDifferences(before, after)).filter((line) => line.startsWith("opens"));
  };

  expect(opened([{}, { from_port: 8001, to_port: 8010 }], { to_port: 8010 })).toEqual([]);
  expect(opened([{ cidr_ipv4: "10.99.0.0/25" }, { cidr_ipv4: "10.99.0.128/25" }], {})).toEqual([]);
  expect(opened([{}, { from_port: 8002, to_port: 8010 }], { to_port: 8010 })).toHaveLength(1);
  expect(opened([{ cidr_ipv4: "10.99.0.0/25" }, { cidr_ipv4: "10.99.0.192/26" }], {})).toHaveLength(1);
  // Ports of one rule and addresses of another one are no rule with both.
  expect(opened([{ to_port: 8010, cidr_ipv4: "10.99.0.0/25" }, {}], { to_port: 8010 })).toHaveLength(1);
});
