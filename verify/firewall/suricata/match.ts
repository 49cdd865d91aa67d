import { includes } from "../../ip/ports";
import type { Heading, Phase, Traffic, Transport } from "./flow";
import type { Condition, ContentCondition, Rule } from "./rule";

/** `maybe`: the rule depends on something that the model does not hold. */
export type Match = "yes" | "no" | "maybe";

const transportWords: Readonly<Record<string, readonly Transport[]>> = {
  ip: ["tcp", "udp", "icmp", "other"],
  tcp: ["tcp"],
  "tcp-pkt": ["tcp"],
  "tcp-stream": ["tcp"],
  udp: ["udp"],
  icmp: ["icmp"],
  icmpv4: ["icmp"],
};

const sameProtocol: Readonly<Record<string, string>> = { ssl: "tls", http1: "http", ikev2: "ike" };

/** Whether the addresses, ports and transport of a rule's header admit the traffic: the same for every phase of it. */
export function matchesHeader(rule: Rule, transport: Transport, heading: Heading): boolean {
  const transports = transportWords[rule.protocol];
  if (transports !== undefined && !transports.includes(transport)) {
    return false;
  }
  const forward =
    includes(rule.source, heading.source) &&
    includes(rule.sourcePorts, heading.sourcePort) &&
    includes(rule.destination, heading.destination) &&
    includes(rule.destinationPorts, heading.port);
  const backward =
    rule.bothWays &&
    includes(rule.source, heading.destination) &&
    includes(rule.sourcePorts, heading.port) &&
    includes(rule.destination, heading.source) &&
    includes(rule.destinationPorts, heading.sourcePort);
  return forward || backward;
}

/** Whether a rule whose header admits the traffic matches it at one phase. */
export function matchesPhase(rule: Rule, traffic: Traffic, phase: Phase): Match {
  if (transportWords[rule.protocol] === undefined && canonical(rule.protocol) !== phase.appProtocol) {
    return "no";
  }
  let match: Match = "yes";
  for (const condition of rule.conditions) {
    const found = holds(condition, traffic, phase);
    if (found === "no") {
      return "no";
    }
    match = found === "maybe" ? "maybe" : match;
  }
  return match;
}

/** Conditions of a rule that the model does not hold. */
export function unmodelled(rule: Rule): readonly string[] {
  return rule.conditions.flatMap((condition) => (condition.kind === "unknown" ? [condition.keyword] : []));
}

function canonical(protocol: string): string {
  return sameProtocol[protocol] ?? protocol;
}

function holds(condition: Condition, traffic: Traffic, phase: Phase): Match {
  switch (condition.kind) {
    case "direction":
      return decide(condition.toServer);
    case "established":
      return decide(condition.wanted === phase.established);
    case "client-hello":
      return decide(phase.clientHello);
    case "app-protocol":
      return appProtocolHolds(condition, phase);
    case "ip-protocol":
      return ipProtocolHolds(condition, traffic.flow.transport);
    case "content":
      return inBuffer(condition.negated, phase.buffers[condition.buffer], (buffer) => hasContent(condition, buffer));
    case "pattern":
      return inBuffer(condition.negated, phase.buffers[condition.buffer], (buffer) => condition.pattern.test(buffer));
    case "size":
      return decide(phase.buffers[condition.buffer]?.length === condition.size);
    case "client-bytes-over":
      return sentMore(phase, condition.bytes);
    case "unknown":
      return "maybe";
  }
}

function sentMore({ clientBytes }: Phase, bytes: number): Match {
  if (clientBytes === undefined) {
    return "maybe";
  }
  return clientBytes.most <= bytes ? "no" : clientBytes.least > bytes ? "yes" : "maybe";
}

function decide(holding: boolean): Match {
  return holding ? "yes" : "no";
}

/** A buffer that is not there matches nothing; engines differ on a negated condition over it. */
function inBuffer(negated: boolean, buffer: string | undefined, test: (buffer: string) => boolean): Match {
  if (buffer === undefined) {
    return negated ? "maybe" : "no";
  }
  return decide(test(buffer) !== negated);
}

function hasContent(condition: ContentCondition, buffer: string): boolean {
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
function appProtocolHolds(condition: { readonly name: string; readonly negated: boolean }, phase: Phase): Match {
  if (phase.appProtocol === undefined) {
    return "no";
  }
  // Engines differ on whether a flow of no known protocol is "not tls" (7.0 says yes, 8.0 no).
  if (phase.appProtocol === "none" && condition.negated) {
    return "maybe";
  }
  return decide((canonical(condition.name) === phase.appProtocol) !== condition.negated);
}

const ipProtocols: Readonly<Record<string, Transport>> = {
  tcp: "tcp",
  "6": "tcp",
  udp: "udp",
  "17": "udp",
  icmp: "icmp",
  "1": "icmp",
};

function ipProtocolHolds(condition: { readonly name: string; readonly negated: boolean }, transport: Transport): Match {
  const named = ipProtocols[condition.name];
  if (named === undefined) {
    const isWord = /^[a-z0-9-]+$/.test(condition.name);
    return isWord && transport !== "other" ? decide(condition.negated) : "maybe";
  }
  return decide((named === transport) !== condition.negated);
}
