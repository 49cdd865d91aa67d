import { contains, union } from "../../ip/interval-set";
import { groupBy } from "../../verify/collections/group-by";
import { type NetworkModel, networkModelOf } from "../../verify/network/network-model";
import { egressPathsToInternet, internetPaths, undecidedPaths } from "../../verify/network/paths/egress-paths";
import {
  type ForwardingPath,
  type Hop,
  needsPublicAddress,
  terraformAddressesOfPath,
} from "../../verify/network/paths/forwarding-path";
import { internetGatewaysIntoVpc } from "../../verify/network/routes/route-tables";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Evidence } from "../../verify/verdict/claim";
import {
  addedAndRemoved,
  createDifference,
  formatList,
  type ReviewDifference,
  type Severity,
} from "../model/review-difference";
import { reachDifferences } from "./reach-differences";

/** Internet paths, external connections and public addresses that exist on one side only. */
export function internetPathDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [networkBefore, networkAfter] = [networkModelOf(before), networkModelOf(after)];
  return [
    ...pathDifferences("opens", additionalPaths(internetPathsOf(networkAfter), internetPathsOf(networkBefore))),
    ...pathDifferences("closes", additionalPaths(internetPathsOf(networkBefore), internetPathsOf(networkAfter))),
    ...evidenceDifferences(uncertainPathsOf(networkBefore), uncertainPathsOf(networkAfter), "unclear"),
    ...reachDifferences(networkBefore, networkAfter),
    ...evidenceDifferences(externalConnections(networkBefore), externalConnections(networkAfter), "opens"),
    ...evidenceDifferences(directAccess(networkBefore), directAccess(networkAfter), "opens"),
    ...addressDifferences(
      internetGatewaysOf(networkBefore),
      internetGatewaysOf(networkAfter),
      (address) => `${address} connects the VPC to the internet`,
    ),
    ...addressDifferences(
      reachablePublicAddresses(networkBefore),
      reachablePublicAddresses(networkAfter),
      (address) => `${address} has a public IP address`,
    ),
  ];
}

function internetPathsOf(network: NetworkModel): readonly ForwardingPath[] {
  return egressPathsToInternet(network).flatMap(internetPaths);
}

/** Paths that reach destinations, or skip a firewall, that no path of `others` from the same subnet does. */
function additionalPaths(
  paths: readonly ForwardingPath[],
  others: readonly ForwardingPath[],
): readonly ForwardingPath[] {
  const bySource = groupBy(others, ({ source }) => source.key);
  return paths.filter((path) => {
    const comparable = (bySource.get(path.source.key) ?? []).filter((other) => isInspectedByAll(other, path));
    return !contains(union(...comparable.map(({ destinations }) => destinations)), path.destinations);
  });
}

/** Whether every firewall of the first path is also on the second. */
function isInspectedByAll({ hops }: ForwardingPath, { hops: others }: ForwardingPath): boolean {
  const inspecting = others.filter(({ kind }) => kind === "firewall").map(({ address }) => address);
  return hops.every(({ kind, address }) => kind !== "firewall" || inspecting.includes(address));
}

/** One sentence for subnets with the same kinds of hops. */
function pathDifferences(severity: "opens" | "closes", paths: readonly ForwardingPath[]): readonly ReviewDifference[] {
  const byHops = groupBy(paths, hopsText);
  const verb = { opens: "can now reach", closes: "can no longer reach" }[severity];
  return [...byHops].map(([hops, group]) => {
    const subnets = [...new Set(group.map(({ source }) => source.key))];
    const text = `Traffic from ${formatList(subnets)} ${verb} the internet ${hops}`;
    return createDifference(severity, text, group.flatMap(terraformAddressesOfPath));
  });
}

const hopWords: Readonly<Partial<Record<Hop["kind"], string>>> = {
  firewall: "a firewall",
  nat: "a NAT gateway",
  appliance: "an appliance",
};

function hopsText(path: ForwardingPath): string {
  const words = path.hops.flatMap(({ kind }) => hopWords[kind] ?? []);
  const source = needsPublicAddress(path) ? ", from an interface with a public address" : "";
  return `${words.length === 0 ? "directly" : `through ${words.join(", then ")}`}${source}`;
}

function uncertainPathsOf(network: NetworkModel): readonly Evidence[] {
  return egressPathsToInternet(network).flatMap(undecidedPaths);
}

/** Connections to networks that the configuration does not describe, whether or not they are declared. */
function externalConnections({ externalConnections: { egress, ingress } }: NetworkModel): readonly Evidence[] {
  return [...egress, ...ingress];
}

/** Studio apps and notebook instances that reach the internet past the VPC, which no route table shows. */
function directAccess({ studioVpcConfig: { directInternetAccess } }: NetworkModel): readonly Evidence[] {
  return directInternetAccess.map(({ address, text }) => ({ text, addresses: [address] }));
}

function internetGatewaysOf(network: NetworkModel): readonly string[] {
  return [...network.studioVpcs].flatMap((vpc) => internetGatewaysIntoVpc(network, vpc));
}

function reachablePublicAddresses({ publicIpAddresses }: NetworkModel): readonly string[] {
  return publicIpAddresses.filter(({ use }) => use === "reachable" || use === "unknown").map(({ address }) => address);
}

function evidenceDifferences(
  before: readonly Evidence[],
  after: readonly Evidence[],
  severity: Severity,
): readonly ReviewDifference[] {
  const { added, removed } = addedAndRemoved(before, after, ({ text }) => text);
  return [
    ...added.map(({ text, addresses }) => createDifference(severity, `New: ${text}`, addresses)),
    ...removed.map(({ text, addresses }) => createDifference("closes", `Removed: ${text}`, addresses)),
  ];
}

function addressDifferences(
  before: readonly string[],
  after: readonly string[],
  sentence: (address: string) => string,
): readonly ReviewDifference[] {
  const evidence = (addresses: readonly string[]): readonly Evidence[] =>
    [...new Set(addresses)].map((address) => ({ text: sentence(address), addresses: [address] }));
  return evidenceDifferences(evidence(before), evidence(after), "opens");
}
