import type { NetworkModel } from "../../verify/network/network-model";

/** A subnet whose route table has the routes of a gateway endpoint. */
export interface SubnetReach {
  readonly subnet: string;
  readonly table: string;
  /** Terraform address of the endpoint. */
  readonly address: string;
}

/**
 * The subnets that reach each gateway endpoint, by subnet and endpoint. The routes of such an endpoint have the addresses of a
 * service, which no configuration has, so that no comparison of addresses shows them.
 */
export function gatewayReach(network: NetworkModel): ReadonlyMap<string, SubnetReach> {
  const { sourceSubnets, routeTableAssociations, routeTables } = network;
  const found = sourceSubnets.flatMap((subnet) =>
    routeTableAssociations
      .ofSubnet(subnet)
      .flatMap(({ routeTable: table }) =>
        (routeTables.get(table)?.routes ?? [])
          .flatMap(({ targets }) => targets)
          .flatMap((target) =>
            target.kind === "gateway-endpoint" ? [{ subnet: subnet.key, table, address: target.address }] : [],
          ),
      ),
  );
  return new Map(found.map((one) => [`${one.subnet} ${one.address}`, one]));
}
