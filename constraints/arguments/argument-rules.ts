import type { Values } from "../configuration/terraform-values";
import type { ArgumentRefusal } from "../refusal";
import type { ArgumentRule } from "./argument-rule";
import { computeRules } from "./compute-rules";
import { dataRules } from "./data-rules";
import { firewallRules, suricataRules } from "./firewall-rules";
import { networkRules } from "./network-rules";
import { tagRules } from "./tag-rules";

const argumentRules: readonly ArgumentRule[] = [
  ...tagRules,
  ...networkRules,
  ...computeRules,
  ...dataRules,
  ...firewallRules,
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
