import { endpointCoversRequiredServices } from "../../../../verify/claims/network/endpoint-covers-required-services";
import { all, change, type Edit, judged, perimeter, put, remove } from "../../fixtures/small-perimeter";

const sealed = perimeter({ order: "none", zones: ["a", "b"] });
const acl = (direction: "ingress" | "egress", rules: readonly Record<string, string | number>[]): Edit =>
  put("aws_network_acl", "x", {
    vpc_id: "${aws_vpc.main.id}",
    subnet_ids: ["${aws_subnet.studio_a.id}"],
    ingress: [{ rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" }],
    egress: [{ rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" }],
    [direction]: rules,
  });

describe("endpoints for every required service", () => {
  it("are proved with the endpoint and its places", () => {
    const verdict = judged(endpointCoversRequiredServices, "isolated", sealed);

    expect(verdict.kind).toBe("proved");
    expect(verdict.evidence).toHaveLength(10);
    expect(verdict.evidence[0]?.addresses).toEqual([
      "aws_vpc_endpoint.s3",
      "aws_route_table.studio_a",
      "aws_route_table.studio_b",
    ]);
  });

  it.each<[string, Edit]>([
    ["no endpoint for Studio's pages", remove("aws_vpc_endpoint", "studio")],
    [
      "the service name of Studio that does not exist",
      change("aws_vpc_endpoint", "studio", { service_name: "com.amazonaws.eu-west-1.sagemaker.studio" }),
    ],
    ["no endpoint for keys", remove("aws_vpc_endpoint", "kms")],
    ["no gateway to S3", remove("aws_vpc_endpoint", "s3")],
    [
      "an endpoint in another VPC",
      all(
        put("aws_vpc", "other", { cidr_block: "10.9.0.0/16" }),
        change("aws_vpc_endpoint", "sts", { vpc_id: "${aws_vpc.other.id}" }),
      ),
    ],
    ["an endpoint in no subnet", change("aws_vpc_endpoint", "sts", { subnet_ids: [] })],
    [
      "a Studio table that the gateway endpoint forgot",
      change("aws_vpc_endpoint", "s3", { route_table_ids: ["${aws_route_table.studio_a.id}"] }),
    ],
    ["a Studio group that may not call endpoints", remove("aws_vpc_security_group_egress_rule", "studio_to_endpoint")],
    ["a Studio group that may not call S3", remove("aws_vpc_security_group_egress_rule", "studio_to_s3")],
    ["an endpoint group that takes nobody", remove("aws_vpc_security_group_ingress_rule", "endpoint_from_studio")],
    [
      "a profile that wears only a group of its own",
      all(
        put("aws_security_group", "own", { vpc_id: "${aws_vpc.main.id}" }),
        put("aws_sagemaker_user_profile", "p", {
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
    ["package repositories without their endpoints", put("aws_codeartifact_repository", "r", {})],
  ])("are violated by %s", (_, edit) => {
    expect(judged(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("violated");
  });

  it.each<[string, Edit]>([
    [
      "a FIPS endpoint instead",
      change("aws_vpc_endpoint", "kms", { service_name: "com.amazonaws.eu-west-1.kms-fips" }),
    ],
    [
      "an endpoint in one zone, which serves the other over local routes",
      change("aws_vpc_endpoint", "sts", { subnet_ids: ["${aws_subnet.endpoint_a.id}"] }),
    ],
    [
      "a region by reference",
      change("aws_vpc_endpoint", "sts", { service_name: "com.amazonaws.${data.aws_region.here.region}.sts" }),
    ],
    [
      "rules by addresses",
      all(
        remove("aws_vpc_security_group_egress_rule", "studio_to_endpoint"),
        put("aws_security_group_rule", "x", {
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
      all(
        put("data.aws_prefix_list", "s3", { name: "com.amazonaws.eu-west-1.s3" }),
        change("aws_vpc_security_group_egress_rule", "studio_to_s3", {
          prefix_list_id: "${data.aws_prefix_list.s3.id}",
        }),
      ),
    ],
  ])("are still proved with %s", (_, edit) => {
    expect(judged(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("proved");
  });

  it("are proved for a Studio that wears the VPC's own group, which AWS lets send everything", () => {
    const group = "${aws_vpc.main.default_security_group_id}";
    const edit = all(
      remove("aws_default_security_group", "empty"),
      change("aws_sagemaker_domain", "studio", { default_user_settings: { security_groups: [group] } }),
      change("aws_vpc_security_group_ingress_rule", "endpoint_from_studio", { referenced_security_group_id: group }),
    );

    expect(judged(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("proved");
  });

  it.each<[string, Edit]>([
    ["no resource that says where Studio runs", remove("aws_sagemaker_domain", "studio")],
    [
      "a group of Studio's that is declared elsewhere",
      change("aws_sagemaker_domain", "studio", { default_user_settings: { security_groups: ["sg-0123"] } }),
    ],
    [
      "an endpoint's group that is looked up",
      all(
        put("data.aws_security_group", "theirs", {}),
        change("aws_vpc_endpoint", "sts", { security_group_ids: ["${data.aws_security_group.theirs.id}"] }),
      ),
    ],
    [
      "an endpoint in a subnet that is declared elsewhere",
      change("aws_vpc_endpoint", "sts", { subnet_ids: ["subnet-0123"] }),
    ],
  ])("are undecided with %s", (_, edit) => {
    expect(judged(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("undecided");
  });

  it("are violated where answers are routed elsewhere than they came from", () => {
    const edit = all(
      put("aws_internet_gateway", "g", { vpc_id: "${aws_vpc.main.id}" }),
      ...["a", "b"].map((zone) =>
        put("aws_route", `back_${zone}`, {
          route_table_id: `\${aws_route_table.endpoint_${zone}.id}`,
          destination_cidr_block: "10.0.0.0/20",
          gateway_id: "${aws_internet_gateway.g.id}",
        }),
      ),
    );

    expect(judged(endpointCoversRequiredServices, "isolated", sealed, edit).kind).toBe("violated");
  });
});
