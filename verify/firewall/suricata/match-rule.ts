import { containsPoint } from "../../../ip/interval-set";
import type { AddressedFlow, FlowPhase, PacketHeader, Transport } from "./flow";
import type { ContentCondition, RuleCondition, SuricataRule } from "./suricata-rule";

/** `maybe`: the result depends on something that is not modeled. */
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

/** Whether the addresses, ports and transport of a rule's header match. The result is the same for every phase of a flow. */
export function matchesHeader(rule: SuricataRule, transport: Transport, header: PacketHeader): boolean {
  const transports = transportsByProtocolKeyword[rule.protocol];
  if (transports !== undefined && !transports.includes(transport)) {
    return false;
  }
  const forward =
    containsPoint(rule.source, header.source) &&
    containsPoint(rule.sourcePorts, header.sourcePort) &&
    containsPoint(rule.destination, header.destination) &&
    containsPoint(rule.destinationPorts, header.destinationPort);
  const backward =
    rule.isBidirectional &&
    containsPoint(rule.source, header.destination) &&
    containsPoint(rule.sourcePorts, header.destinationPort) &&
    containsPoint(rule.destination, header.source) &&
    containsPoint(rule.destinationPorts, header.sourcePort);
  return forward || backward;
}

/** Whether a rule with a matching header matches one phase of a flow. */
export function matchesPhase(rule: SuricataRule, traffic: AddressedFlow, phase: FlowPhase): MatchResult {
  if (
    transportsByProtocolKeyword[rule.protocol] === undefined &&
    canonicalAppProtocol(rule.protocol) !== phase.appProtocol
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

/** An absent buffer matches nothing. Engine versions differ on a negated condition on an absent buffer. */
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
