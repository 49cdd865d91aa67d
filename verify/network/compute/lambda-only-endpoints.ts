import { studioVpcEndpoints, type VpcEndpoint } from "../endpoints/vpc-endpoints";
import type { NetworkModel } from "../network-model";
import { mainRouteTableKey } from "../routes/route-tables";

/**
 * Addresses of gateway endpoints that functions of the stack use and nobody else: every subnet behind their route tables holds
 * functions alone. Only the code that the stack itself brings then passes them.
 */
export function lambdaOnlyEndpoints(network: NetworkModel): readonly string[] {
  return studioVpcEndpoints(network)
    .filter((endpoint) => isLambdaOnlyEndpoint(network, endpoint))
    .map(({ address }) => address);
}

/** Whether a gateway endpoint is one of those. */
export function isLambdaOnlyEndpoint(network: NetworkModel, { type, routeTables: tables }: VpcEndpoint): boolean {
  const { routeTableAssociations: associations, perimeterSubnets: perimeter, interfaceOwners: tenants, vpcs } = network;
  const isKnown =
    type === "Gateway" &&
    tables.every((table) => network.routeTables.has(table)) &&
    associations.unresolved.length === 0 &&
    tenants.inUndeclaredSubnets.length === 0;
  // A subnet that is made tomorrow is on the main table.
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
