import { type AddressSet, nowhere, union } from "../../ip/address-space";
import type { NetworkModel } from "../model/network-model";
import type { GroupSet } from "../model/studio-subnets-and-groups";
import { type Path, touches } from "../reachability/path";
import { journeysToInternet } from "../reachability/paths-to-internet";
import { pathsFrom } from "../reachability/reachability";
import type { Subnet } from "../routing/subnets";
import { aclsPassTls, groupsPassTls, groupsReachService } from "./packet-filters";
import type { Endpoint } from "./vpc-endpoints";

/** Why Studio cannot use an endpoint. */
export interface Obstacle {
  readonly text: string;
  /** Whether it is there for sure, or only what the JSON does not say stands in the way of a proof. */
  readonly isCertain: boolean;
}

function obstacle(text: string): Obstacle {
  return { text, isCertain: true };
}

function uncertainty(text: string): Obstacle {
  return { text, isCertain: false };
}

/**
 * Whether packets of a subnet get to the endpoint and back: routes, network ACLs, and a place for the endpoint.
 *
 * @param lostZone an Availability Zone that has failed, with everything in it
 */
export function routeObstacle(
  network: NetworkModel,
  subnet: Subnet,
  endpoint: Endpoint,
  lostZone?: string,
): Obstacle | undefined {
  if (endpoint.type === "Gateway") {
    const [journey] = journeysToInternet(network, [subnet]);
    const isServed = journey?.paths.some(({ end }) => end.kind === "service" && end.endpoint === endpoint.address);
    return isServed === true ? undefined : obstacle(`no route of ${subnet.key} leads to ${endpoint.address}`);
  }
  const places = endpoint.subnets.filter(({ zone }) => lostZone === undefined || zone !== lostZone);
  if (places.length === 0) {
    return obstacle(`${endpoint.address} stands in no subnet${lostZone === undefined ? "" : " outside the lost zone"}`);
  }
  const reached = places.filter((place) => isReached(network, subnet, place, lostZone));
  if (reached.some((place) => aclsPassTls(network, subnet, place))) {
    return undefined;
  }
  if ([subnet, ...places].some(({ addresses }) => addresses === undefined)) {
    return uncertainty(`addresses between ${subnet.key} and ${endpoint.address} are not written out`);
  }
  return reached.length > 0
    ? obstacle(`network ACLs stop TLS between ${subnet.key} and ${endpoint.address}`)
    : obstacle(`${subnet.key} has no local route to ${endpoint.address} and back`);
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
  const paths = known.get(key) ?? pathsFrom(network, from, to.addresses ?? nowhere);
  known.set(key, paths);
  return (
    paths.length > 0 &&
    paths.every((path) => path.end.kind === "local" && (lostZone === undefined || !touches(path, lostZone)))
  );
}

/** Whether an interface with these groups may talk to the endpoint, and the endpoint's groups take it. */
export function groupObstacle(
  network: NetworkModel,
  { groups, address, block }: GroupSet,
  endpoint: Endpoint,
): Obstacle | undefined {
  const who = `${address} (${block})`;
  const foreign = [...groups, ...endpoint.groups].find((key) => !network.securityGroups.has(key));
  if (foreign !== undefined) {
    return uncertainty(`${foreign} between ${who} and ${endpoint.address} is declared elsewhere`);
  }
  if (endpoint.type === "Gateway") {
    return groupsReachService(network, groups, endpoint)
      ? undefined
      : obstacle(`no group of ${who} lets TLS out to ${endpoint.address}`);
  }
  const place = { groups: endpoint.groups, addresses: addressesOf(endpoint.subnets) };
  if (!groupsPassTls(network, groups, "egress", place)) {
    return obstacle(`no group of ${who} lets TLS out to ${endpoint.address}`);
  }
  const studio = { groups, addresses: addressesOf(network.studioSubnets) };
  return groupsPassTls(network, endpoint.groups, "ingress", studio)
    ? undefined
    : obstacle(`no group of ${endpoint.address} lets TLS in from ${who}`);
}

function addressesOf(subnets: readonly Subnet[]): AddressSet {
  return union(...subnets.map(({ addresses }) => addresses ?? nowhere));
}
