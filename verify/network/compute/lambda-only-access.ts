import { securityGroupRules } from "../endpoints/packet-filters";
import { studioVpcEndpoints, type VpcEndpoint } from "../endpoints/vpc-endpoints";
import { securityGroupHolders } from "../filters/security-group-holders";
import type { NetworkModel } from "../network-model";
import { mainRouteTableKey } from "../routes/route-tables";

/** Terraform addresses of the gateway endpoints that only Lambda functions of the stack can use. */
export function lambdaOnlyEndpoints(network: NetworkModel): readonly string[] {
  return studioVpcEndpoints(network)
    .filter((endpoint) => isLambdaOnlyEndpoint(network, endpoint))
    .map(({ address }) => address);
}

/**
 * Whether only Lambda functions of the stack can use a gateway endpoint: every subnet of its route tables contains only
 * network interfaces of functions. False when a route table or a subnet cannot be resolved.
 */
export function isLambdaOnlyEndpoint(network: NetworkModel, { type, routeTables: tables }: VpcEndpoint): boolean {
  const { routeTableAssociations: associations, perimeterSubnets: perimeter, interfaceOwners, vpcs } = network;
  const isKnown =
    type === "Gateway" &&
    tables.every((table) => network.routeTables.has(table)) &&
    associations.unresolved.length === 0 &&
    interfaceOwners.inUndeclaredSubnets.length === 0;
  // A subnet that somebody creates later uses the main route table.
  const isMain = [...vpcs.keys()].some((vpc) => tables.includes(mainRouteTableKey(vpc)));
  const servedSubnets = perimeter.filter((subnet) =>
    associations.ofSubnet(subnet).some(({ routeTable: table }) => tables.includes(table)),
  );
  const ownersInServedSubnets = servedSubnets.flatMap(({ key }) => interfaceOwners.bySubnet.get(key) ?? []);
  return (
    isKnown &&
    !isMain &&
    ownersInServedSubnets.length > 0 &&
    ownersInServedSubnets.every((owner) => owner.type === "aws_lambda_function")
  );
}

/** Whether the security group is attached only to Lambda functions of the stack and has no ingress rule. */
export function isLambdaOnlySecurityGroup(network: NetworkModel, key: string): boolean {
  const holders = securityGroupHolders(network.graph, key);
  return (
    holders.length > 0 &&
    holders.every(({ type }) => type === "aws_lambda_function") &&
    network.securityGroups.has(key) &&
    securityGroupRules(network, [key], "ingress").length === 0
  );
}
