import { endpointDifferences } from "../../../review/compare/endpoint-differences";
import { internetPathDifferences } from "../../../review/compare/internet-path-differences";
import { securityGroupRuleDifferences } from "../../../review/compare/security-group-rule-differences";
import { addResource, argumentsAt, deleteResources, type MutableStack } from "../../verify/fixtures/mutant";
import { changeAfterEdits, differenceLines, reversedChange, type StackChange } from "../fixtures/changed-stack";

const ways = ({ before, after }: StackChange) => differenceLines(internetPathDifferences(before, after));
const admissions = ({ before, after }: StackChange) => differenceLines(securityGroupRuleDifferences(before, after));
const endpoints = ({ before, after }: StackChange) => differenceLines(endpointDifferences(before, after));

function gateway(stack: MutableStack): void {
  addResource(stack, "aws_internet_gateway.way_out", { vpc_id: "${aws_vpc.network_vpc.id}" });
  addResource(stack, "aws_route.way_out", {
    route_table_id: "${aws_route_table.network_studio_a_routes.id}",
    destination_cidr_block: "0.0.0.0/0",
    gateway_id: "${aws_internet_gateway.way_out.id}",
  });
}

describe("a way", () => {
  it("out that appears is told by where it starts and what it passes", () => {
    const change = changeAfterEdits("dev", gateway);

    expect(ways(change)).toEqual([
      "opens: Packets from aws_subnet.network_studio_a now reach the internet, with nothing in between",
      "opens: New: aws_internet_gateway.way_out joins the VPC to the internet",
    ]);
    expect(internetPathDifferences(change.before, change.after)[0]?.addresses).toContain("aws_route.way_out");
  });

  it("out that goes is told too", () => {
    expect(ways(reversedChange(changeAfterEdits("dev", gateway)))).toEqual([
      "closes: Packets from aws_subnet.network_studio_a no longer reach the internet, with nothing in between",
      "closes: Gone: aws_internet_gateway.way_out joins the VPC to the internet",
    ]);
  });

  it("that stays, but now passes no firewall, is another one", () => {
    const around = changeAfterEdits("staging", (stack) => {
      argumentsAt(stack, "aws_route.egress_firewall_studio_a_default").vpc_endpoint_id = undefined;
      argumentsAt(stack, "aws_route.egress_firewall_studio_a_default").nat_gateway_id =
        "${aws_nat_gateway.egress_firewall_nat_a.id}";
    });

    expect(ways(around)).toEqual([
      "opens: Packets from aws_subnet.network_studio_a now reach the internet, through a NAT gateway",
    ]);
    expect(ways(reversedChange(around))).toEqual([
      "closes: Packets from aws_subnet.network_studio_a no longer reach the internet, through a NAT gateway",
    ]);
  });

  it("into another network opens, since nobody knows what is there", () => {
    const peering = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_vpc_peering_connection.other", {
        vpc_id: "${aws_vpc.network_vpc.id}",
        peer_vpc_id: "vpc-0a1b2c3d",
      }),
    );

    expect(ways(peering)).toEqual([
      "opens: New: aws_vpc_peering_connection.other joins another VPC, which this configuration does not describe",
    ]);
  });

  it("in by a public address is told", () => {
    const address = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, "aws_subnet.network_studio_a").map_public_ip_on_launch = true;
    });

    expect(ways(address)).toEqual(["opens: New: aws_subnet.network_studio_a has a public address"]);
  });

  it("that leads where the text does not say cannot be told", () => {
    const nowhere = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_route.vague", {
        route_table_id: "${aws_route_table.network_studio_a_routes.id}",
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: "${var.somewhere}",
      }),
    );

    expect(ways(nowhere)).toEqual([expect.stringMatching(/^unclear: New: .*aws_route\.vague/)]);
  });
});

describe("a security group", () => {
  const rule = (cidr_ipv4: string) => (stack: MutableStack) =>
    addResource(stack, "aws_vpc_security_group_ingress_rule.extra", {
      security_group_id: "${aws_security_group.security_groups_endpoint.id}",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4,
    });

  it("that takes from more addresses opens, and closes on the way back", () => {
    const change = changeAfterEdits("dev", rule("10.99.0.0/16"));

    expect(admissions(change)).toEqual([
      "opens: aws_security_group.security_groups_endpoint newly takes tcp 443 from 10.99.0.0/16",
    ]);
    expect(admissions(reversedChange(change))).toEqual([
      "closes: aws_security_group.security_groups_endpoint no longer takes tcp 443 from 10.99.0.0/16",
    ]);
  });

  it("that sends to more addresses opens", () => {
    const change = changeAfterEdits("dev", (stack) =>
      addResource(stack, "aws_vpc_security_group_egress_rule.extra", {
        security_group_id: "${aws_security_group.security_groups_studio.id}",
        ip_protocol: "-1",
        cidr_ipv4: "0.0.0.0/0",
      }),
    );

    expect(admissions(change)).toEqual([
      "opens: aws_security_group.security_groups_studio newly sends every protocol to 0.0.0.0/0",
    ]);
  });

  it.each([
    ["lower ports", { from_port: 80 }],
    ["higher ports", { to_port: 8443 }],
    ["another protocol", { ip_protocol: "-1", from_port: undefined, to_port: undefined }],
    ["other addresses", { referenced_security_group_id: undefined, cidr_ipv4: "10.10.0.0/16" }],
  ])("that takes more by %s opens, and what it took before is still taken", (_, wider) => {
    const change = changeAfterEdits("dev", (stack) =>
      Object.assign(
        argumentsAt(stack, "aws_vpc_security_group_ingress_rule.security_groups_endpoint_from_studio"),
        wider,
      ),
    );

    expect(admissions(change)).toEqual([
      expect.stringMatching(/^opens: aws_security_group\.security_groups_endpoint newly /),
    ]);
    expect(admissions(reversedChange(change))).toEqual([
      expect.stringMatching(/^closes: aws_security_group\.security_groups_endpoint no longer /),
    ]);
  });

  it("of one more person does what those of others do, which opens nothing", () => {
    const change = changeAfterEdits("staging", (stack) => {
      const own = "${aws_security_group.studio_group_new.id}";
      const profile = argumentsAt(stack, "aws_sagemaker_user_profile.studio_profile_data_scientist");
      addResource(stack, "aws_security_group.studio_group_new", { vpc_id: "${aws_vpc.network_vpc.id}" });
      for (const way of ["ingress", "egress"] as const) {
        const like = argumentsAt(
          stack,
          `aws_vpc_security_group_${way}_rule.studio_self_${way === "ingress" ? "in" : "out"}_data_scientist`,
        );
        const both = { security_group_id: own, referenced_security_group_id: own };
        addResource(stack, `aws_vpc_security_group_${way}_rule.new`, { ...like, ...both });
      }
      const settings = JSON.stringify(profile).replaceAll("studio_group_data_scientist", "studio_group_new");
      addResource(stack, "aws_sagemaker_user_profile.studio_profile_new", JSON.parse(settings));
    });

    expect(admissions(change)).toEqual([
      "changes: aws_security_group.studio_group_new takes and sends what others of its use do",
    ]);
  });

  it("that lets another person's group in is no such thing", () => {
    const change = changeAfterEdits("staging", (stack) =>
      addResource(stack, "aws_vpc_security_group_ingress_rule.across", {
        security_group_id: "${aws_security_group.studio_group_data_scientist.id}",
        referenced_security_group_id: "${aws_security_group.studio_group_ml_engineer.id}",
        ip_protocol: "-1",
      }),
    );

    expect(admissions(change)).toEqual([
      "opens: aws_security_group.studio_group_data_scientist newly takes every protocol from aws_security_group.studio_group_ml_engineer",
    ]);
  });
});

describe("an endpoint", () => {
  const athena = (stack: MutableStack) =>
    addResource(stack, "aws_vpc_endpoint.athena", {
      ...argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts"),
      service_name: "com.amazonaws.eu-west-1.athena",
    });

  it("that appears opens a way to its service, and closes it when it goes", () => {
    const change = changeAfterEdits("staging", athena);

    expect(endpoints(change)).toEqual(["opens: A new endpoint leads to athena, in aws_subnet.network_endpoint_a"]);
    expect(endpoints(reversedChange(change))).toEqual([
      "closes: The endpoint to athena goes: the service is no longer reached inside the VPC",
    ]);
  });

  it("that leaves a zone is lost there; several are one sentence", () => {
    const change = changeAfterEdits("prod", (stack) => {
      for (const name of ["sts", "kms"]) {
        const subnets = argumentsAt(stack, `aws_vpc_endpoint.endpoints_${name}`).subnet_ids as string[];
        argumentsAt(stack, `aws_vpc_endpoint.endpoints_${name}`).subnet_ids = subnets.slice(0, -1);
      }
    });

    expect(endpoints(change)).toEqual(["loses: Endpoints no longer serve aws_subnet.network_endpoint_c: kms and sts"]);
    expect(endpoints(reversedChange(change))).toEqual([
      "changes: Endpoints also serve aws_subnet.network_endpoint_c: kms and sts",
    ]);
  });

  it("whose service is called by its public name again sends clients outside", () => {
    const change = changeAfterEdits("dev", (stack) => {
      argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts").private_dns_enabled = false;
    });

    expect(endpoints(change)).toEqual([
      "opens: The service's own name no longer leads to aws_vpc_endpoint.endpoints_sts, but outside",
    ]);
    expect(endpoints(reversedChange(change))[0]).toMatch(/^closes: /);
  });
});

test("a network that stays says nothing", () => {
  const change = changeAfterEdits("prod", (stack) =>
    deleteResources(stack, "aws_sagemaker_user_profile.studio_profile_data_scientist"),
  );

  expect([...ways(change), ...endpoints(change)]).toEqual([]);
});
