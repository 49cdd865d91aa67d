import type { Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";
import type { ArgumentRule } from "./argument-rule";
import { monitoringRules } from "./monitoring/monitoring-rules";
import { firewallRules } from "./network/firewall-rules";
import { flowLogRules } from "./network/flow-log-rules";
import { gatewayRules } from "./network/gateway-rules";
import { networkRules } from "./network/network-rules";
import { suricataRules } from "./network/suricata-rules";
import { tlsRules } from "./network/tls-rules";
import { computeRules } from "./services/compute-rules";
import { dataRules } from "./services/data-rules";
import { eventRules } from "./services/event-rules";
import { functionRules } from "./services/function-rules";
import { lifecycleRules } from "./services/lifecycle-rules";
import { studioRules } from "./services/studio-rules";
import { trailRules } from "./services/trail-rules";
import { tagRules } from "./tag-rules";

const argumentRules: readonly ArgumentRule[] = [
  ...tagRules,
  ...networkRules,
  ...flowLogRules,
  ...gatewayRules,
  ...computeRules,
  ...functionRules,
  ...eventRules,
  ...dataRules,
  ...lifecycleRules,
  ...firewallRules,
  ...tlsRules,
  ...studioRules,
  ...trailRules,
  ...monitoringRules,
];

/** What AWS documents in words about the arguments of one resource. */
export function ruleRefusals(type: string, values: Values): readonly ArgumentRefusal[] {
  return [
    ...argumentRules
      .filter(({ types }) => types === undefined || types.includes(type))
      .flatMap(({ check, page }) => check(values, type).map((problem) => ({ ...problem, source: page }))),
    ...(suricataRules.types.includes(type) ? suricataRules.check(values) : []),
  ];
}
