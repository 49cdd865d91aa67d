import { memoize } from "../../collections/memoize";
import type { ResourceGraph } from "../../terraform/references/resource-graph";
import { blocksOf, type JsonObject, type Resource } from "../../terraform/terraform-configuration";
import { securityGroupRules } from "../endpoints/packet-filters";
import { defaultSecurityGroupKey, securityGroupKey } from "../filters/read-security-groups";
import type { NetworkModel } from "../network-model";
import { ec2ResourceTypes, instanceInterfaces } from "../vpc/instance-interfaces";

/** An EC2 instance, a Spot request or a launch template with all of its network interfaces, or an interface without an instance. */
export interface Ec2Instance {
  readonly address: string;
  /** Keys of the security groups attached to any of its interfaces. */
  readonly securityGroups: readonly string[];
  /** Keys of the subnets of its interfaces. */
  readonly subnets: readonly string[];
  /** Resources that may give it a public address: itself, its interfaces, and the subnets that set the default. */
  readonly publicAddressResources: readonly string[];
  /** Whether an interface has an IPv6 address. Such an address is public. */
  readonly hasIpv6: boolean;
  /** Interfaces and launch templates that it uses and the configuration does not declare. */
  readonly unresolved: readonly string[];
}

/** Every EC2 instance, launch template and separate network interface of the configuration. */
export const ec2InstancesOf: (network: NetworkModel) => readonly Ec2Instance[] = memoize((network) => {
  const { graph } = network;
  const instances = graph.ofType(...ec2ResourceTypes);
  const used = new Set(instances.flatMap((instance) => instanceInterfaces(graph)(instance).ids));
  const separate = graph.ofType("aws_network_interface").filter(({ address }) => !used.has(address));
  return [
    ...instances.map((resource) => ec2InstanceOf(network, resource)),
    ...separate.map((resource) => ({
      ...ec2InstanceOf(network, resource),
      unresolved: ["an instance or a service"],
    })),
  ];
});

function ec2InstanceOf(network: NetworkModel, resource: Resource): Ec2Instance {
  const { graph } = network;
  const { address } = resource;
  const { template, values, ids, interfaces, interfaceArguments } = instanceInterfaces(graph)(resource);
  const addressResources = [address, ...interfaces.map((found) => found.address)].flatMap((holder) => [
    holder,
    `${holder}.primary_network_interface_id`,
  ]);
  const subnets = interfaceArguments.flatMap(({ subnet_id: subnet }) => graph.referenceKey(subnet) ?? []);
  const attachedGroups = [
    ...interfaceArguments.flatMap((face) => securityGroupsInArguments(graph, face)),
    ...securityGroupsAddedTo(graph, addressResources),
  ];
  const vpcs = subnets.flatMap((key) => network.subnets.get(key)?.vpc ?? []);
  return {
    address,
    securityGroups: [...new Set(attachedGroups.length > 0 ? attachedGroups : vpcs.map(defaultSecurityGroupKey))],
    subnets: [...new Set(subnets)],
    publicAddressResources: interfaceArguments.some((face) => face.associate_public_ip_address === false)
      ? addressResources
      : [...addressResources, ...subnets],
    hasIpv6: interfaceArguments.some(hasIpv6Address),
    unresolved: [
      ...ids.filter((id) => graph.find(id) === undefined),
      ...(template === undefined ? blocksOf(values.launch_template).map(() => "a launch template") : []),
    ],
  };
}

/**
 * Services that SSM Agent calls.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
export const ssmAgentServices: readonly string[] = ["ssm", "ssmmessages", "ec2messages"];

/** Whether the security group is attached to EC2 instances, and no attached group allows a connection to any of them. */
export function isEc2SecurityGroupWithoutIngress(network: NetworkModel, key: string): boolean {
  const attachedInstances = ec2InstancesOf(network).filter(({ securityGroups: groups }) => groups.includes(key));
  const attachedGroups = attachedInstances.flatMap(({ securityGroups: groups }) => groups);
  const isKnown =
    attachedGroups.every((group) => network.securityGroups.has(group)) &&
    attachedInstances.every(({ unresolved: unread }) => unread.length === 0);
  return attachedInstances.length > 0 && isKnown && securityGroupRules(network, attachedGroups, "ingress").length === 0;
}

function securityGroupsInArguments(graph: ResourceGraph, interfaceArguments: JsonObject): readonly string[] {
  const named = [
    interfaceArguments.vpc_security_group_ids,
    interfaceArguments.security_groups,
    interfaceArguments.security_group_names,
  ];
  return named
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .flatMap((value) => securityGroupKey(graph, value) ?? []);
}

function securityGroupsAddedTo(graph: ResourceGraph, addressResources: readonly string[]): readonly string[] {
  return graph
    .ofType("aws_network_interface_sg_attachment")
    .filter(({ values }) => addressResources.includes(graph.referenceKey(values.network_interface_id) ?? ""))
    .flatMap(({ values }) => securityGroupKey(graph, values.security_group_id) ?? []);
}

function hasIpv6Address({ ipv6_address_count: count, ipv6_addresses: addresses }: JsonObject): boolean {
  const isListed = Array.isArray(addresses) ? addresses.length > 0 : typeof addresses === "string";
  return isListed || (count !== undefined && count !== null && count !== 0);
}
