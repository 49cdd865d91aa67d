import { contains, union } from "../../ip/interval-set";
import { groupBy } from "../../verify/collections/group-by";
import { type NetworkModel, networkModelOf } from "../../verify/network/network-model";
import { egressPathsToInternet, internetPaths, undecidedPaths } from "../../verify/network/paths/egress-paths";
import { type ForwardingPath, type Hop, terraformAddressesOfPath } from "../../verify/network/paths/forwarding-path";
import { internetGatewaysIntoVpc } from "../../verify/network/paths/internet-gateways";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Evidence } from "../../verify/verdict/claim";
import { addedAndRemoved } from "../model/match-by-key";
import { createDifference, formatList, type ReviewDifference, type Severity } from "../model/review-difference";

/** Ways out of the network and into it that are there on one side only. */
export function internetPathDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
): readonly ReviewDifference[] {
  const [old, now] = [networkModelOf(before), networkModelOf(after)];
  return [
    ...pathDifferences("opens", additionalPaths(internetPathsOf(now), internetPathsOf(old))),
    ...pathDifferences("closes", additionalPaths(internetPathsOf(old), internetPathsOf(now))),
    ...evidenceDifferences(uncertainPathsOf(old), uncertainPathsOf(now), "unclear"),
    ...evidenceDifferences(externalConnections(old), externalConnections(now), "opens"),
    ...addressDifferences(
      internetGatewaysOf(old),
      internetGatewaysOf(now),
      (address) => `${address} joins the VPC to the internet`,
    ),
    ...addressDifferences(
      reachablePublicAddresses(old),
      reachablePublicAddresses(now),
      (address) => `${address} has a public address`,
    ),
  ];
}

function internetPathsOf(network: NetworkModel): readonly ForwardingPath[] {
  return egressPathsToInternet(network).flatMap(internetPaths);
}

/** Paths of one side that let out more than those of the other: further, or past a firewall. */
function additionalPaths(
  paths: readonly ForwardingPath[],
  others: readonly ForwardingPath[],
): readonly ForwardingPath[] {
  const bySource = groupBy(others, ({ source }) => source.key);
  return paths.filter((path) => {
    const free = (bySource.get(path.source.key) ?? []).filter((other) => isInspectedByAll(other, path));
    return !contains(union(...free.map(({ destinations }) => destinations)), path.destinations);
  });
}

/** Whether everything that inspects a packet on the one path inspects it on the other too. */
function isInspectedByAll({ hops }: ForwardingPath, { hops: others }: ForwardingPath): boolean {
  const inspecting = others.filter(({ kind }) => kind === "firewall").map(({ address }) => address);
  return hops.every(({ kind, address }) => kind !== "firewall" || inspecting.includes(address));
}

/** One sentence for subnets whose packets pass the same kinds of hops. */
function pathDifferences(severity: "opens" | "closes", paths: readonly ForwardingPath[]): readonly ReviewDifference[] {
  const alike = groupBy(paths, ({ hops }) => hopsText(hops));
  const verb = { opens: "now reach", closes: "no longer reach" }[severity];
  return [...alike].map(([through, group]) => {
    const subnets = [...new Set(group.map(({ source }) => source.key))];
    const text = `Packets from ${formatList(subnets)} ${verb} the internet, ${through}`;
    return createDifference(severity, text, group.flatMap(terraformAddressesOfPath));
  });
}

const hopWords: Readonly<Partial<Record<Hop["kind"], string>>> = {
  firewall: "a firewall",
  nat: "a NAT gateway",
  appliance: "an appliance",
};

function hopsText(hops: readonly Hop[]): string {
  const words = hops.flatMap(({ kind }) => hopWords[kind] ?? []);
  return words.length === 0 ? "with nothing in between" : `through ${words.join(", then ")}`;
}

function uncertainPathsOf(network: NetworkModel): readonly Evidence[] {
  return egressPathsToInternet(network).flatMap(undecidedPaths);
}

/** Where the network joins another one that the configuration does not describe: declared or not, it is a way. */
function externalConnections({ externalConnections: openEnds }: NetworkModel): readonly Evidence[] {
  return [...openEnds.egress, ...openEnds.ingress];
}

function internetGatewaysOf(network: NetworkModel): readonly string[] {
  return [...network.studioVpcs].flatMap((vpc) => internetGatewaysIntoVpc(network, vpc));
}

function reachablePublicAddresses({ publicIpAddresses: publicAddresses }: NetworkModel): readonly string[] {
  return publicAddresses.filter(({ use }) => use === "reachable" || use === "unknown").map(({ address }) => address);
}

function evidenceDifferences(
  before: readonly Evidence[],
  after: readonly Evidence[],
  severity: Severity,
): readonly ReviewDifference[] {
  const { added, gone } = addedAndRemoved(before, after, ({ text }) => text);
  return [
    ...added.map(({ text, addresses }) => createDifference(severity, `New: ${text}`, addresses)),
    ...gone.map(({ text, addresses }) => createDifference("closes", `Gone: ${text}`, addresses)),
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
