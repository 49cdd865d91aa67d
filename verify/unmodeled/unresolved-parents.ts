import type { Configuration, Json, Resource } from "../terraform/configuration";
import { soleReference } from "../terraform/expressions/template";
import { graphOf } from "../terraform/references/resource-graph";
import { type LooseEnd, looseEnd, type Topic } from "./model-gap";

/** An argument that names what a resource belongs to, and the types that it may name. */
type Anchor = readonly [argument: string, parents: readonly string[]];

const TABLES = ["aws_route_table", "aws_default_route_table", "aws_vpc"];
const GROUPS = ["aws_security_group", "aws_default_security_group", "aws_vpc"];
const SUBNETS = ["aws_subnet", "aws_default_subnet"];
const VPCS = ["aws_vpc", "aws_default_vpc"];
const BUCKETS = ["aws_s3_bucket"];
const ROLES = ["aws_iam_role"];

/**
 * Resources that mean nothing by themselves: each changes another, which it names. Where the other is named by a literal, a data
 * source or an expression that is not understood, it may be one of this configuration all the same.
 */
const ANCHORED: Readonly<Record<string, readonly [Topic, readonly Anchor[]]>> = {
  aws_route: ["network", [["route_table_id", TABLES]]],
  aws_route_table_association: [
    "network",
    [
      ["route_table_id", TABLES],
      ["subnet_id", SUBNETS],
      ["gateway_id", ["aws_internet_gateway", "aws_vpn_gateway"]],
    ],
  ],
  aws_main_route_table_association: [
    "network",
    [
      ["vpc_id", VPCS],
      ["route_table_id", TABLES],
    ],
  ],
  aws_vpc_endpoint_route_table_association: ["network", [["route_table_id", TABLES]]],
  aws_subnet: ["network", [["vpc_id", VPCS]]],
  aws_internet_gateway: ["network", [["vpc_id", VPCS]]],
  aws_nat_gateway: ["network", [["subnet_id", SUBNETS]]],
  aws_instance: ["network", [["subnet_id", SUBNETS]]],
  aws_network_interface: ["network", [["subnet_id", SUBNETS]]],
  aws_network_interface_attachment: [
    "network",
    [
      ["instance_id", ["aws_instance"]],
      ["network_interface_id", ["aws_network_interface"]],
    ],
  ],
  aws_security_group_rule: ["network", [["security_group_id", GROUPS]]],
  aws_vpc_security_group_ingress_rule: ["network", [["security_group_id", GROUPS]]],
  aws_vpc_security_group_egress_rule: ["network", [["security_group_id", GROUPS]]],
  aws_vpc_dhcp_options_association: ["names", [["vpc_id", VPCS]]],
  aws_route53_resolver_firewall_config: ["names", [["resource_id", VPCS]]],
  aws_route53_resolver_firewall_rule_group_association: ["names", [["vpc_id", VPCS]]],
  aws_route53_resolver_firewall_rule: [
    "names",
    [["firewall_rule_group_id", ["aws_route53_resolver_firewall_rule_group"]]],
  ],
  aws_vpc_endpoint_policy: ["data", [["vpc_endpoint_id", ["aws_vpc_endpoint"]]]],
  aws_s3_bucket_policy: ["data", [["bucket", BUCKETS]]],
  aws_s3_bucket_replication_configuration: ["data", [["bucket", BUCKETS]]],
  aws_s3_bucket_public_access_block: ["data", [["bucket", BUCKETS]]],
  aws_s3_bucket_server_side_encryption_configuration: ["data", [["bucket", BUCKETS]]],
  aws_kms_key_policy: ["data", [["key_id", ["aws_kms_key"]]]],
  aws_kms_grant: ["data", [["key_id", ["aws_kms_key"]]]],
  aws_iam_role_policy: ["identities", [["role", ROLES]]],
  aws_iam_role_policy_attachment: ["identities", [["role", ROLES]]],
  aws_iam_role_policies_exclusive: ["identities", [["role_name", ROLES]]],
  aws_iam_role_policy_attachments_exclusive: ["identities", [["role_name", ROLES]]],
};

/** Arguments by which a resource may be named instead of by its id. */
const GIVEN_NAMES = ["name", "bucket", "id"];

/** Resources that name by an id what may be part of the configuration. */
export function unanchored(configuration: Configuration, resource: Resource): readonly LooseEnd[] {
  const [topic, anchors] = (resource.mode === "managed" && ANCHORED[resource.type]) || [];
  if (topic === undefined || anchors === undefined) {
    return [];
  }
  return anchors.flatMap(([argument, parents]) => {
    const isPlaced = names(configuration, resource.values[argument], parents);
    const text = `${resource.address} names by ${argument} something that is not declared here, which may be part of this stack all the same`;
    return isPlaced ? [] : [looseEnd([topic], text, resource)];
  });
}

/** Whether an argument is absent, or names a resource of one of the types: by reference, or by the name that it was given. */
function names(configuration: Configuration, value: Json | undefined, types: readonly string[]): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  const graph = graphOf(configuration);
  const sole = typeof value === "string" ? soleReference(value)?.address : undefined;
  const target = graph.target(value);
  const parent = (sole && graph.find(sole)) || (target.kind === "resource" ? target.resource : undefined);
  if (parent !== undefined) {
    return parent.mode === "managed" && types.includes(parent.type);
  }
  const text = graph.text(value);
  return graph
    .ofType(...types)
    .some(({ values }) => text !== undefined && GIVEN_NAMES.some((key) => graph.text(values[key]) === text));
}
