import type { FlowPhase, Transport } from "./suricata/flow";
import type { MatchResult } from "./suricata/match-rule";

/** A stateful default action of a policy, as far as it drops. Its `alert` twins never do. */
type DropPredicate = (transport: Transport, phase: FlowPhase) => MatchResult;

const dropsEstablished: DropPredicate = (transport, phase) => {
  if (transport !== "tcp") {
    // AWS describes these defaults by the state of a TCP connection and says nothing of other protocols.
    return "maybe";
  }
  return phase.established ? "yes" : "no";
};

const dropsAfterProtocolDetection: DropPredicate = (transport, phase) => {
  if (transport !== "tcp") {
    return "maybe";
  }
  if (!phase.established || phase.isDetectingProtocol) {
    return "no";
  }
  // A request without the header that a domain rule reads is where the application-layer defaults are not documented.
  return phase.appProtocol === "http" && phase.buffers["http.host"] === undefined ? "maybe" : "yes";
};

/**
 * Which packets a stateful default action drops.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
 */
export const statefulDefaultDrops: ReadonlyMap<string, DropPredicate> = new Map([
  ["aws:drop_strict", () => "yes"],
  ["aws:drop_established", dropsEstablished],
  ["aws:drop_established_app_layer", dropsAfterProtocolDetection],
  ["aws:drop_established_app_layer_to_server", dropsAfterProtocolDetection],
]);

/** The default actions that log what the drop of the same name drops. */
export const alertActionByDropAction: ReadonlyMap<string, string> = new Map(
  [...statefulDefaultDrops.keys()].map((drop) => [drop, drop.replace("aws:drop_", "aws:alert_")]),
);

/** What the defaults of a policy do to a packet that no rule matched; an action nobody documented may do anything. */
export function matchesDefaultDrop(actions: readonly string[], transport: Transport, phase: FlowPhase): MatchResult {
  const matches = actions
    .filter((action) => !action.startsWith("aws:alert_"))
    .map((action): MatchResult => statefulDefaultDrops.get(action)?.(transport, phase) ?? "maybe");
  return matches.includes("yes") ? "yes" : matches.includes("maybe") ? "maybe" : "no";
}
