import type { NetworkModel } from "../model/network-model";
import { mainTableKey } from "../routing/route-tables";
import { type Endpoint, studioEndpoints } from "./vpc-endpoints";

/**
 * Addresses of gateway endpoints that functions of the stack use and nobody else: every subnet behind their route tables holds
 * functions alone. Only the code that the stack itself brings then passes them.
 */
export function functionEndpoints(network: NetworkModel): readonly string[] {
  return studioEndpoints(network)
    .filter((endpoint) => servesFunctionsAlone(network, endpoint))
    .map(({ address }) => address);
}

/** Whether a gateway endpoint is one of those. */
export function servesFunctionsAlone(network: NetworkModel, { type, tables }: Endpoint): boolean {
  const { associations, perimeter, tenants, vpcs } = network;
  const isKnown =
    type === "Gateway" &&
    tables.every((table) => network.tables.has(table)) &&
    associations.unread.length === 0 &&
    tenants.unplaced.length === 0;
  // A subnet that is made tomorrow is on the main table.
  const isMain = [...vpcs.keys()].some((vpc) => tables.includes(mainTableKey(vpc)));
  const served = perimeter.filter((subnet) =>
    associations.ofSubnet(subnet).some(({ table }) => tables.includes(table)),
  );
  const standing = served.flatMap(({ key }) => tenants.bySubnet.get(key) ?? []);
  return isKnown && !isMain && standing.length > 0 && standing.every((tenant) => tenant.type === "aws_lambda_function");
}
