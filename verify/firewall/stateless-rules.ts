import { ownEntry } from "../collections/own-entry";
import {
  blocksOf,
  isLiteralText,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { allOf, type HeaderMatch, matchHeader, readHeaderMatch, wholeNumber } from "./header-match";
import type { AddressedFlow } from "./suricata/flow";
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
  const standardActions = names.flatMap((name) => ownEntry(statelessActionByKeyword, jsonText(name)) ?? []);
  const isKnown = names.every(isLiteralText);
  const [action, ...others] = standardActions;
  return action === undefined || others.length > 0 || !isKnown ? "unknown" : action;
}

/** A stateless rule. */
export interface StatelessRule extends HeaderMatch {
  readonly priority: number;
  readonly action: StatelessAction;
  readonly hasTcpFlags: boolean;
  /** Terraform address of the rule group. */
  readonly address: string;
}

/** The rules of an `aws_networkfirewall_rule_group` of type STATELESS, by priority. */
export function readStatelessRules(configuration: TerraformConfiguration, group: Resource): readonly StatelessRule[] {
  return blocksOf(group.values.rule_group)
    .flatMap((block) => blocksOf(block.rules_source))
    .flatMap((source) => blocksOf(source.stateless_rules_and_custom_actions))
    .flatMap((rules) => blocksOf(rules.stateless_rule))
    .map((rule) => readStatelessRule(configuration, rule, group.address))
    .sort((left, right) => left.priority - right.priority);
}

function readStatelessRule(configuration: TerraformConfiguration, rule: JsonObject, address: string): StatelessRule {
  const [definition] = blocksOf(rule.rule_definition);
  const [match] = blocksOf(definition?.match_attributes);
  return {
    priority: wholeNumber(rule.priority) ?? Number.NaN,
    action: readStatelessAction(definition?.actions),
    ...readHeaderMatch(configuration, {
      ...match,
      sourcePorts: match?.source_port,
      destinationPorts: match?.destination_port,
    }),
    hasTcpFlags: blocksOf(match?.tcp_flag).length > 0,
    address,
  };
}

/** Absent attributes match everything; an unresolved attribute may match. */
export function matchStatelessRule(rule: StatelessRule, traffic: AddressedFlow): MatchResult {
  return allOf([matchHeader(rule, traffic.flow.transport, traffic), rule.hasTcpFlags ? "maybe" : "yes"]);
}
