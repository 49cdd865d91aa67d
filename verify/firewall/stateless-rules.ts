import { parseCidr } from "../../ip/cidr";
import { containsPoint } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import type { PortSet } from "../../ip/port-set";
import {
  blocksOf,
  isLiteralText,
  type Json,
  type JsonObject,
  type Resource,
} from "../terraform/terraform-configuration";
import type { AddressedFlow, Transport } from "./suricata/flow";
import type { MatchResult } from "./suricata/match-rule";

/** What the stateless engine does with a packet. `forward` sends it to the stateful engine. */
export type StatelessAction = "pass" | "drop" | "forward" | "unknown";

const statelessActionByKeyword: Readonly<Record<string, StatelessAction>> = {
  "aws:pass": "pass",
  "aws:drop": "drop",
  "aws:forward_to_sfe": "forward",
};

/** The standard action in a list of one standard action and custom ones. */
export function readStatelessAction(actions: Json | undefined): StatelessAction {
  const names = Array.isArray(actions) ? actions : [];
  const standardActions = names.flatMap((name) => statelessActionByKeyword[String(name)] ?? []);
  const isKnown = names.every(isLiteralText);
  const [action, ...others] = standardActions;
  return action === undefined || others.length > 0 || !isKnown ? "unknown" : action;
}

/** A stateless rule. An empty list matches everything; an `undefined` protocol or set could not be resolved. */
export interface StatelessRule {
  readonly priority: number;
  readonly action: StatelessAction;
  /** IP protocol numbers. */
  readonly protocols: readonly (number | undefined)[];
  readonly sources: readonly (AddressSet | undefined)[];
  readonly destinations: readonly (AddressSet | undefined)[];
  readonly sourcePorts: readonly (PortSet | undefined)[];
  readonly destinationPorts: readonly (PortSet | undefined)[];
  readonly hasTcpFlags: boolean;
  /** Terraform address of the rule group. */
  readonly address: string;
}

/** The rules of an `aws_networkfirewall_rule_group` of type STATELESS, by priority. */
export function readStatelessRules(group: Resource): readonly StatelessRule[] {
  return blocksOf(group.values.rule_group)
    .flatMap((block) => blocksOf(block.rules_source))
    .flatMap((source) => blocksOf(source.stateless_rules_and_custom_actions))
    .flatMap((rules) => blocksOf(rules.stateless_rule))
    .map((rule) => readStatelessRule(rule, group.address))
    .sort((left, right) => left.priority - right.priority);
}

function readStatelessRule(rule: JsonObject, address: string): StatelessRule {
  const [definition] = blocksOf(rule.rule_definition);
  const [match] = blocksOf(definition?.match_attributes);
  return {
    priority: wholeNumber(rule.priority) ?? Number.NaN,
    action: readStatelessAction(definition?.actions),
    protocols: protocolsOf(match?.protocols),
    sources: blocksOf(match?.source).map(addressesOfBlock),
    destinations: blocksOf(match?.destination).map(addressesOfBlock),
    sourcePorts: blocksOf(match?.source_port).map(portsOfBlock),
    destinationPorts: blocksOf(match?.destination_port).map(portsOfBlock),
    hasTcpFlags: blocksOf(match?.tcp_flag).length > 0,
    address,
  };
}

function addressesOfBlock(block: JsonObject): AddressSet | undefined {
  return parseCidr(String(block.address_definition))?.addresses;
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

function wholeNumber(value: Json | undefined): number | undefined {
  return /^\d{1,5}$/.test(String(value)) ? Number(value) : undefined;
}

const protocolNumbers: Readonly<Record<number, Transport>> = { 1: "icmp", 6: "tcp", 17: "udp", 132: "sctp" };

/** Absent attributes match everything; an unresolved attribute may match. */
export function matchStatelessRule(rule: StatelessRule, traffic: AddressedFlow): MatchResult {
  const { flow, source, destination, sourcePort, destinationPort: port } = traffic;
  const matches: readonly MatchResult[] = [
    matchesProtocol(rule.protocols, flow.transport),
    matchesAny(rule.sources, source),
    matchesAny(rule.destinations, destination),
    matchesAny(rule.sourcePorts, sourcePort),
    matchesAny(rule.destinationPorts, port),
    rule.hasTcpFlags ? "maybe" : "yes",
  ];
  return matches.includes("no") ? "no" : matches.includes("maybe") ? "maybe" : "yes";
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
