import { containsPoint } from "../../../ip/interval-set";
import type { AddressedFlow, FlowPhase, PacketHeader, Transport } from "./flow";
import type { ContentCondition, RuleCondition, SuricataRule } from "./suricata-rule";

/** `maybe`: the rule depends on something that the model does not hold. */
export type MatchResult = "yes" | "no" | "maybe";

const transportsByProtocolKeyword: Readonly<Record<string, readonly Transport[]>> = {
  ip: ["tcp", "udp", "icmp", "other"],
  tcp: ["tcp"],
  "tcp-pkt": ["tcp"],
  "tcp-stream": ["tcp"],
  udp: ["udp"],
  icmp: ["icmp"],
  icmpv4: ["icmp"],
};

const appProtocolAliases: Readonly<Record<string, string>> = { ssl: "tls", http1: "http", ikev2: "ike" };

/** Whether the addresses, ports and transport of a rule's header admit the traffic: the same for every phase of it. */
export function matchesHeader(rule: SuricataRule, transport: Transport, heading: PacketHeader): boolean {
  const transports = transportsByProtocolKeyword[rule.protocol];
  if (transports !== undefined && !transports.includes(transport)) {
    return false;
  }
  const forward =
    containsPoint(rule.source, heading.source) &&
    containsPoint(rule.sourcePorts, heading.sourcePort) &&
    containsPoint(rule.destination, heading.destination) &&
    containsPoint(rule.destinationPorts, heading.destinationPort);
  const backward =
    rule.isBidirectional &&
    containsPoint(rule.source, heading.destination) &&
    containsPoint(rule.sourcePorts, heading.destinationPort) &&
    containsPoint(rule.destination, heading.source) &&
    containsPoint(rule.destinationPorts, heading.sourcePort);
  return forward || backward;
}

/** Whether a rule whose header admits the traffic matches it at one phase. */
export function matchesPhase(rule: SuricataRule, traffic: AddressedFlow, phase: FlowPhase): MatchResult {
  if (
    transportsByProtocolKeyword[rule.protocol] === undefined &&
    canonicalAppProtocol(rule.protocol) !== phase.appProtocol
  ) {
    return "no";
  }
  let match: MatchResult = "yes";
  for (const condition of rule.conditions) {
    const found = matchesCondition(condition, traffic, phase);
    if (found === "no") {
      return "no";
    }
    match = found === "maybe" ? "maybe" : match;
  }
  return match;
}

/** Conditions of a rule that the model does not hold. */
export function unmodeledKeywords(rule: SuricataRule): readonly string[] {
  return rule.conditions.flatMap((condition) => (condition.kind === "unknown" ? [condition.keyword] : []));
}

function canonicalAppProtocol(protocol: string): string {
  return appProtocolAliases[protocol] ?? protocol;
}

function matchesCondition(condition: RuleCondition, traffic: AddressedFlow, phase: FlowPhase): MatchResult {
  switch (condition.kind) {
    case "direction":
      return toMatchResult(condition.toServer);
    case "established":
      return toMatchResult(condition.expected === phase.established);
    case "client-hello":
      return toMatchResult(phase.hasClientHello);
    case "app-protocol":
      return matchesAppProtocol(condition, phase);
    case "ip-protocol":
      return matchesIpProtocol(condition, traffic.flow.transport);
    case "content":
      return matchesBuffer(condition.negated, phase.buffers[condition.buffer], (buffer) =>
        bufferHasContent(condition, buffer),
      );
    case "pcre":
      return matchesBuffer(condition.negated, phase.buffers[condition.buffer], (buffer) =>
        condition.pattern.test(buffer),
      );
    case "bsize":
      return toMatchResult(phase.buffers[condition.buffer]?.length === condition.size);
    case "stream-size":
      return matchesStreamSize(phase, condition.bytes);
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

/** A buffer that is not there matches nothing; engines differ on a negated condition over it. */
function matchesBuffer(negated: boolean, buffer: string | undefined, test: (buffer: string) => boolean): MatchResult {
  if (buffer === undefined) {
    return negated ? "maybe" : "no";
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

/** While the engine still waits, a flow is neither of a protocol nor not of it. */
function matchesAppProtocol(
  condition: { readonly name: string; readonly negated: boolean },
  phase: FlowPhase,
): MatchResult {
  if (phase.appProtocol === undefined) {
    return "no";
  }
  // Engines differ on whether a flow of no known protocol is "not tls" (7.0 says yes, 8.0 no).
  if (phase.appProtocol === "none" && condition.negated) {
    return "maybe";
  }
  return toMatchResult((canonicalAppProtocol(condition.name) === phase.appProtocol) !== condition.negated);
}

const transportByIpProtocol: Readonly<Record<string, Transport>> = {
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
};

function matchesIpProtocol(
  condition: { readonly name: string; readonly negated: boolean },
  transport: Transport,
): MatchResult {
  const named = transportByIpProtocol[condition.name];
  if (named === undefined) {
    const isWord = /^[a-z0-9-]+$/.test(condition.name);
    return isWord && transport !== "other" ? toMatchResult(condition.negated) : "maybe";
  }
  return toMatchResult((named === transport) !== condition.negated);
}
