import { endpointCoversRequiredServices } from "../../../../verify/claims/network/endpoint-covers-required-services";
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
const acl = (direction: "ingress" | "egress", rules: readonly Record<string, string | number>[]): ResourceEdit =>
  setResource("aws_network_acl", "x", {
    vpc_id: "${aws_vpc.main.id}",
    subnet_ids: ["${aws_subnet.studio_a.id}"],
    ingress: [{ rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" }],
    egress: [{ rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" }],
    [direction]: rules,
  });

describe("endpoint-covers-required-services", () => {
  it("endpoint-covers-required-services is proved, and names each endpoint with its subnets or route tables", () => {
    const verdict = verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence).toHaveLength(10);
    expect(verdict.evidence[0]?.addresses).toEqual([
      "aws_vpc_endpoint.s3",
      "aws_route_table.studio_a",
      "aws_route_table.studio_b",
    ]);
  });

  it.each<[string, ResourceEdit]>([
    ["no endpoint for Studio's pages", dropResource("aws_vpc_endpoint", "studio")],
    [
      "the service name of Studio that does not exist",
      changeArguments("aws_vpc_endpoint", "studio", { service_name: "com.amazonaws.eu-west-1.sagemaker.studio" }),
    ],
    ["no endpoint for keys", dropResource("aws_vpc_endpoint", "kms")],
    ["no gateway to S3", dropResource("aws_vpc_endpoint", "s3")],
    [
      "an endpoint in another VPC",
      combineEdits(
        setResource("aws_vpc", "other", { cidr_block: "10.9.0.0/16" }),
        changeArguments("aws_vpc_endpoint", "sts", { vpc_id: "${aws_vpc.other.id}" }),
      ),
    ],
    ["an endpoint in no subnet", changeArguments("aws_vpc_endpoint", "sts", { subnet_ids: [] })],
    [
      "a Studio table that the gateway endpoint forgot",
      changeArguments("aws_vpc_endpoint", "s3", { route_table_ids: ["${aws_route_table.studio_a.id}"] }),
    ],
    [
      "a Studio group that may not call endpoints",
      dropResource("aws_vpc_security_group_egress_rule", "studio_to_endpoint"),
    ],
    ["a Studio group that may not call S3", dropResource("aws_vpc_security_group_egress_rule", "studio_to_s3")],
    [
      "an endpoint group that takes nobody",
      dropResource("aws_vpc_security_group_ingress_rule", "endpoint_from_studio"),
    ],
    [
      "a user profile that has only its own security group",
      combineEdits(
        setResource("aws_security_group", "own", { vpc_id: "${aws_vpc.main.id}" }),
        setResource("aws_sagemaker_user_profile", "p", {
          user_settings: [{ security_groups: ["${aws_security_group.own.id}"] }],
        }),
      ),
    ],
    [
      "a network ACL that stops TLS",
      acl("egress", [
        { rule_no: 1, action: "deny", protocol: "tcp", from_port: 443, to_port: 443, cidr_block: "10.0.0.0/16" },
      ]),
    ],
    [
      "a network ACL that stops the answers",
      acl("ingress", [
        { rule_no: 1, action: "allow", protocol: "tcp", from_port: 443, to_port: 443, cidr_block: "0.0.0.0/0" },
      ]),
    ],
    ["package repositories without their endpoints", setResource("aws_codeartifact_repository", "r", {})],
  ])("endpoint-covers-required-services is violated by %s", (_, edit) => {
    expect(verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("violated");
  });

  it.each<[string, ResourceEdit]>([
    [
      "a FIPS endpoint instead",
      changeArguments("aws_vpc_endpoint", "kms", { service_name: "com.amazonaws.eu-west-1.kms-fips" }),
    ],
    [
      "an endpoint in one zone, which serves the other over local routes",
      changeArguments("aws_vpc_endpoint", "sts", { subnet_ids: ["${aws_subnet.endpoint_a.id}"] }),
    ],
    [
      "a region by reference",
      changeArguments("aws_vpc_endpoint", "sts", { service_name: "com.amazonaws.${data.aws_region.here.region}.sts" }),
    ],
    [
      "rules by addresses",
      combineEdits(
        dropResource("aws_vpc_security_group_egress_rule", "studio_to_endpoint"),
        setResource("aws_security_group_rule", "x", {
          type: "egress",
          security_group_id: "${aws_security_group.studio.id}",
          protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_blocks: ["10.0.0.0/16"],
        }),
      ),
    ],
    [
      "the prefix list looked up by name",
      combineEdits(
        setResource("data.aws_prefix_list", "s3", { name: "com.amazonaws.eu-west-1.s3" }),
        changeArguments("aws_vpc_security_group_egress_rule", "studio_to_s3", {
          prefix_list_id: "${data.aws_prefix_list.s3.id}",
        }),
      ),
    ],
  ])("endpoint-covers-required-services is still proved with %s", (_, edit) => {
    expect(verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("proved");
  });

  it("endpoint-covers-required-services is proved if Studio has the default group of the VPC, which allows all outbound traffic", () => {
    const group = "${aws_vpc.main.default_security_group_id}";
    const edit = combineEdits(
      dropResource("aws_default_security_group", "empty"),
      changeArguments("aws_sagemaker_domain", "studio", { default_user_settings: { security_groups: [group] } }),
      changeArguments("aws_vpc_security_group_ingress_rule", "endpoint_from_studio", {
        referenced_security_group_id: group,
      }),
    );

    expect(verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("proved");
  });

  it.each<[string, ResourceEdit]>([
    [
      "a looked-up route table at the gateway endpoint, which may be that of Studio",
      changeArguments("aws_vpc_endpoint", "s3", {
        route_table_ids: ["${aws_route_table.studio_a.id}", "${data.aws_route_table.x.id}"],
      }),
    ],
    ["no resource that says where Studio runs", dropResource("aws_sagemaker_domain", "studio")],
    [
      "a group of Studio's that is declared elsewhere",
      changeArguments("aws_sagemaker_domain", "studio", { default_user_settings: { security_groups: ["sg-0123"] } }),
    ],
    [
      "an endpoint's group that is looked up",
      combineEdits(
        setResource("data.aws_security_group", "theirs", {}),
        changeArguments("aws_vpc_endpoint", "sts", { security_group_ids: ["${data.aws_security_group.theirs.id}"] }),
      ),
    ],
    [
      "an endpoint in a subnet that is declared elsewhere",
      changeArguments("aws_vpc_endpoint", "sts", { subnet_ids: ["subnet-0123"] }),
    ],
  ])("endpoint-covers-required-services is undecided with %s", (_, edit) => {
    expect(verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("undecided");
  });

  it("endpoint-covers-required-services is violated if responses are routed to another place than the source", () => {
    const edit = combineEdits(
      setResource("aws_nat_gateway", "loop", {
        connectivity_type: "private",
        subnet_id: "${aws_subnet.endpoint_a.id}",
      }),
      ...["a", "b"].map((zone) =>
        setResource("aws_route", `back_${zone}`, {
          route_table_id: `\${aws_route_table.endpoint_${zone}.id}`,
          destination_cidr_block: "10.0.0.0/20",
          nat_gateway_id: "${aws_nat_gateway.loop.id}",
        }),
      ),
    );

    expect(verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("violated");
  });

  it("endpoint-covers-required-services is violated if two endpoints of a service serve one list of groups each", () => {
    const group = (name: string): ResourceEdit =>
      setResource("aws_security_group", name, { vpc_id: "${aws_vpc.main.id}" });
    const rule = (name: string, from: string, to: string): ResourceEdit =>
      combineEdits(
        setResource("aws_vpc_security_group_ingress_rule", `${name}_in`, {
          security_group_id: `\${aws_security_group.${to}.id}`,
          referenced_security_group_id: `\${aws_security_group.${from}.id}`,
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
        }),
        setResource("aws_vpc_security_group_egress_rule", `${name}_out`, {
          security_group_id: `\${aws_security_group.${from}.id}`,
          referenced_security_group_id: `\${aws_security_group.${to}.id}`,
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
        }),
      );
    const profile = setResource("aws_sagemaker_user_profile", "p", {
      user_settings: { security_groups: ["${aws_security_group.people.id}"] },
    });
    const everywhere = combineEdits(
      group("people"),
      rule("people", "people", "endpoint"),
      setResource("aws_vpc_security_group_egress_rule", "people_to_s3", {
        security_group_id: "${aws_security_group.people.id}",
        prefix_list_id: "${aws_vpc_endpoint.s3.prefix_list_id}",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      }),
      profile,
    );
    const split = combineEdits(
      everywhere,
      group("for_studio"),
      group("for_people"),
      rule("studio_alone", "studio", "for_studio"),
      rule("people_alone", "people", "for_people"),
      (resources) => {
        const sts = resources.aws_vpc_endpoint?.sts;
        setResource("aws_vpc_endpoint", "sts", {
          ...sts,
          security_group_ids: ["${aws_security_group.for_studio.id}"],
        })(resources);
        setResource("aws_vpc_endpoint", "sts_again", {
          ...sts,
          security_group_ids: ["${aws_security_group.for_people.id}"],
        })(resources);
      },
    );

    expect(verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed, everywhere).kind).toBe("proved");
    expect(verdictOnPerimeter(endpointCoversRequiredServices, "isolated", sealed, split).kind).toBe("violated");
  });
});
