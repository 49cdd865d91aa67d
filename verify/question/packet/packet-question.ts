import { allIpv4Addresses, internetAddresses } from "../../../ip/internet-addresses";
import { intersection, overlaps, subtract } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { securityGroupKey } from "../../network/filters/read-security-groups";
import { type NetworkModel, networkModelOf } from "../../network/network-model";
import type { Subnet } from "../../network/vpc/read-subnets";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { findSubject } from "../grammar/find-subject";
import { faults, faultsOf, type Read, value, type WrittenPacket } from "../grammar/question";
import { hasInterfaces, type NetworkInterface } from "./interfaces";
import {
  endText,
  type PacketEnd,
  type PacketService,
  type PlacedEnd,
  readDestination,
  readSource,
  serviceText,
} from "./packet-ends";

/** A question about packets, with the resources that it names. */
export interface PacketQuestion {
  readonly source: PacketEnd;
  readonly destination: PacketEnd;
  readonly service: PacketService;
  /** Keys of the security groups that the question gives the source. @default - those of the configuration */
  readonly securityGroups?: readonly string[];
}

/** Finds what a question names. */
export function readPacketQuestion(
  configuration: TerraformConfiguration,
  { from, to, with: written }: WrittenPacket,
): Read<PacketQuestion> {
  const network = networkModelOf(configuration);
  const source = readSender(configuration, "packet: from", from);
  const destination = readDestination(configuration, to, (resource) => hasInterfaces(network, resource));
  const groups = written.map((word) =>
    findSubject(configuration, "packet: with", word, ({ type }) => groupTypes.includes(type)),
  );
  const wrong = faultsOf(source, destination, ...groups);
  if (source.kind !== "value" || destination.kind !== "value" || wrong.length > 0) {
    return faults(...wrong);
  }
  const { end, service } = destination.value;
  const outside = outsideFault(network, source.value, end);
  const keys = groups.flatMap((group) =>
    group.kind === "value" ? (securityGroupKey(network.graph, `\${${group.value.address}.id}`) ?? []) : [],
  );
  return outside === undefined
    ? value({ source: source.value, destination: end, service, ...(keys.length > 0 && { securityGroups: keys }) })
    : faults({
        place: "packet",
        problem: outside,
        advice:
          "name a subnet or a resource in one; if only the destination is one, write internet or a public IPv4 address as source",
      });
}

/** Where packets start: a VPC endpoint answers connections and starts none. */
export function readSender(configuration: TerraformConfiguration, place: string, word: string): Read<PacketEnd> {
  const network = networkModelOf(configuration);
  const isSender = (resource: Resource) => resource.type !== "aws_vpc_endpoint" && hasInterfaces(network, resource);
  return withoutEndpoint(configuration, place, word, readSource(configuration, place, word, isSender));
}

/** Says of a word that only a VPC endpoint has why it cannot stand there, and names the subnets. */
function withoutEndpoint(
  configuration: TerraformConfiguration,
  place: string,
  word: string,
  source: Read<PacketEnd>,
): Read<PacketEnd> {
  if (source.kind === "value") {
    return source;
  }
  const named = findSubject(configuration, place, word, ({ type }) => type === "aws_vpc_endpoint");
  return named.kind === "faults"
    ? source
    : faults({
        place,
        problem: `${named.value.address} is a VPC endpoint, which sends no packets`,
        word,
        candidates: resourcesOfType(configuration, "aws_subnet").map(({ address }) => address),
      });
}

const groupTypes = ["aws_security_group", "aws_default_security_group"];

/** The configuration shows nothing of packets that neither start nor end in it. */
function outsideFault(network: NetworkModel, source: PacketEnd, destination: PacketEnd): string | undefined {
  return isInside(network, source) || (startsOnInternet(network, source) && isInside(network, destination))
    ? undefined
    : "starts outside the subnets of the configuration";
}

/** Whether an end is in subnets of the configuration. */
export function isInside(network: NetworkModel, end: PacketEnd): end is PlacedEnd {
  return end.kind === "resource" || (end.kind === "addresses" && subnetsOf(network, end.addresses).length > 0);
}

/** Whether all packets of a source come from the public IPv4 internet. */
export function startsOnInternet(network: NetworkModel, source: PacketEnd): boolean {
  return (
    source.kind === "internet" ||
    (source.kind === "addresses" &&
      subnetsOf(network, source.addresses).length === 0 &&
      subtract(source.addresses, publicSources).length === 0)
  );
}

/** Public IPv4 addresses: connections over IPv6 are not followed into a VPC. */
export const publicSources: AddressSet = intersection(internetAddresses, allIpv4Addresses);

/** The question in full. */
export function packetText({ source, destination, service, securityGroups }: PacketQuestion): string {
  const groups = securityGroups === undefined ? "" : ` with ${securityGroups.join(", ")}`;
  return `packet from ${endText(source)} to ${endText(destination)}, ${serviceText(service)}${groups}`;
}

/** What every part of an answer reads. */
export interface PacketScope {
  readonly configuration: TerraformConfiguration;
  readonly network: NetworkModel;
  readonly question: PacketQuestion;
}

/** One interface in one subnet, from which packets start. */
export interface PacketSource {
  readonly network: NetworkInterface;
  readonly subnet: Subnet;
  /** Addresses that the interface may have. `undefined` if they are not known. */
  readonly addresses: AddressSet | undefined;
}

/** Subnets that have some of the addresses. */
export function subnetsOf({ subnets }: NetworkModel, addresses: AddressSet): readonly Subnet[] {
  return [...subnets.values()].filter(
    (subnet) => subnet.addresses !== undefined && overlaps(subnet.addresses, addresses),
  );
}
