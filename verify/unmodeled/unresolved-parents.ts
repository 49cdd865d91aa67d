import { ownEntry } from "../collections/own-entry";
import { isNameElsewhere } from "../posture/declarations/declared-elsewhere";
import { missingResourceAdvice } from "../terraform/references/missing-resource-advice";
import { namedResource, resourceGraphOf } from "../terraform/references/resource-graph";
import { withoutInstanceKeys } from "../terraform/resource-address";
import { subjectKinds } from "../terraform/resource-types/resource-type";
import type { Json, Resource, TerraformConfiguration } from "../terraform/terraform-configuration";
import { type GapTopic, gapElsewhere, type ModelGap, modelGap } from "./model-gap";

/** An argument that names the resource to which this one belongs, and the types that it may name. */
type ParentArgument = readonly [argument: string, parents: readonly string[]];

type ParentArguments = readonly [topics: GapTopic | readonly GapTopic[], parentArguments: readonly ParentArgument[]];

const ROUTE_TABLE_TYPES = ["aws_route_table", "aws_default_route_table", "aws_vpc"];
const SECURITY_GROUP_TYPES = ["aws_security_group", "aws_default_security_group", "aws_vpc"];
const SUBNET_TYPES = ["aws_subnet", "aws_default_subnet"];
const VPC_TYPES = ["aws_vpc", "aws_default_vpc"];
const INTERFACE_TYPES = ["aws_network_interface", "aws_instance", "aws_spot_instance_request"];
const NETWORK_ACL_TYPES = ["aws_network_acl", "aws_default_network_acl"];
const ENDPOINT_SERVICE_TYPES = ["aws_vpc_endpoint_service"];
const ENDPOINT_TYPES = ["aws_vpc_endpoint"];
const BUCKET_TYPES = ["aws_s3_bucket"];
const ROLE_TYPES = ["aws_iam_role"];
const USER_TYPES = ["aws_iam_user"];
const GROUP_TYPES = ["aws_iam_group"];
const CLUSTER_TYPES = ["aws_emr_cluster"];
const DOMAIN_TYPES = ["aws_sagemaker_domain"];

/** A domain elsewhere may connect its users' apps to the internet, and those have the execution role. */
const STUDIO_TOPICS: readonly GapTopic[] = ["network", "data", "identities", "operations"];

/**
 * Types of resources that only change another one, their parent. A literal, a data source or an expression that is not
 * understood may still refer to a parent in this configuration.
 */
const PARENT_ARGUMENTS: Readonly<Record<string, ParentArguments>> = {
  aws_route: ["network", [["route_table_id", ROUTE_TABLE_TYPES]]],
  aws_route_table_association: [
    "network",
    [
      ["route_table_id", ROUTE_TABLE_TYPES],
      ["subnet_id", SUBNET_TYPES],
      ["gateway_id", ["aws_internet_gateway", "aws_vpn_gateway"]],
    ],
  ],
  aws_main_route_table_association: [
    "network",
    [
      ["vpc_id", VPC_TYPES],
      ["route_table_id", ROUTE_TABLE_TYPES],
    ],
  ],
  aws_vpc_endpoint_route_table_association: [
    "network",
    [
      ["vpc_endpoint_id", ENDPOINT_TYPES],
      ["route_table_id", ROUTE_TABLE_TYPES],
    ],
  ],
  aws_subnet: ["network", [["vpc_id", VPC_TYPES]]],
  aws_internet_gateway: ["network", [["vpc_id", VPC_TYPES]]],
  aws_nat_gateway: ["network", [["subnet_id", SUBNET_TYPES]]],
  aws_instance: ["network", [["subnet_id", SUBNET_TYPES]]],
  aws_network_interface: ["network", [["subnet_id", SUBNET_TYPES]]],
  aws_emr_instance_fleet: [["network", "data"], [["cluster_id", CLUSTER_TYPES]]],
  aws_emr_instance_group: [["network", "data"], [["cluster_id", CLUSTER_TYPES]]],
  aws_network_interface_attachment: [
    "network",
    [
      ["instance_id", ["aws_instance"]],
      ["network_interface_id", ["aws_network_interface"]],
    ],
  ],
  aws_network_interface_sg_attachment: [
    "network",
    [
      ["security_group_id", SECURITY_GROUP_TYPES],
      ["network_interface_id", INTERFACE_TYPES],
    ],
  ],
  aws_network_acl_association: [
    "network",
    [
      ["subnet_id", SUBNET_TYPES],
      ["network_acl_id", NETWORK_ACL_TYPES],
    ],
  ],
  aws_network_acl_rule: ["network", [["network_acl_id", NETWORK_ACL_TYPES]]],
  aws_internet_gateway_attachment: ["network", [["vpc_id", VPC_TYPES]]],
  aws_vpc_ipv4_cidr_block_association: ["network", [["vpc_id", VPC_TYPES]]],
  aws_vpc_ipv6_cidr_block_association: ["network", [["vpc_id", VPC_TYPES]]],
  aws_vpc_endpoint_security_group_association: [
    "network",
    [
      ["vpc_endpoint_id", ENDPOINT_TYPES],
      ["security_group_id", SECURITY_GROUP_TYPES],
    ],
  ],
  aws_vpc_endpoint_subnet_association: [
    "network",
    [
      ["vpc_endpoint_id", ENDPOINT_TYPES],
      ["subnet_id", SUBNET_TYPES],
    ],
  ],
  aws_vpc_endpoint_service_allowed_principal: ["network", [["vpc_endpoint_service_id", ENDPOINT_SERVICE_TYPES]]],
  aws_vpc_endpoint_connection_accepter: ["network", [["vpc_endpoint_service_id", ENDPOINT_SERVICE_TYPES]]],
  aws_vpc_endpoint_service_private_dns_verification: ["names", [["service_id", ENDPOINT_SERVICE_TYPES]]],
  aws_lb_listener: ["network", [["load_balancer_arn", ["aws_lb"]]]],
  aws_lb_listener_rule: ["network", [["listener_arn", ["aws_lb_listener"]]]],
  aws_lb_target_group_attachment: ["network", [["target_group_arn", ["aws_lb_target_group"]]]],
  aws_vpc_endpoint_private_dns: ["names", [["vpc_endpoint_id", ENDPOINT_TYPES]]],
  aws_ec2_managed_prefix_list_entry: ["network", [["prefix_list_id", ["aws_ec2_managed_prefix_list"]]]],
  aws_vpn_gateway_route_propagation: ["network", [["route_table_id", ROUTE_TABLE_TYPES]]],
  aws_security_group_rule: ["network", [["security_group_id", SECURITY_GROUP_TYPES]]],
  aws_vpc_security_group_ingress_rule: ["network", [["security_group_id", SECURITY_GROUP_TYPES]]],
  aws_vpc_security_group_egress_rule: ["network", [["security_group_id", SECURITY_GROUP_TYPES]]],
  aws_vpc_dhcp_options_association: ["names", [["vpc_id", VPC_TYPES]]],
  aws_route53_resolver_firewall_config: ["names", [["resource_id", VPC_TYPES]]],
  aws_route53_resolver_firewall_rule_group_association: ["names", [["vpc_id", VPC_TYPES]]],
  aws_route53_resolver_firewall_rule: [
    "names",
    [["firewall_rule_group_id", ["aws_route53_resolver_firewall_rule_group"]]],
  ],
  aws_sagemaker_app: [STUDIO_TOPICS, [["domain_id", DOMAIN_TYPES]]],
  aws_sagemaker_user_profile: [STUDIO_TOPICS, [["domain_id", DOMAIN_TYPES]]],
  aws_sagemaker_space: [STUDIO_TOPICS, [["domain_id", DOMAIN_TYPES]]],
  aws_vpc_endpoint_policy: ["data", [["vpc_endpoint_id", ["aws_vpc_endpoint"]]]],
  aws_s3_bucket_policy: ["data", [["bucket", BUCKET_TYPES]]],
  aws_s3_bucket_replication_configuration: ["data", [["bucket", BUCKET_TYPES]]],
  aws_s3_bucket_lifecycle_configuration: ["identities", [["bucket", BUCKET_TYPES]]],
  aws_s3_bucket_public_access_block: ["data", [["bucket", BUCKET_TYPES]]],
  aws_s3_bucket_server_side_encryption_configuration: ["data", [["bucket", BUCKET_TYPES]]],
  aws_kms_key_policy: ["data", [["key_id", ["aws_kms_key"]]]],
  aws_kms_grant: ["data", [["key_id", ["aws_kms_key"]]]],
  aws_iam_role_policy: ["identities", [["role", ROLE_TYPES]]],
  aws_iam_role_policy_attachment: ["identities", [["role", ROLE_TYPES]]],
  aws_iam_user_policy: [["data", "identities"], [["user", USER_TYPES]]],
  aws_iam_user_policy_attachment: [["data", "identities"], [["user", USER_TYPES]]],
  aws_iam_group_policy: [["data", "identities"], [["group", GROUP_TYPES]]],
  aws_iam_group_policy_attachment: [["data", "identities"], [["group", GROUP_TYPES]]],
  aws_iam_role_policies_exclusive: ["identities", [["role_name", ROLE_TYPES]]],
  aws_iam_role_policy_attachments_exclusive: ["identities", [["role_name", ROLE_TYPES]]],
};

/** Types of resources that are in their parent and change nothing of it: who verifies the parent alone sees all of it. */
const isPlacedIn: ReadonlySet<string> = new Set([
  "aws_sagemaker_user_profile",
  "aws_sagemaker_space",
  "aws_instance",
  "aws_network_interface",
]);

function parentArgumentsOf(type: string): ParentArguments | undefined {
  return ownEntry(PARENT_ARGUMENTS, type);
}

/** Parents to which policies give permissions. */
const holdsPolicies: ReadonlySet<readonly string[]> = new Set([ROLE_TYPES, USER_TYPES, GROUP_TYPES]);

/** Whether resources of a type only change the ones that they name. A policy of a role permits what it says, whatever the role is. */
export function changesOnlyParents(type: string): boolean {
  const [, parentArguments] = parentArgumentsOf(type) ?? [];
  return parentArguments?.every(([, parents]) => !holdsPolicies.has(parents)) === true;
}

/** What a resource says of its parents; nothing for a type that has none. */
export function parentsOf({ type, values }: Resource): readonly Json[] {
  const [, parentArguments = []] = parentArgumentsOf(type) ?? [];
  return parentArguments.flatMap(([argument]) => values[argument] ?? []);
}

/** Arguments that other resources may use instead of the ID. */
const NAME_ARGUMENTS = ["name", "bucket", "id"];

/**
 * Attributes by which the models find a resource as a parent, besides `id` and the one after which the argument is named. AWS may take
 * others: a reader that compares names would not see what is attached by them.
 */
const OTHER_IDENTIFYING_ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  aws_iam_group: ["name"],
  aws_iam_role: ["name"],
  aws_iam_user: ["name"],
  aws_instance: ["primary_network_interface_id"],
  aws_kms_key: ["arn"],
  aws_spot_instance_request: ["primary_network_interface_id"],
  aws_vpc: ["main_route_table_id", "default_route_table_id", "default_security_group_id"],
};

/** Whether an attribute identifies a parent: `load_balancer_arn` takes the `arn` of a load balancer, and `bucket` the `bucket` of a bucket. */
function isIdentifiedBy(type: string, attribute: string, argument: string): boolean {
  const isNamedAfter = attribute === argument || argument.endsWith(`_${attribute}`);
  const others = ownEntry(OTHER_IDENTIFYING_ATTRIBUTES, type);
  return attribute === "" || attribute === "id" || isNamedAfter || others?.includes(attribute) === true;
}

/** Resources with a parent that is not resolved, but may be part of the configuration. */
export function unresolvedParents(configuration: TerraformConfiguration, resource: Resource): readonly ModelGap[] {
  const [topics, parentArguments] = (resource.mode === "managed" && parentArgumentsOf(resource.type)) || [];
  if (topics === undefined || parentArguments === undefined) {
    return [];
  }
  return parentArguments.flatMap(([argument, parents]) => {
    const value = resource.values[argument];
    if (referencesKnownParent(configuration, value, [argument, parents])) {
      return [];
    }
    const text = `${resource.address}.${argument} refers to a resource outside this configuration, which may still belong to this stack; ${missingResourceAdvice(value)}`;
    const ofStudio = parents === DOMAIN_TYPES ? { cannotBe: subjectKinds } : {};
    const gap = { ...modelGap([topics].flat(), text, resource), ...ofStudio };
    return [gapElsewhere(gap, isPlacedIn.has(resource.type) ? namesElsewhere(configuration, value, parents) : [])];
  });
}

/**
 * The ID or the data source by which an argument names its parent, if that is certainly in another root module once somebody says so: the
 * ID of something that this configuration has may be written, too.
 */
function namesElsewhere(
  configuration: TerraformConfiguration,
  value: Json | undefined,
  parents: readonly string[],
): readonly string[] {
  const graph = resourceGraphOf(configuration);
  const name = graph.referenceKey(value);
  const isSole = graph.ofType(...parents).length === 0;
  return name !== undefined && isSole && isNameElsewhere(withoutInstanceKeys(name)) ? [name] : [];
}

/** Whether an argument is absent, or refers to a resource of one of the types by reference or by name. */
function referencesKnownParent(
  configuration: TerraformConfiguration,
  value: Json | undefined,
  [argument, types]: ParentArgument,
): boolean {
  if (value === undefined || value === null) {
    return true;
  }
  const graph = resourceGraphOf(configuration);
  const named = namedResource(graph, value);
  if (named !== undefined) {
    const { resource: parent, attribute } = named;
    return parent.mode === "managed" && types.includes(parent.type) && isIdentifiedBy(parent.type, attribute, argument);
  }
  const text = graph.referenceKey(value);
  return graph
    .ofType(...types)
    .some(({ values }) => text !== undefined && NAME_ARGUMENTS.some((key) => graph.referenceKey(values[key]) === text));
}
