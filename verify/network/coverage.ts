import { union } from "../address-space";
import type { Endpoint } from "./endpoints";
import { aclsPassTls, groupsPassTls, groupsReachService } from "./filters";
import type { NetworkModel } from "./network-model";
import { pathsFrom, type WalkOptions } from "./reachability";
import type { GroupSet } from "./studio-placement";
import type { Subnet } from "./subnets";

/** Why a Studio subnet cannot use an endpoint; nothing when it can. */
export type Obstacle = string | undefined;

/** Whether packets of a subnet get to the endpoint: routes, network ACLs, and a place for it in a zone that still stands. */
export function routeObstacle(
  network: NetworkModel,
  subnet: Subnet,
  endpoint: Endpoint,
  options: WalkOptions = {},
): Obstacle {
  if (endpoint.type === "Gateway") {
    const isServed = pathsFrom(network, subnet, undefined, options).some(
      ({ end }) => end.kind === "service" && end.endpoint === endpoint.address,
    );
    return isServed ? undefined : `no route of ${subnet.key} leads to ${endpoint.address}`;
  }
  const places = endpoint.subnets.filter(({ zone }) => options.lostZone === undefined || zone !== options.lostZone);
  if (places.length === 0) {
    return `${endpoint.address} stands in no subnet${options.lostZone === undefined ? "" : " outside the lost zone"}`;
  }
  const reachable = places.filter((place) => isLocal(network, subnet, place, options));
  if (reachable.length === 0) {
    return `${subnet.key} has no local route to ${endpoint.address}`;
  }
  return reachable.some((place) => aclsPassTls(network, subnet, place))
    ? undefined
    : `network ACLs stop TLS between ${subnet.key} and ${endpoint.address}`;
}

/** Every part of the other subnet is delivered inside the VPC, and the answers as well. */
function isLocal(network: NetworkModel, from: Subnet, to: Subnet, options: WalkOptions): boolean {
  const { addresses } = to;
  return (
    addresses === undefined || pathsFrom(network, from, addresses, options).every(({ end }) => end.kind === "local")
  );
}

/** Whether an interface with these groups may talk to the endpoint, and the endpoint's groups take it. */
export function groupObstacle(
  network: NetworkModel,
  { groups, address, block }: GroupSet,
  endpoint: Endpoint,
): Obstacle {
  const who = `${address} (${block})`;
  if (endpoint.type === "Gateway") {
    return groupsReachService(network, groups, endpoint)
      ? undefined
      : `no group of ${who} lets TLS out to ${endpoint.address}`;
  }
  const place = {
    groups: endpoint.groups,
    addresses: union(...endpoint.subnets.map(({ addresses }) => addresses ?? [])),
  };
  if (!groupsPassTls(network, groups, "egress", place)) {
    return `no group of ${who} lets TLS out to ${endpoint.address}`;
  }
  const studio = { groups, addresses: union(...network.studioSubnets.map(({ addresses }) => addresses ?? [])) };
  return groupsPassTls(network, endpoint.groups, "ingress", studio)
    ? undefined
    : `no group of ${endpoint.address} lets TLS in from ${who}`;
}
