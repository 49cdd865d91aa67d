import { blocksOf, type Json, type JsonObject, type Resource } from "../../terraform/configuration";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { defaultGroupKey, securityGroupKey } from "../filters/security-groups";
import type { NetworkModel } from "../model/network-model";
import { rulesOf } from "./packet-filters";

/** A machine, or a template that machines are made from, with all of its network interfaces. */
export interface Machine {
  readonly address: string;
  /** Keys of the groups that any of its interfaces wears. */
  readonly groups: readonly string[];
  /** Keys of the subnets that its interfaces stand in. */
  readonly subnets: readonly string[];
  /** Resources that may hold a public address of its: itself, its interfaces, and subnets whose setting it takes over. */
  readonly holders: readonly string[];
  /** Whether an interface has an IPv6 address, which the internet can name. */
  readonly hasIpv6: boolean;
  /** What it is joined to and the configuration does not describe. */
  readonly unread: readonly string[];
}

/** Types that machines of EC2 are made by. */
export const machineTypes = [
  "aws_instance",
  "aws_spot_instance_request",
  "aws_spot_fleet_request",
  "aws_launch_template",
  "aws_launch_configuration",
] as const;

export function machinesOf(network: NetworkModel): readonly Machine[] {
  return network.graph.ofType(...machineTypes).map((resource) => machineOf(network, resource));
}

function machineOf(network: NetworkModel, resource: Resource): Machine {
  const { graph } = network;
  const { address } = resource;
  const template = templateOf(graph, resource);
  const values = { ...template?.values, ...resource.values };
  const blocks = interfaceBlocks.flatMap((name) => blocksOf(values[name]));
  const named = [...blocks.map((block) => block.network_interface_id), ...attachedTo(graph, address)];
  const ids = named.flatMap((id) => graph.text(id) ?? []);
  const interfaces = ids.flatMap((id) => graph.find(id) ?? []);
  const faces: readonly JsonObject[] = [values, ...blocks, ...interfaces.map((found) => found.values)];
  const holders = [address, ...interfaces.map((found) => found.address)].flatMap((holder) => [
    holder,
    `${holder}.primary_network_interface_id`,
  ]);
  const subnets = faces.flatMap(({ subnet_id: subnet }) => graph.text(subnet) ?? []);
  const worn = [...faces.flatMap((face) => groupsNamedBy(graph, face)), ...groupsAddedTo(graph, holders)];
  const vpcs = subnets.flatMap((key) => network.subnets.get(key)?.vpc ?? []);
  return {
    address,
    groups: [...new Set(worn.length > 0 ? worn : vpcs.map(defaultGroupKey))],
    subnets: [...new Set(subnets)],
    holders: faces.some((face) => face.associate_public_ip_address === false) ? holders : [...holders, ...subnets],
    hasIpv6: faces.some(hasIpv6Address),
    unread: [
      ...ids.filter((id) => graph.find(id) === undefined),
      ...(template === undefined ? blocksOf(values.launch_template).map(() => "a launch template") : []),
    ],
  };
}

/**
 * What the agent of Systems Manager on a machine calls.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export const agentServices: readonly string[] = ["ssm", "ssmmessages", "ec2messages"];

/** Whether machines wear the group, and nothing can connect to any of them. */
export function isSilentMachineGroup(network: NetworkModel, key: string): boolean {
  const wearing = machinesOf(network).filter(({ groups }) => groups.includes(key));
  const worn = wearing.flatMap(({ groups }) => groups);
  const isKnown =
    worn.every((group) => network.securityGroups.has(group)) && wearing.every(({ unread }) => unread.length === 0);
  return wearing.length > 0 && isKnown && rulesOf(network, worn, "ingress").length === 0;
}

const interfaceBlocks = [
  "network_interface",
  "primary_network_interface",
  "network_interfaces",
  "launch_specification",
];

/** What the machine does not say itself, its template says. */
function templateOf(graph: ResourceGraph, { values }: Resource): Resource | undefined {
  const [named] = blocksOf(values.launch_template).map(({ id, name }) => graph.text(id) ?? graph.text(name));
  return named === undefined ? undefined : graph.find(named.replace(/\.name$/, ""));
}

function attachedTo(graph: ResourceGraph, machine: string): readonly (Json | undefined)[] {
  return graph
    .ofType("aws_network_interface_attachment")
    .filter(({ values }) => graph.text(values.instance_id) === machine)
    .map(({ values }) => values.network_interface_id);
}

function groupsNamedBy(graph: ResourceGraph, face: JsonObject): readonly string[] {
  const named = [face.vpc_security_group_ids, face.security_groups, face.security_group_names];
  return named
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .flatMap((value) => securityGroupKey(graph, value) ?? []);
}

function groupsAddedTo(graph: ResourceGraph, holders: readonly string[]): readonly string[] {
  return graph
    .ofType("aws_network_interface_sg_attachment")
    .filter(({ values }) => holders.includes(graph.text(values.network_interface_id) ?? ""))
    .flatMap(({ values }) => securityGroupKey(graph, values.security_group_id) ?? []);
}

function hasIpv6Address({ ipv6_address_count: count, ipv6_addresses: addresses }: JsonObject): boolean {
  const isListed = Array.isArray(addresses) ? addresses.length > 0 : typeof addresses === "string";
  return isListed || (count !== undefined && count !== null && count !== 0);
}
