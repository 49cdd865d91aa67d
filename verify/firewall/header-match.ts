import { parseCidr } from "../../ip/cidr";
import { containsPoint } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import type { PortSet } from "../../ip/port-set";
import { resolveText } from "../terraform/references/resolve-text";
import {
  blocksOf,
  type Json,
  type JsonObject,
  jsonText,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import type { PacketHeader, Transport } from "./suricata/flow";
import type { MatchResult } from "./suricata/match-rule";

/** A condition on packet headers. An empty list matches everything; an `undefined` protocol or set could not be resolved. */
export interface HeaderMatch {
  /** IP protocol numbers. */
  readonly protocols: readonly (number | undefined)[];
  readonly sources: readonly (AddressSet | undefined)[];
  readonly destinations: readonly (AddressSet | undefined)[];
  readonly sourcePorts: readonly (PortSet | undefined)[];
  readonly destinationPorts: readonly (PortSet | undefined)[];
}

/** The blocks of a condition, as stateless rules and scopes of TLS inspection write them. */
export interface HeaderMatchBlocks {
  readonly protocols?: Json | undefined;
  readonly source?: Json | undefined;
  readonly destination?: Json | undefined;
  readonly sourcePorts?: Json | undefined;
  readonly destinationPorts?: Json | undefined;
}

/** Reads a condition on packet headers. Addresses may be references. */
export function readHeaderMatch(configuration: TerraformConfiguration, blocks: HeaderMatchBlocks): HeaderMatch {
  const addressesOf = (block: JsonObject) => addressesOfBlock(configuration, block);
  return {
    protocols: protocolsOf(blocks.protocols),
    sources: blocksOf(blocks.source).map(addressesOf),
    destinations: blocksOf(blocks.destination).map(addressesOf),
    sourcePorts: blocksOf(blocks.sourcePorts).map(portsOfBlock),
    destinationPorts: blocksOf(blocks.destinationPorts).map(portsOfBlock),
  };
}

function addressesOfBlock(configuration: TerraformConfiguration, block: JsonObject): AddressSet | undefined {
  const definition = resolveText(configuration, block.address_definition);
  return definition.kind === "literal" ? parseCidr(definition.text)?.addresses : undefined;
}

function portsOfBlock(block: JsonObject): PortSet | undefined {
  const [from, to] = [block.from_port, block.to_port ?? block.from_port].map(wholeNumber);
  return from === undefined || to === undefined ? undefined : [{ first: BigInt(from), last: BigInt(to) }];
}

/** A list without members had members that could not be read. */
function protocolsOf(value: Json | undefined): readonly (number | undefined)[] {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value) && value.length > 0 ? value.map(wholeNumber) : [undefined];
}

/** A whole number of at most five digits, which may be written as text. */
export function wholeNumber(value: Json | undefined): number | undefined {
  return /^\d{1,5}$/.test(jsonText(value)) ? Number(value) : undefined;
}

const protocolNumbers: Readonly<Record<number, Transport>> = { 1: "icmp", 6: "tcp", 17: "udp", 132: "sctp" };

/** Absent attributes match everything; an unresolved attribute may match. */
export function matchHeader(match: HeaderMatch, transport: Transport, header: PacketHeader): MatchResult {
  return allOf([
    matchesProtocol(match.protocols, transport),
    matchesAny(match.sources, header.source),
    matchesAny(match.destinations, header.destination),
    matchesAny(match.sourcePorts, header.sourcePort),
    matchesAny(match.destinationPorts, header.destinationPort),
  ]);
}

/** The result of conditions that must all match. */
export function allOf(results: readonly MatchResult[]): MatchResult {
  return results.includes("no") ? "no" : results.includes("maybe") ? "maybe" : "yes";
}

function matchesAny(sets: readonly (AddressSet | undefined)[], point: bigint): MatchResult {
  if (sets.length === 0 || sets.some((set) => set !== undefined && containsPoint(set, point))) {
    return "yes";
  }
  return sets.includes(undefined) ? "maybe" : "no";
}

function matchesProtocol(protocols: readonly (number | undefined)[], transport: Transport): MatchResult {
  const named = protocols.map((protocol) => (protocol === undefined ? undefined : protocolNumbers[protocol]));
  if (protocols.length === 0 || named.includes(transport)) {
    return "yes";
  }
  const hasUnnamed = protocols.some((protocol, index) => protocol !== undefined && named[index] === undefined);
  return protocols.includes(undefined) || (transport === "other" && hasUnnamed) ? "maybe" : "no";
}
