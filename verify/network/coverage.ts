import { union } from "../address-space";
import type { Endpoint } from "./endpoints";
import { aclsPassTls, groupsPassTls, groupsReachService } from "./filters";
import { journeysToInternet } from "./journeys";
import type { NetworkModel } from "./network-model";
import { type Path, touches } from "./path";
import { pathsFrom } from "./reachability";
import type { GroupSet } from "./studio-placement";
import type { Subnet } from "./subnets";

/** Why a Studio subnet cannot use an endpoint; nothing when it can. */
export type Obstacle = string | undefined;

/**
 * Whether packets of a subnet get to the endpoint and back: routes, network ACLs, and a place for the endpoint.
 *
 * @param lostZone an Availability Zone that has failed, with everything in it
 */
export function routeObstacle(network: NetworkModel, subnet: Subnet, endpoint: Endpoint, lostZone?: string): Obstacle {
  if (endpoint.type === "Gateway") {
    const [journey] = journeysToInternet(network, [subnet]);
    const isServed = journey?.paths.some(({ end }) => end.kind === "service" && end.endpoint === endpoint.address);
    return isServed === true ? undefined : `no route of ${subnet.key} leads to ${endpoint.address}`;
  }
  const places = endpoint.subnets.filter(({ zone }) => lostZone === undefined || zone !== lostZone);
  if (places.length === 0) {
    return `${endpoint.address} stands in no subnet${lostZone === undefined ? "" : " outside the lost zone"}`;
  }
  if (places.some((place) => isReached(network, subnet, place, lostZone) && aclsPassTls(network, subnet, place))) {
    return undefined;
  }
  return places.some((place) => isReached(network, subnet, place, lostZone))
    ? `network ACLs stop TLS between ${subnet.key} and ${endpoint.address}`
    : `${subnet.key} has no local route to ${endpoint.address} and back`;
}

function isReached(network: NetworkModel, from: Subnet, to: Subnet, lostZone: string | undefined): boolean {
  return isLocal(network, from, to, lostZone) && isLocal(network, to, from, lostZone);
}

const insidePaths = new WeakMap<NetworkModel, Map<string, readonly Path[]>>();

/** Whether every part of the other subnet is delivered inside the VPC. */
function isLocal(network: NetworkModel, from: Subnet, to: Subnet, lostZone: string | undefined): boolean {
  const known = insidePaths.get(network) ?? new Map<string, readonly Path[]>();
  insidePaths.set(network, known);
  const key = `${from.key} ${to.key}`;
  const paths = known.get(key) ?? (to.addresses === undefined ? [] : pathsFrom(network, from, to.addresses));
  known.set(key, paths);
  return paths.every((path) => path.end.kind === "local" && (lostZone === undefined || !touches(path, lostZone)));
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
