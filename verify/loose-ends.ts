import type { Evidence } from "./claim";
import type { Configuration, Json, Resource } from "./configuration";
import { graphOf } from "./network/resource-graph";
import { soleReference } from "./template";

/** What a claim is about; a loose end leaves every claim of its subjects undecided. */
export type Topic = "network" | "names" | "data" | "identities";

const ALL: readonly Topic[] = ["network", "names", "data", "identities"];

/** Something that changes the perimeter in a way this JSON does not show, and what it is about. */
export interface LooseEnd {
  readonly topics: readonly Topic[];
  readonly evidence: Evidence;
}

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

/** Resources whose doing no model reads: what they are about, and what they may do. */
const OPAQUE: readonly (readonly [RegExp, readonly Topic[], string])[] = [
  [/^aws_cloudformation_stack/, ALL, "creates what its template says"],
  [/^aws_cloudcontrolapi_resource$/, ALL, "creates any kind of resource"],
  [/^aws_servicecatalog_provisioned_product$/, ALL, "creates what its product says"],
  [/^aws_lambda_invocation$/, ALL, "runs code with a role of its own"],
  [/^aws_(?:autoscaling_group|spot_fleet_request|ec2_fleet)$/, ["network"], "starts machines in subnets of its choice"],
  [/^aws_lambda_function_url$/, ["network"], "lets callers in from the internet"],
  [
    /^aws_(?:appstream_fleet|cloud9_environment_ec2|workspaces_\w+)$/,
    ["network"],
    "starts machines with networks of their own",
  ],
  [/^aws_vpclattice_resource_gateway$/, ["network"], "lets other networks in"],
  [/^aws_route53profiles_/, ["names"], "brings DNS rules of its own to a VPC"],
  [/^aws_efs_(?:replication_configuration|file_system_policy)$/, ["data"], "opens or copies home directories"],
  [/^aws_(?:backup_plan|backup_vault_policy|datasync_task|oam_link)$/, ["data"], "copies data to where it says"],
  [/^aws_cloudwatch_log_(?:subscription_filter|account_policy|delivery)$/, ["data"], "sends logs to where it says"],
  [/^aws_ecr_(?:replication_configuration|repository_policy|registry_policy)$/, ["data"], "opens or copies images"],
  [/^aws_sagemaker_model_package_group_policy$/, ["data"], "opens models"],
  [
    /^aws_s3_(?:directory_bucket|access_point|bucket_object_lambda)|^aws_s3control_/,
    ["data"],
    "opens another way to objects",
  ],
];

/** Arguments by which a resource may be named instead of by its id. */
const GIVEN_NAMES = ["name", "bucket", "id"];

/** Providers that create nothing in AWS, and ask nobody. */
const HARMLESS = /^(?:random|time|tls|null|terraform|local|archive|cloudinit)_/;

const found = new WeakMap<Configuration, readonly LooseEnd[]>();

/** Everything in a configuration that no model can place. */
export function looseEnds(configuration: Configuration): readonly LooseEnd[] {
  const known = found.get(configuration);
  if (known !== undefined) {
    return known;
  }
  const unread = (configuration.unread ?? []).map(
    ({ address, text }): LooseEnd => ({ topics: ALL, evidence: { text, addresses: [address] } }),
  );
  const ends = [
    ...unread,
    ...configuration.resources.flatMap((resource) => [...unanchored(configuration, resource), ...opaque(resource)]),
  ];
  found.set(configuration, ends);
  return ends;
}

function unanchored(configuration: Configuration, resource: Resource): readonly LooseEnd[] {
  const [topic, anchors] = (resource.mode === "managed" && ANCHORED[resource.type]) || [];
  if (topic === undefined || anchors === undefined) {
    return [];
  }
  return anchors.flatMap(([argument, parents]) => {
    const isPlaced = names(configuration, resource.values[argument], parents);
    const text = `${resource.address} names by ${argument} something that is not declared here, which may be part of this stack all the same`;
    return isPlaced ? [] : [end([topic], text, resource)];
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

function opaque(resource: Resource): readonly LooseEnd[] {
  const { mode, type, values } = resource;
  const isForeign = mode === "managed" ? !type.startsWith("aws_") && !HARMLESS.test(type) : type === "external";
  const provider = providerOf(values.provider);
  return [
    ...(isForeign ? [end(ALL, `${resource.address} is of a provider that is not read here`, resource)] : []),
    ...(values.provisioner === undefined
      ? []
      : [end(ALL, `${resource.address} runs commands when it is created`, resource)]),
    ...(provider === undefined
      ? []
      : [
          end(
            ALL,
            `${resource.address} lies with the provider ${provider}, in whatever account and region that has`,
            resource,
          ),
        ]),
    ...OPAQUE.flatMap(([pattern, topics, doing]) =>
      mode === "managed" && pattern.test(type)
        ? [end(topics, `${resource.address} ${doing}, which is not read here`, resource)]
        : [],
    ),
  ];
}

/** The alias of a provider configuration other than the default one. */
function providerOf(value: Json | undefined): string | undefined {
  return typeof value === "string" && value.includes(".") ? value : undefined;
}

function end(topics: readonly Topic[], text: string, { address }: Resource): LooseEnd {
  return { topics, evidence: { text, addresses: [address] } };
}
