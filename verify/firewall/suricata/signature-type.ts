import { networkProtocols } from "./grammar/keywords";
import type { RuleCondition, SuricataRule } from "./suricata-rule";

/**
 * What the action of a matching rule applies to: the packet, or the whole flow with its later packets in both directions.
 * `either`: the rule has conditions that are not modeled.
 */
export type ActionScope = "packet" | "flow" | "either";

/**
 * The scope of a rule's action, by Suricata's signature type. IP-only rules, rules on the detected protocol alone, and rules on
 * a buffer of the application layer act on the flow. All others act on the packet.
 *
 * @see https://github.com/OISF/suricata/blob/suricata-7.0.10/src/detect-engine-build.c
 * @see https://docs.suricata.io/en/suricata-8.0.3/rules/rule-types.html
 */
export function actionScope({ protocol, conditions }: SuricataRule): ActionScope {
  const has = (...kinds: readonly RuleCondition["kind"][]) => conditions.some(({ kind }) => kinds.includes(kind));
  if (has("unknown", "flow-bit")) {
    return "either";
  }
  if (has("content", "pcre", "bsize", "client-hello")) {
    return "flow";
  }
  if (has("established", "stream-size")) {
    return "packet";
  }
  const isIpOnly = networkProtocols.has(protocol) && !has("direction");
  return isIpOnly || has("app-protocol") || !networkProtocols.has(protocol) ? "flow" : "packet";
}

/** Whether a rule can match packets from the server to the client. A host name is in packets of the client only. */
export function canMatchAnswers({ conditions }: SuricataRule): boolean {
  return !conditions.some(
    (condition) =>
      (condition.kind === "direction" && condition.toServer) ||
      condition.kind === "client-hello" ||
      ("buffer" in condition && condition.buffer !== "http.header_names"),
  );
}
