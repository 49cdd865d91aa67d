import type { Resource } from "../terraform/terraform-configuration";
import type { NetworkModel } from "./network-model";

/** Whether something of the configuration is in a VPC. */
export type Presence = "none" | "some" | "unknown";

/** The type of attachments, whose interfaces only forward packets between a VPC and a transit gateway. */
const ATTACHMENT = "aws_ec2_transit_gateway_vpc_attachment";

/** Whether anything in a VPC starts connections or sends DNS queries: an interface other than of firewalls, NAT and attachments. */
export function sendersIn({ subnets, interfaceOwners }: NetworkModel, vpc: string): Presence {
  const owners = [...subnets.values()]
    .filter((subnet) => subnet.vpc === vpc)
    .flatMap(({ key }) => interfaceOwners.bySubnet.get(key) ?? []);
  return presence(owners, interfaceOwners.inUndeclaredSubnets);
}

/** Only what is in a VPC can ask its resolver; a transit gateway brings no queries from other VPCs. */
export function mayAskResolver(network: NetworkModel, vpc: string): boolean {
  const isAttached = network.transitNetwork.attachments.some((attachment) => attachment.vpc === vpc);
  return network.studioVpcs.has(vpc) || !isAttached || sendersIn(network, vpc) !== "none";
}

/** Whether anything in a VPC receives connections: a sender, or a VPC endpoint. */
export function receiversIn(network: NetworkModel, vpc: string): Presence {
  const { graph } = network;
  const endpoints = graph.ofType("aws_vpc_endpoint").map(({ values }) => graph.referenceKey(values.vpc_id));
  return endpoints.includes(vpc) ? "some" : sendersIn(network, vpc);
}

/** Whether a subnet holds interfaces of transit gateway attachments and nothing else that starts connections. */
export function isTransitSubnet({ interfaceOwners, studioVpcConfig }: NetworkModel, subnet: string): boolean {
  const owners = interfaceOwners.bySubnet.get(subnet) ?? [];
  return owners.length > 0 && !studioVpcConfig.subnets.has(subnet) && owners.every(({ type }) => type === ATTACHMENT);
}

function presence(owners: readonly Resource[], undeclared: readonly Resource[]): Presence {
  if (owners.some(({ type }) => type !== ATTACHMENT)) {
    return "some";
  }
  return undeclared.some(({ type }) => type !== ATTACHMENT) ? "unknown" : "none";
}
