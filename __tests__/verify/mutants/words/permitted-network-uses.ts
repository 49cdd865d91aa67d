import {
  addResource,
  argumentsAt,
  assignArguments,
  declaredPosture,
  deleteResources,
  type PermittedUse,
} from "../../fixtures/mutant";

const vpc = "${aws_vpc.network_vpc.id}";
const studioTable = "${aws_route_table.network_studio_a_routes.id}";

/** What the claims about networks permit. */
export const permittedNetworkUses: readonly PermittedUse[] = [
  {
    name: "Studio reaches a declared network through a transit gateway that only its ID names",
    environments: ["dev"],
    edit: (stack) => {
      declaredPosture(stack).sources = [{ name: "office", cidrs: ["10.200.0.0/16"], services: ["studio"] }];
      addResource(stack, "aws_ec2_transit_gateway_vpc_attachment.office", {
        transit_gateway_id: "tgw-0123456789abcdef0",
        vpc_id: vpc,
        subnet_ids: ["${aws_subnet.network_endpoint_a.id}"],
      });
      addResource(stack, "aws_route.office", {
        route_table_id: "${aws_route_table.network_endpoint_a_routes.id}",
        destination_cidr_block: "10.200.0.0/16",
        transit_gateway_id: "tgw-0123456789abcdef0",
      });
    },
  },
  {
    name: "Studio's group reaches the gateway endpoint of DynamoDB",
    environments: ["dev"],
    edit: (stack) => {
      addResource(stack, "aws_vpc_endpoint.dynamodb", {
        ...argumentsAt(stack, "aws_vpc_endpoint.endpoints_s3"),
        service_name: "com.amazonaws.${data.aws_region.account_region.region}.dynamodb",
        policy: String(argumentsAt(stack, "aws_vpc_endpoint.endpoints_sts").policy).replaceAll("sts:*", "dynamodb:*"),
      });
      addResource(stack, "aws_vpc_security_group_egress_rule.dynamodb", {
        security_group_id: "${aws_security_group.security_groups_studio.id}",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        prefix_list_id: "${aws_vpc_endpoint.dynamodb.prefix_list_id}",
      });
    },
  },
  {
    name: "the endpoints accept TLS from the addresses of a Studio subnet",
    environments: ["dev"],
    edit: (stack) =>
      addResource(stack, "aws_vpc_security_group_ingress_rule.subnet", {
        security_group_id: "${aws_security_group.security_groups_endpoint.id}",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
        cidr_ipv4: "${aws_subnet.network_studio_a.cidr_block}",
      }),
  },
  {
    name: "the functions use one more interface endpoint",
    environments: ["staging with access"],
    edit: (stack) => {
      const kms = argumentsAt(stack, "aws_vpc_endpoint.endpoints_kms");
      assignArguments(stack, "aws_vpc_endpoint.endpoints_kms", {
        security_group_ids: [
          ...(kms.security_group_ids as string[]),
          "${aws_security_group.access_self_service_entrance.id}",
        ],
      });
    },
  },
  {
    name: "a route for addresses of the VPC itself says local",
    environments: ["dev"],
    edit: (stack) =>
      addResource(stack, "aws_route.local", {
        route_table_id: studioTable,
        destination_cidr_block: "${aws_vpc.network_vpc.cidr_block}",
        gateway_id: "local",
      }),
  },
  {
    name: "the packages and their endpoints were removed",
    environments: ["dev"],
    edit: (stack) =>
      deleteResources(
        stack,
        "aws_codeartifact_domain.packages_domain",
        "aws_codeartifact_domain_permissions_policy.packages_domain_policy",
        "aws_codeartifact_repository.packages_internal",
        "aws_codeartifact_repository.packages_python_store",
        "aws_codeartifact_repository_permissions_policy.packages_internal_policy",
        "aws_codeartifact_repository_permissions_policy.packages_python_store_policy",
        "aws_ssm_parameter.published_package_index_url",
        "aws_vpc_endpoint.endpoints_codeartifact_api",
        "aws_vpc_endpoint.endpoints_codeartifact_repositories",
      ),
  },
];
