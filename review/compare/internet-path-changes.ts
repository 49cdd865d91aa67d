import { groupBy } from "../../verify/collections/group-by";
import { contains, union } from "../../verify/ip/address-space";
import { type NetworkModel, networkOf } from "../../verify/network/model/network-model";
import { gatewaysInto } from "../../verify/network/reachability/gateways";
import { addressesOfPath, type Hop, type Path } from "../../verify/network/reachability/path";
import { internetPaths, journeysToInternet, uncertainPaths } from "../../verify/network/reachability/paths-to-internet";
import type { Configuration } from "../../verify/terraform/configuration";
import type { Evidence } from "../../verify/verdict/claim";
import { turnover } from "../model/diff";
import { type Difference, difference, listed, type Severity } from "../model/difference";

/** Ways out of the network and into it that are there on one side only. */
export function wayDifferences(before: Configuration, after: Configuration): readonly Difference[] {
  const [old, now] = [networkOf(before), networkOf(after)];
  return [
    ...pathSentences("opens", beyond(pathsOut(now), pathsOut(old))),
    ...pathSentences("closes", beyond(pathsOut(old), pathsOut(now))),
    ...evidenceTurns(uncertain(old), uncertain(now), "unclear"),
    ...evidenceTurns(ends(old), ends(now), "opens"),
    ...named(gateways(old), gateways(now), (address) => `${address} joins the VPC to the internet`),
    ...named(callable(old), callable(now), (address) => `${address} has a public address`),
  ];
}

function pathsOut(network: NetworkModel): readonly Path[] {
  return journeysToInternet(network).flatMap(internetPaths);
}

/** Paths of one side that let out more than those of the other: further, or past a firewall. */
function beyond(paths: readonly Path[], others: readonly Path[]): readonly Path[] {
  const bySource = groupBy(others, ({ source }) => source.key);
  return paths.filter((path) => {
    const free = (bySource.get(path.source.key) ?? []).filter((other) => isNoStricter(other, path));
    return !contains(union(...free.map(({ destinations }) => destinations)), path.destinations);
  });
}

/** Whether everything that inspects a packet on the one path inspects it on the other too. */
function isNoStricter({ hops }: Path, { hops: others }: Path): boolean {
  const inspecting = others.filter(({ kind }) => kind === "firewall").map(({ address }) => address);
  return hops.every(({ kind, address }) => kind !== "firewall" || inspecting.includes(address));
}

/** One sentence for subnets whose packets pass the same kinds of hops. */
function pathSentences(severity: "opens" | "closes", paths: readonly Path[]): readonly Difference[] {
  const alike = groupBy(paths, ({ hops }) => throughWords(hops));
  const verb = { opens: "now reach", closes: "no longer reach" }[severity];
  return [...alike].map(([through, group]) => {
    const subnets = [...new Set(group.map(({ source }) => source.key))];
    const text = `Packets from ${listed(subnets)} ${verb} the internet, ${through}`;
    return difference(severity, text, group.flatMap(addressesOfPath));
  });
}

const hopWords: Readonly<Partial<Record<Hop["kind"], string>>> = {
  firewall: "a firewall",
  nat: "a NAT gateway",
  appliance: "an appliance",
};

function throughWords(hops: readonly Hop[]): string {
  const words = hops.flatMap(({ kind }) => hopWords[kind] ?? []);
  return words.length === 0 ? "with nothing in between" : `through ${words.join(", then ")}`;
}

function uncertain(network: NetworkModel): readonly Evidence[] {
  return journeysToInternet(network).flatMap(uncertainPaths);
}

/** Where the network joins another one that the configuration does not describe: declared or not, it is a way. */
function ends({ openEnds }: NetworkModel): readonly Evidence[] {
  return [...openEnds.egress, ...openEnds.ingress];
}

function gateways(network: NetworkModel): readonly string[] {
  return [...network.studioVpcs].flatMap((vpc) => gatewaysInto(network, vpc));
}

function callable({ publicAddresses }: NetworkModel): readonly string[] {
  return publicAddresses.filter(({ use }) => use === "reachable" || use === "unknown").map(({ address }) => address);
}

function evidenceTurns(
  before: readonly Evidence[],
  after: readonly Evidence[],
  severity: Severity,
): readonly Difference[] {
  const { added, gone } = turnover(before, after, ({ text }) => text);
  return [
    ...added.map(({ text, addresses }) => difference(severity, `New: ${text}`, addresses)),
    ...gone.map(({ text, addresses }) => difference("closes", `Gone: ${text}`, addresses)),
  ];
}

function named(
  before: readonly string[],
  after: readonly string[],
  sentence: (address: string) => string,
): readonly Difference[] {
  const evidence = (addresses: readonly string[]): readonly Evidence[] =>
    [...new Set(addresses)].map((address) => ({ text: sentence(address), addresses: [address] }));
  return evidenceTurns(evidence(before), evidence(after), "opens");
}
