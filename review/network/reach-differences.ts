import { describeAddresses } from "../../ip/cidr";
import { allAddresses, internetAddresses } from "../../ip/internet-addresses";
import { subtract, union } from "../../ip/interval-set";
import { groupBy } from "../../verify/collections/group-by";
import type { NetworkModel } from "../../verify/network/network-model";
import { type ForwardingPath, terraformAddressesOfPath } from "../../verify/network/paths/forwarding-path";
import { tracePackets } from "../../verify/network/paths/trace-packets";
import type { DifferenceKind } from "../model/difference-kinds";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";

/**
 * Destinations outside the internet that a subnet reaches on one side only: other networks, services behind gateway endpoints, the VPC
 * itself, and ends that the configuration does not show.
 */
export function reachDifferences(before: NetworkModel, after: NetworkModel): readonly ReviewDifference[] {
  const [pathsBefore, pathsAfter] = [deliveredPaths(before), deliveredPaths(after)];
  return [...additionalReach(pathsBefore, pathsAfter, "opens"), ...additionalReach(pathsAfter, pathsBefore, "closes")];
}

const privateAddresses = subtract(allAddresses, internetAddresses);

function deliveredPaths(network: NetworkModel): readonly ForwardingPath[] {
  return network.sourceSubnets.flatMap((subnet) =>
    tracePackets(network, subnet, privateAddresses).filter(({ disposition: { kind } }) => kind !== "dropped"),
  );
}

/** Destinations of the paths of `to` that no path of `from` from the same subnet reaches in the same way. */
function additionalReach(
  from: readonly ForwardingPath[],
  to: readonly ForwardingPath[],
  severity: "opens" | "closes",
): readonly ReviewDifference[] {
  const known = groupBy(from, wayOf);
  const added = [...groupBy(to, wayOf)].flatMap(([way, paths]) => {
    const destinations = subtract(
      union(...paths.map((path) => path.destinations)),
      union(...(known.get(way) ?? []).map((path) => path.destinations)),
    );
    const [path] = paths;
    return path === undefined || destinations.length === 0 ? [] : [{ path, destinations }];
  });
  const alike = groupBy(added, ({ path, destinations }) => `${endText(path)} ${describeAddresses(destinations)}`);
  const verb = severity === "opens" ? "can now reach" : "can no longer reach";
  return [...alike.values()].flatMap((group) =>
    group.slice(0, 1).map(({ path, destinations }) => {
      const subnets = [...new Set(group.map(({ path: { source } }) => source.key))];
      const isUnknown = severity === "opens" && path.disposition.kind === "unknown";
      return createDifference(
        isUnknown ? "unclear" : severity,
        `Traffic from ${formatList(subnets)} ${verb} ${describeAddresses(destinations)} ${endText(path)}`,
        group.flatMap((one) => terraformAddressesOfPath(one.path)),
        severity === "opens" ? openedKinds[path.disposition.kind] : undefined,
      );
    }),
  );
}

/** What a newly reached end means. An end without an entry may be outside. */
const openedKinds: Readonly<Partial<Record<ForwardingPath["disposition"]["kind"], DifferenceKind>>> = {
  local: "inside-path",
  service: "service-endpoint",
  unknown: "undetermined",
};

/** The source, where the path ends, and the firewalls that it passes. */
function wayOf(path: ForwardingPath): string {
  const firewalls = path.hops.filter(({ kind }) => kind === "firewall").map(({ address }) => address);
  return JSON.stringify([path.source.key, endText(path), firewalls]);
}

function endText({ disposition }: ForwardingPath): string {
  switch (disposition.kind) {
    case "external-network":
      return `through ${disposition.address}`;
    case "service":
      return `through ${disposition.endpoint}`;
    case "unknown":
      return `(${disposition.text})`;
    case "local":
      return "inside the VPC";
    default:
      return "";
  }
}
