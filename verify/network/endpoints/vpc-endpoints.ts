import { endpointServicePrefixPattern } from "../../../aws/partition-endpoints";
import { memoize } from "../../collections/memoize";
import {
  blocksOf,
  itemsOf,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
} from "../../terraform/terraform-configuration";
import { defaultSecurityGroupKey, securityGroupKey } from "../filters/read-security-groups";
import { isStudioOrUndeclaredVpc, type NetworkModel } from "../network-model";
import { routeTableKey } from "../routes/route-tables";
import { type Subnet, undeclaredSubnet } from "../vpc/read-subnets";

/** A VPC endpoint, including the subnets, route tables and groups that association resources add. */
export interface VpcEndpoint {
  /** Terraform address. */
  readonly address: string;
  /** `Gateway`, `Interface` or another value of `vpc_endpoint_type`. */
  readonly type: string;
  /** The service name with `*` for its region: `com.amazonaws.*.s3`, `aws.sagemaker.*.studio`. */
  readonly service: string;
  readonly vpc: string | undefined;
  readonly subnets: readonly Subnet[];
  /** Keys of the route tables that a gateway endpoint is associated with, and expressions that are not understood. */
  readonly routeTables: readonly string[];
  /** Whether the configuration has each of these tables. A data source, an ID or an expression may name any table. */
  readonly areRouteTablesKnown: boolean;
  readonly securityGroups: readonly string[];
  /** Whether no resource names a security group. AWS then attaches the VPC's default security group. */
  readonly usesDefaultSecurityGroup: boolean;
  /** `undefined` if the JSON does not say. */
  readonly privateDns: boolean | undefined;
}

/** The name of an AWS endpoint service up to its region, which may be a reference. */
const regionalServiceName = new RegExp(
  `^${endpointServicePrefixPattern}\\.(?:\\$\\{[^}]*\\}|[a-z]{2,4}(?:-[a-z]+)+-\\d)\\.`,
);

/** Endpoints of the VPCs that Studio runs in, and endpoints of VPCs that are not declared here. */
export const studioVpcEndpoints: (network: NetworkModel) => readonly VpcEndpoint[] = memoize((network) => {
  const all = network.graph.ofType("aws_vpc_endpoint").map((resource) => vpcEndpointOf(network, resource));
  return all.filter(({ vpc }) => isStudioOrUndeclaredVpc(network, vpc));
});

/** Whether the configuration has a route table, so that it is certainly another one than each other table here. */
export function isKnownRouteTable({ routeTables }: NetworkModel, key: string): boolean {
  return routeTables.get(key)?.isDeclaredElsewhere === false;
}

function vpcEndpointOf(network: NetworkModel, { address, values }: Resource): VpcEndpoint {
  const { graph } = network;
  const addedByAssociation = (type: string, name: string): readonly (Json | undefined)[] =>
    graph
      .ofType(type)
      .filter((association) => graph.referenceKey(association.values.vpc_endpoint_id) === address)
      .map((association) => association.values[name]);
  const subnets = [
    ...itemsOf(values.subnet_ids),
    ...blocksOf(values.subnet_configuration).flatMap(({ subnet_id: id }) => itemsOf(id)),
    ...addedByAssociation("aws_vpc_endpoint_subnet_association", "subnet_id"),
  ];
  const tables = [
    ...itemsOf(values.route_table_ids),
    ...addedByAssociation("aws_vpc_endpoint_route_table_association", "route_table_id"),
  ];
  const groups = [
    ...itemsOf(values.security_group_ids),
    ...addedByAssociation("aws_vpc_endpoint_security_group_association", "security_group_id"),
  ].flatMap((group) => securityGroupKey(graph, group) ?? []);
  const vpc = graph.referenceKey(values.vpc_id);
  const tableKeys = tables.flatMap((id) => routeTableKey(graph, id) ?? graph.referenceKey(id) ?? []);
  return {
    address,
    type: jsonText(values.vpc_endpoint_type ?? "Gateway"),
    service: (graph.referenceKey(values.service_name) ?? "").replace(regionalServiceName, "$1.*."),
    vpc,
    subnets: subnets.flatMap((id) => {
      const key = graph.referenceKey(id);
      return key === undefined ? [] : [network.subnets.get(key) ?? undeclaredSubnet(key, undefined)];
    }),
    routeTables: tableKeys,
    areRouteTablesKnown: tableKeys.every((key) => isKnownRouteTable(network, key)),
    securityGroups: groups.length === 0 && vpc !== undefined ? [defaultSecurityGroupKey(vpc)] : groups,
    usesDefaultSecurityGroup: groups.length === 0,
    privateDns: privateDnsOf(
      values,
      addedByAssociation("aws_vpc_endpoint_private_dns", "private_dns_enabled").map((value) => value ?? false),
    ),
  };
}

/** Separate settings replace the argument of the endpoint, if it has none. `undefined` when they disagree. */
function privateDnsOf(
  { private_dns_enabled, dns_options }: JsonObject,
  separate: readonly Json[],
): boolean | undefined {
  const written = private_dns_enabled === undefined || private_dns_enabled === null ? [] : [private_dns_enabled];
  const settings = new Set([...written, ...separate].map(booleanOrUndefined));
  const isForInboundOnly = blocksOf(dns_options).some(
    (options) => booleanOrUndefined(options.private_dns_only_for_inbound_resolver_endpoint) !== false,
  );
  const [setting = false] = settings;
  return settings.size > 1 || (isForInboundOnly && setting) ? undefined : settings.has(undefined) ? undefined : setting;
}

/** The provider's default is false. */
function booleanOrUndefined(value: Json | undefined): boolean | undefined {
  if (value === undefined || value === null) {
    return false;
  }
  return typeof value === "boolean" ? value : undefined;
}
