import type { Json, Resource } from "../../terraform/configuration";
import { defaultGroupKey, securityGroupKey } from "../filters/security-groups";
import { foreignSubnet, type NetworkModel } from "../model/network-model";
import { tableKey } from "../routing/route-tables";
import type { Subnet } from "../routing/subnets";

/** A VPC endpoint with everything that separate resources add to it. */
export interface Endpoint {
  readonly address: string;
  readonly type: string;
  /** The service with its region left out: `com.amazonaws.*.s3`, `aws.sagemaker.*.studio`. */
  readonly service: string;
  readonly vpc: string | undefined;
  readonly subnets: readonly Subnet[];
  /** Keys of the route tables that a gateway endpoint is associated with. */
  readonly tables: readonly string[];
  readonly groups: readonly string[];
  /** Whether no resource names a group, so that AWS attaches the VPC's default one. */
  readonly hasDefaultGroup: boolean;
  /** `undefined` when the JSON does not say. */
  readonly privateDns: boolean | undefined;
}

const endpointsOf = new WeakMap<NetworkModel, readonly Endpoint[]>();

/** Endpoints of the VPCs that Studio runs in. */
export function studioEndpoints(network: NetworkModel): readonly Endpoint[] {
  const known = endpointsOf.get(network);
  const endpoints = known ?? readEndpoints(network);
  endpointsOf.set(network, endpoints);
  return endpoints;
}

function readEndpoints(network: NetworkModel): readonly Endpoint[] {
  const all = network.graph.ofType("aws_vpc_endpoint").map((resource) => endpointOf(network, resource));
  return all.filter(({ vpc }) => vpc === undefined || network.studioVpcs.has(vpc));
}

function endpointOf(network: NetworkModel, { address, values }: Resource): Endpoint {
  const { graph } = network;
  const added = (type: string, name: string): readonly (Json | undefined)[] =>
    graph
      .ofType(type)
      .filter((association) => graph.text(association.values.vpc_endpoint_id) === address)
      .map((association) => association.values[name]);
  const subnets = [...items(values.subnet_ids), ...added("aws_vpc_endpoint_subnet_association", "subnet_id")];
  const tables = [
    ...items(values.route_table_ids),
    ...added("aws_vpc_endpoint_route_table_association", "route_table_id"),
  ];
  const groups = [
    ...items(values.security_group_ids),
    ...added("aws_vpc_endpoint_security_group_association", "security_group_id"),
  ].flatMap((group) => securityGroupKey(graph, group) ?? []);
  const vpc = graph.text(values.vpc_id);
  return {
    address,
    type: String(values.vpc_endpoint_type ?? "Gateway"),
    service: (graph.text(values.service_name) ?? "").replace(
      /^(com\.amazonaws|cn\.com\.amazonaws|aws\.sagemaker)\.(?:\$\{[^}]*\}|[a-z]{2}(?:-[a-z]+)+-\d)\./,
      "$1.*.",
    ),
    vpc,
    subnets: subnets.flatMap((id) => {
      const key = graph.text(id);
      return key === undefined ? [] : [network.subnets.get(key) ?? foreignSubnet(key)];
    }),
    tables: tables.flatMap((id) => tableKey(graph, id) ?? []),
    groups: groups.length === 0 && vpc !== undefined ? [defaultGroupKey(vpc)] : groups,
    hasDefaultGroup: groups.length === 0,
    privateDns: flagOf(values.private_dns_enabled),
  };
}

function items(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** Terraform's default is off. */
function flagOf(value: Json | undefined): boolean | undefined {
  if (value === undefined || value === null) {
    return false;
  }
  return typeof value === "boolean" ? value : undefined;
}
