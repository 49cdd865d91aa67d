import { containsPoint } from "../../../ip/interval-set";
import { ownEntry } from "../../collections/own-entry";
import type { AddressedFlow, FlowPhase, PacketHeader, Transport } from "./flow";
import type { BufferName, ContentCondition, RuleCondition, SuricataRule } from "./suricata-rule";

/** `maybe`: the result depends on something that is not modeled. */
export type MatchResult = "yes" | "no" | "maybe";

const transportsByProtocolKeyword: Readonly<Record<string, readonly Transport[]>> = {
  ip: ["tcp", "udp", "sctp", "icmp", "other"],
  tcp: ["tcp"],
  "tcp-pkt": ["tcp"],
  "tcp-stream": ["tcp"],
  udp: ["udp"],
  sctp: ["sctp"],
  icmp: ["icmp"],
  icmpv4: ["icmp"],
  // IPv4 packets are checked, and these have the protocol number of ICMPv6 only by mistake.
  icmpv6: [],
};

/** Transports with ports. A rule that names ports, even all of them, matches no packet of the other ones. */
const transportsWithPorts: ReadonlySet<Transport> = new Set<Transport>(["tcp", "udp", "sctp"]);

const appProtocolAliases: Readonly<Record<string, string>> = { ssl: "tls", http1: "http", ikev2: "ike" };

/** Whether the addresses, ports and transport of a rule's header match. The result is the same for every phase of a flow. */
export function matchesHeader(rule: SuricataRule, transport: Transport, header: PacketHeader): boolean {
  const transports = ownEntry(transportsByProtocolKeyword, rule.protocol);
  if (transports !== undefined && !transports.includes(transport)) {
    return false;
  }
  if (rule.hasPorts && !transportsWithPorts.has(transport)) {
    return false;
  }
  return matchesDirected(rule, header) || (rule.isBidirectional && matchesDirected(rule, reversedHeader(header)));
}

function matchesDirected(rule: SuricataRule, header: PacketHeader): boolean {
  return (
    containsPoint(rule.source, header.source) &&
    containsPoint(rule.sourcePorts, header.sourcePort) &&
    containsPoint(rule.destination, header.destination) &&
    containsPoint(rule.destinationPorts, header.destinationPort)
  );
}

/** The header of an answer. */
export function reversedHeader({ source, sourcePort, destination, destinationPort }: PacketHeader): PacketHeader {
  return { source: destination, sourcePort: destinationPort, destination: source, destinationPort: sourcePort };
}

/** Whether a rule with a matching header matches one phase of a flow. */
export function matchesPhase(rule: SuricataRule, traffic: AddressedFlow, phase: FlowPhase): MatchResult {
  if (
    ownEntry(transportsByProtocolKeyword, rule.protocol) === undefined &&
    !isSameAppProtocol(rule.protocol, phase.appProtocol)
  ) {
    return "no";
  }
  let match: MatchResult = "yes";
  for (const condition of rule.conditions) {
    const result = matchesCondition(condition, traffic, phase);
    if (result === "no") {
      return "no";
    }
    match = result === "maybe" ? "maybe" : match;
  }
  return match;
}

/** The keywords of a rule that are not modeled. */
export function unmodeledKeywords(rule: SuricataRule): readonly string[] {
  return rule.conditions.flatMap((condition) => {
    switch (condition.kind) {
      case "unknown":
        return [condition.keyword];
      case "flow-bit":
        return ["flowbits"];
      default:
        return [];
    }
  });
}

/** The protocol `http` of a rule includes HTTP/2. */
function isSameAppProtocol(named: string, detected: string | undefined): boolean {
  return (ownEntry(appProtocolAliases, named) ?? named) === detected || (named === "http" && detected === "http2");
}

function matchesCondition(condition: RuleCondition, traffic: AddressedFlow, phase: FlowPhase): MatchResult {
  switch (condition.kind) {
    case "direction":
      return toMatchResult(condition.toServer === phase.toServer);
    case "established":
      return toMatchResult(condition.expected === phase.established);
    case "client-hello":
      return toMatchResult(phase.hasClientHello);
    case "app-protocol":
      return matchesAppProtocol(condition, phase);
    case "ip-protocol":
      return matchesIpProtocol(condition, traffic.flow.transport);
    case "content":
      return matchesBuffer(condition, phase, (buffer) => bufferHasContent(condition, buffer));
    case "pcre":
      return matchesBuffer(condition, phase, (buffer) => condition.pattern.test(buffer));
    case "bsize":
      return toMatchResult(phase.buffers[condition.buffer]?.length === condition.size);
    case "stream-size":
      return matchesStreamSize(phase, condition.bytes);
    case "flow-bit":
    case "unknown":
      return "maybe";
  }
}

function matchesStreamSize({ clientBytes }: FlowPhase, bytes: number): MatchResult {
  if (clientBytes === undefined) {
    return "maybe";
  }
  return clientBytes.most <= bytes ? "no" : clientBytes.least > bytes ? "yes" : "maybe";
}

function toMatchResult(holding: boolean): MatchResult {
  return holding ? "yes" : "no";
}

/**
 * An absent buffer matches nothing. Engine versions differ on a negated condition on an absent buffer. Host names are buffers of
 * the client only, so that a rule on one implies the direction.
 */
function matchesBuffer(
  { buffer: name, negated }: { readonly buffer: BufferName; readonly negated: boolean },
  phase: FlowPhase,
  test: (buffer: string) => boolean,
): MatchResult {
  const buffer = phase.buffers[name];
  if (buffer === undefined) {
    return negated && (phase.toServer || name === "http.header_names") ? "maybe" : "no";
  }
  return toMatchResult(test(buffer) !== negated);
}

function bufferHasContent(condition: ContentCondition, buffer: string): boolean {
  const dotted = condition.dotprefix ? `.${buffer}` : buffer;
  const whole = condition.nocase ? dotted.toLowerCase() : dotted;
  const text = condition.nocase ? condition.text.toLowerCase() : condition.text;
  const offset = condition.offset ?? 0;
  const window = whole.slice(offset, condition.depth === undefined ? undefined : offset + condition.depth);
  if (condition.startswith && condition.endswith) {
    return window === text;
  }
  if (condition.startswith) {
    return window.startsWith(text);
  }
  return condition.endswith ? window.endsWith(text) : window.includes(text);
}

/** While protocol detection continues, neither the condition nor its negation matches. */
function matchesAppProtocol(
  condition: { readonly name: string; readonly negated: boolean },
  phase: FlowPhase,
): MatchResult {
  if (phase.appProtocol === undefined) {
    return "no";
  }
  // For a flow without a known protocol, `app-layer-protocol:!tls` matches in Suricata 7.0, but not in 8.0.
  if (phase.appProtocol === "none" && condition.negated) {
    return "maybe";
  }
  return toMatchResult(isSameAppProtocol(condition.name, phase.appProtocol) !== condition.negated);
}

/** IP protocols by name and number; the transport of those that the model does not distinguish is `other`. */
const transportByIpProtocol: Readonly<Record<string, Transport>> = {
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
  sctp: "sctp",
  "132": "sctp",
  gre: "other",
  "47": "other",
  esp: "other",
  "50": "other",
  ah: "other",
  "51": "other",
  igmp: "other",
  "2": "other",
  ipencap: "other",
  "4": "other",
  "ipv6-icmp": "other",
  "58": "other",
};

function matchesIpProtocol(
  condition: { readonly name: string; readonly negated: boolean },
  transport: Transport,
): MatchResult {
  const named = ownEntry(transportByIpProtocol, condition.name);
  if (named === undefined || (named === "other" && transport === "other")) {
    return "maybe";
  }
  return toMatchResult((named === transport) !== condition.negated);
}
