import { studioVpcEndpoints, type VpcEndpoint } from "../endpoints/vpc-endpoints";
import type { NetworkModel } from "../network-model";
import { mainRouteTableKey } from "../routes/route-tables";

/**
 * Addresses of gateway endpoints that only Lambda functions of the stack use: each subnet associated with their route
 * tables contains functions alone. Only code of the stack itself sends requests through them.
 */
export function lambdaOnlyEndpoints(network: NetworkModel): readonly string[] {
  return studioVpcEndpoints(network)
    .filter((endpoint) => isLambdaOnlyEndpoint(network, endpoint))
    .map(({ address }) => address);
}

/** Whether only Lambda functions use a gateway endpoint. */
export function isLambdaOnlyEndpoint(network: NetworkModel, { type, routeTables: tables }: VpcEndpoint): boolean {
  const { routeTableAssociations: associations, perimeterSubnets: perimeter, interfaceOwners: tenants, vpcs } = network;
  const isKnown =
    type === "Gateway" &&
    tables.every((table) => network.routeTables.has(table)) &&
    associations.unresolved.length === 0 &&
    tenants.inUndeclaredSubnets.length === 0;
  // A subnet that is created later uses the main route table.
  const isMain = [...vpcs.keys()].some((vpc) => tables.includes(mainRouteTableKey(vpc)));
  const servedSubnets = perimeter.filter((subnet) =>
    associations.ofSubnet(subnet).some(({ routeTable: table }) => tables.includes(table)),
  );
  const interfacesInServedSubnets = servedSubnets.flatMap(({ key }) => tenants.bySubnet.get(key) ?? []);
  return (
    isKnown &&
    !isMain &&
    interfacesInServedSubnets.length > 0 &&
    interfacesInServedSubnets.every((tenant) => tenant.type === "aws_lambda_function")
  );
}
