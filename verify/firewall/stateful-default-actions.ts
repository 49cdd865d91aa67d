import type { FlowPhase, Transport } from "./suricata/flow";
import type { MatchResult } from "./suricata/match-rule";

/** Whether a stateful default action drops a packet. Actions that alert never do. */
type DropPredicate = (transport: Transport, phase: FlowPhase) => MatchResult;

/** Protocols without connections that AWS names, of which this action drops every packet. */
const connectionlessTransports: readonly Transport[] = ["udp", "icmp"];

/** Drops packets of the client in established connections. Packets of the server pass, and so do packets that establish a connection. */
const dropsEstablished: DropPredicate = (transport, phase) => {
  if (connectionlessTransports.includes(transport)) {
    return "yes";
  }
  if (transport !== "tcp") {
    // AWS does not say when it takes SCTP and other protocols for established.
    return "maybe";
  }
  return phase.established && phase.toServer ? "yes" : "no";
};

const dropsAfterProtocolDetectionToServer: DropPredicate = (transport, phase) =>
  phase.toServer ? dropsAfterProtocolDetection(transport, phase) : "no";

const dropsAfterProtocolDetection: DropPredicate = (transport, phase) => {
  if (transport !== "tcp") {
    // AWS documents the application-layer default actions for TCP connections only.
    return "maybe";
  }
  if (!phase.established || phase.isDetectingProtocol) {
    return "no";
  }
  // AWS does not document the application-layer default actions for an HTTP request without a Host header.
  return phase.appProtocol === "http" && phase.buffers["http.host"] === undefined ? "maybe" : "yes";
};

/**
 * The packets that each stateful default action drops.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
 */
const statefulDefaultDrops: ReadonlyMap<string, DropPredicate> = new Map([
  ["aws:drop_strict", () => "yes"],
  ["aws:drop_established", dropsEstablished],
  ["aws:drop_established_app_layer", dropsAfterProtocolDetection],
  ["aws:drop_established_app_layer_to_server", dropsAfterProtocolDetectionToServer],
]);

/** The alert action that logs the packets of each drop action. */
export const alertActionByDropAction: ReadonlyMap<string, string> = new Map(
  [...statefulDefaultDrops.keys()].map((drop) => [drop, drop.replace("aws:drop_", "aws:alert_")]),
);

/** Whether the default actions drop a packet that matched no rule. An action that AWS does not document may drop it. */
export function matchesDefaultDrop(actions: readonly string[], transport: Transport, phase: FlowPhase): MatchResult {
  const matches = actions
    .filter((action) => !action.startsWith("aws:alert_"))
    .map((action): MatchResult => statefulDefaultDrops.get(action)?.(transport, phase) ?? "maybe");
  return matches.includes("yes") ? "yes" : matches.includes("maybe") ? "maybe" : "no";
}
