import { endpointTakesOnlyStudio } from "../../../../verify/claims/network/endpoint-takes-only-studio";
import {
  changeArguments,
  combineEdits,
  networkPerimeter,
  type ResourceEdit,
  setResource,
  verdictOnPerimeter,
} from "../../fixtures/network-perimeter";

const sealed = networkPerimeter({ order: "none" });
const rule = (values: Record<string, string | number>): ResourceEdit =>
  setResource("aws_vpc_security_group_ingress_rule", "x", {
    security_group_id: "${aws_security_group.endpoint.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    ...values,
  });

const routeTables = (more: string): ResourceEdit =>
  changeArguments("aws_vpc_endpoint", "s3", { route_table_ids: ["${aws_route_table.studio_a.id}", more] });

describe("endpoint-takes-only-studio", () => {
  it("endpoint-takes-only-studio is proved for each interface endpoint and each route table", () => {
    const verdict = verdictOnPerimeter(endpointTakesOnlyStudio, "isolated", sealed);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence.map(({ addresses }) => addresses)).toContainEqual([
      "aws_vpc_endpoint.s3",
      "aws_route_table.studio_a",
    ]);
  });

  it.each<[string, ResourceEdit]>([
    ["the VPC's block", rule({ cidr_ipv4: "10.0.0.0/16" })],
    ["the world", rule({ cidr_ipv4: "0.0.0.0/0" })],
    [
      "another group",
      combineEdits(
        setResource("aws_security_group", "other", { vpc_id: "${aws_vpc.main.id}" }),
        rule({ referenced_security_group_id: "${aws_security_group.other.id}" }),
      ),
    ],
    [
      "more ports than TLS",
      rule({ from_port: 0, to_port: 65535, referenced_security_group_id: "${aws_security_group.studio.id}" }),
    ],
    ["every protocol", rule({ ip_protocol: "-1", referenced_security_group_id: "${aws_security_group.studio.id}" })],
    ["a resource with the default group", changeArguments("aws_vpc_endpoint", "sts", { security_group_ids: [] })],
    [
      "a second group that is open",
      combineEdits(
        setResource("aws_security_group", "open", {
          vpc_id: "${aws_vpc.main.id}",
          ingress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["0.0.0.0/0"] }],
        }),
        setResource("aws_vpc_endpoint_security_group_association", "open", {
          vpc_endpoint_id: "${aws_vpc_endpoint.sts.id}",
          security_group_id: "${aws_security_group.open.id}",
        }),
      ),
    ],
    [
      "a route table that Studio does not use, at the gateway endpoint",
      changeArguments("aws_vpc_endpoint", "s3", {
        route_table_ids: ["${aws_route_table.studio_a.id}", "${aws_route_table.endpoint_a.id}"],
      }),
    ],
    [
      "such a table by a resource of its own",
      setResource("aws_vpc_endpoint_route_table_association", "x", {
        vpc_endpoint_id: "${aws_vpc_endpoint.s3.id}",
        route_table_id: "${aws_vpc.main.main_route_table_id}",
      }),
    ],
  ])("endpoint-takes-only-studio is violated by allowing %s", (_, edit) => {
    expect(verdictOnPerimeter(endpointTakesOnlyStudio, "isolated", sealed, edit).kind).toBe("violated");
  });

  it.each<[string, ResourceEdit]>([
    ["a peer that is not written out", rule({ cidr_ipv4: "${var.office}" })],
    [
      "a group that is declared elsewhere",
      changeArguments("aws_vpc_endpoint", "sts", { security_group_ids: ["sg-0123"] }),
    ],
    ["a prefix list", rule({ prefix_list_id: "pl-0123" })],
    ["a route table by its ID at the gateway endpoint", routeTables("rtb-0123456789abcdef0")],
    ["a looked-up route table at the gateway endpoint", routeTables("${data.aws_route_table.x.id}")],
    ["a route table that is not written out, at the gateway endpoint", routeTables("${var.table}")],
  ])("endpoint-takes-only-studio is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(endpointTakesOnlyStudio, "isolated", sealed, edit).kind).toBe("undecided");
  });

  describe("a gateway endpoint of functions alone", () => {
    const vpc = { vpc_id: "${aws_vpc.main.id}" };
    const functions = combineEdits(
      setResource("aws_subnet", "functions", { ...vpc, cidr_block: "10.0.200.0/24" }),
      setResource("aws_route_table", "functions", vpc),
      setResource("aws_route_table_association", "functions", {
        subnet_id: "${aws_subnet.functions.id}",
        route_table_id: "${aws_route_table.functions.id}",
      }),
      setResource("aws_lambda_function", "f", { vpc_config: [{ subnet_ids: ["${aws_subnet.functions.id}"] }] }),
      setResource("aws_vpc_endpoint", "answers", {
        ...vpc,
        service_name: "com.amazonaws.eu-west-1.s3",
        route_table_ids: ["${aws_route_table.functions.id}"],
      }),
    );
    const interfaceIn = (subnet: string) => setResource("aws_network_interface", "x", { subnet_id: subnet });
    const verdictWith = (more: ResourceEdit = () => undefined) =>
      verdictOnPerimeter(endpointTakesOnlyStudio, "isolated", sealed, combineEdits(functions, more)).kind;

    it("endpoint-takes-only-studio permits a gateway endpoint whose subnets hold Lambda functions alone", () => {
      expect(verdictWith()).toBe("proved");
    });

    it("endpoint-takes-only-studio is violated by another interface in the subnet of the functions", () => {
      expect(verdictWith(interfaceIn("${aws_subnet.functions.id}"))).toBe("violated");
    });

    it("endpoint-takes-only-studio is undecided with an interface in a subnet by its ID, which may be that of the functions", () => {
      expect(verdictWith(interfaceIn("subnet-0123456789abcdef0"))).toBe("undecided");
    });
  });

  it("endpoint-takes-only-studio accepts the addresses of Studio subnets as Studio", () => {
    expect(
      verdictOnPerimeter(endpointTakesOnlyStudio, "isolated", sealed, rule({ cidr_ipv4: "10.0.0.0/24" })).kind,
    ).toBe("proved");
  });
});
