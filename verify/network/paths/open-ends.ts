import { parseAddressSet } from "../../../ip/cidr";
import { allAddresses } from "../../../ip/internet-addresses";
import { contains, subtract, union } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { memoize } from "../../collections/memoize";
import type { NetworkModel } from "../network-model";
import { type Subnet, undeclaredSubnet } from "../vpc/read-subnets";
import { type ForwardingPath, isOpenEnd } from "./forwarding-path";
import { tracePackets, traceThroughRouteTable } from "./trace-packets";

/**
 * Addresses that AWS itself serves: no route that covers them applies to them.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-route-tables.html#route-table-subnet-route-priority
 */
const servedByAws = parseAddressSet("169.254.168.0/22", "fd00:ec2::/32");

/** With the addresses of the VPC itself, because a route may be more specific than `local`. */
const routedAddresses = subtract(allAddresses, servedByAws);

/**
 * Every path out of the Studio VPC that ends where this configuration shows no more: in an external network, at an appliance
 * or at a route target that cannot be resolved. One path stands for all that end by the same route at the same target. Network ACLs do not count, because a route to
 * nowhere that only an ACL keeps unused is a mistake, too.
 */
export const openEnds: (network: NetworkModel) => readonly ForwardingPath[] = memoize((filtered) => {
  const network = withoutNetworkAcls(filtered);
  const paths = [...pathsOfAllPackets(filtered), ...pathsFromGateways(network), ...pathsOfUnusedTables(network)].filter(
    isOpenEnd,
  );
  return [...new Map(paths.toReversed().map((path) => [keyOf(network, path), path])).values()].toReversed();
});

/** Every path of packets from a subnet of the Studio VPC to any address that AWS routes, as if no network ACL denied one. */
export const pathsOfAllPackets: (network: NetworkModel) => readonly ForwardingPath[] = memoize((filtered) => {
  const network = withoutNetworkAcls(filtered);
  return network.perimeterSubnets.flatMap((subnet) => tracePackets(network, subnet, routedAddresses));
});

/** Every path of packets from one subnet to any address that AWS routes, as if no network ACL denied one. */
export function pathsOfSubnet(network: NetworkModel, subnet: Subnet): readonly ForwardingPath[] {
  return tracePackets(withoutNetworkAcls(network), subnet, routedAddresses);
}

/** The same network, in which network ACLs allow everything. */
export function withoutNetworkAcls(network: NetworkModel): NetworkModel {
  return { ...network, networkAcls: { ...network.networkAcls, allowedAddresses: () => allAddresses } };
}

/** A VPN gateway that propagates routes is attached to the VPC, also where no subnet uses the route table. */
function pathsOfUnusedTables(network: NetworkModel): readonly ForwardingPath[] {
  const used = new Set(
    network.perimeterSubnets.flatMap((subnet) =>
      network.routeTableAssociations.ofSubnet(subnet).map(({ routeTable }) => routeTable),
    ),
  );
  const unused = [...network.routeTables.values()].filter(
    ({ key, vpc, routePropagations }) =>
      routePropagations.length > 0 && !used.has(key) && (vpc === undefined || network.studioVpcs.has(vpc)),
  );
  return unused.flatMap(({ key, vpc }) => {
    const source = undeclaredSubnet(key, vpc);
    return traceThroughRouteTable(network, key, {
      source,
      currentSubnet: source,
      sourceAddresses: undefined,
      destinations: routedAddresses,
      hops: [],
      isBehindPrivateNat: false,
    }).filter(({ hops, disposition }) => hops.length === 0 && disposition.kind === "external-network");
  });
}

/** Packets that enter through a gateway with a route table of its own, to every address of the VPC. */
function pathsFromGateways(network: NetworkModel): readonly ForwardingPath[] {
  return network.routeTableAssociations.edges.flatMap(({ gateway, routeTable }) => {
    const vpcKey = network.routeTables.get(routeTable)?.vpc;
    if (vpcKey !== undefined && !network.studioVpcs.has(vpcKey)) {
      return [];
    }
    const source = undeclaredSubnet(gateway, vpcKey);
    return traceThroughRouteTable(network, routeTable, {
      source,
      currentSubnet: source,
      sourceAddresses: undefined,
      destinations: addressesOfVpc(network, vpcKey),
      hops: [],
      isBehindPrivateNat: false,
    });
  });
}

/** The addresses of a VPC; every address if some of them are not known. */
export function addressesOfVpc({ vpcs }: NetworkModel, key: string | undefined): AddressSet {
  const vpc = vpcs.get(key ?? "");
  return vpc === undefined || vpc.hasUnknownAddresses
    ? allAddresses
    : union(...vpc.cidrBlocks.map(({ addresses }) => addresses));
}

/** Paths from Studio stay apart, because they never lead to a declared network. */
function keyOf(
  { studioVpcConfig: studio }: NetworkModel,
  { source, hops, destinations, disposition }: ForwardingPath,
): string {
  const routes = hops.filter(({ kind }) => kind === "route").map(({ address }) => address);
  const blocks = destinations.map(({ first, last }) => `${first}-${last}`);
  return JSON.stringify([studio.subnets.has(source.key), routes.at(-1) ?? source.key, disposition, blocks]);
}

/** Whether the path leads from another subnet than Studio's through a transit or VPN gateway to declared addresses only. */
export function leadsToDeclaredNetwork(
  { studioVpcConfig: studio }: NetworkModel,
  { source, destinations, disposition }: ForwardingPath,
  declaredAddresses: AddressSet,
): boolean {
  return (
    disposition.kind === "external-network" &&
    (disposition.gateway === "transit-gateway" || disposition.gateway === "vpn-gateway") &&
    !studio.subnets.has(source.key) &&
    contains(declaredAddresses, destinations)
  );
}
