import { dropsByDefault } from "./default-actions";
import type { Heading, Phase, Traffic, Transport } from "./suricata/flow";
import { type Match, matchesHeader, matchesPhase, unmodelled } from "./suricata/match";
import type { Rule } from "./suricata/rule";

/** The stateful half of a policy: rules in the order in which the engine tries them, and what follows them. */
export interface StatefulPolicy {
  readonly order: "STRICT_ORDER" | "DEFAULT_ACTION_ORDER";
  /** In engine order: by group priority and line, or by action where the policy says so. */
  readonly rules: readonly Rule[];
  readonly defaultActions: readonly string[];
}

/** What becomes of a flow's data, and what decided it. `unclear` names what the model could not decide. */
export interface Fate {
  readonly kind: "passes" | "blocked" | "unclear";
  readonly by: string;
  /** The deciding rule, absent when a default decided. */
  readonly rule?: Rule;
}

/** A rule or default that might have decided otherwise. */
interface Doubt {
  readonly towards: "passes" | "blocked";
  readonly by: string;
  readonly rule?: Rule;
}

const actionOrder = ["pass", "drop", "reject", "alert"] as const;

/** Action order tries every pass before any drop, whatever the groups' priorities. */
export function inEngineOrder(rules: readonly Rule[], order: StatefulPolicy["order"]): readonly Rule[] {
  return order === "STRICT_ORDER"
    ? rules
    : actionOrder.flatMap((action) => rules.filter((rule) => rule.action === action));
}

/** Rules whose header admits the traffic: two destinations that the same rules admit have the same fate. */
export function candidates(policy: StatefulPolicy, transport: Transport, heading: Heading): readonly Rule[] {
  return policy.rules.filter((rule) => rule.action !== "alert" && matchesHeader(rule, transport, heading));
}

/** Follows a flow phase by phase through the rules whose header admits it. */
export function evaluate(policy: StatefulPolicy, traffic: Traffic, rules: readonly Rule[]): Fate {
  const doubts: Doubt[] = [];
  for (const phase of traffic.flow.phases) {
    const fate = evaluatePhase(policy, rules, traffic, phase, doubts);
    if (fate !== undefined) {
      return settle(fate, doubts);
    }
  }
  return settle({ kind: "passes", by: "no rule and no default action stops it" }, doubts);
}

function evaluatePhase(
  policy: StatefulPolicy,
  rules: readonly Rule[],
  traffic: Traffic,
  phase: Phase,
  doubts: Doubt[],
): Fate | undefined {
  for (const rule of rules) {
    const match = matchesPhase(rule, traffic, phase);
    if (match === "no") {
      continue;
    }
    const kind = rule.action === "pass" ? "passes" : "blocked";
    if (match === "maybe") {
      doubts.push({ towards: kind, by: `${rule.label} (${reasonOf(rule)})`, rule });
    } else if (kind === "blocked" || phase.payload || passesWholeFlow(rule)) {
      return { kind, by: rule.label, rule };
    } else {
      return undefined;
    }
  }
  return afterRules(policy, traffic, phase, doubts);
}

/** The stateful default actions exist under strict order only; under action order what no rule matched passes. */
function afterRules(policy: StatefulPolicy, traffic: Traffic, phase: Phase, doubts: Doubt[]): Fate | undefined {
  const actions = policy.order === "STRICT_ORDER" ? policy.defaultActions : [];
  const drops: Match = dropsByDefault(actions, traffic.flow.transport, phase);
  const by = `default action ${actions.join(", ")}`;
  if (drops === "maybe") {
    doubts.push({ towards: "blocked", by });
  }
  return drops === "yes" ? { kind: "blocked", by } : undefined;
}

/** A pass that names no state decides on the first packet, and what it passes is inspected no further. */
function passesWholeFlow(rule: Rule): boolean {
  return !rule.conditions.some((condition) => condition.kind === "established" && !condition.wanted);
}

function reasonOf(rule: Rule): string {
  const keywords = unmodelled(rule);
  return keywords.length === 0
    ? "not the same in every engine version"
    : `keyword ${keywords.join(", ")} is not modelled`;
}

/** A doubt matters only when it points the other way. */
function settle(fate: Fate, doubts: readonly Doubt[]): Fate {
  const doubt = doubts.find(({ towards }) => towards !== fate.kind);
  if (doubt === undefined) {
    return fate;
  }
  const rule = doubt.rule === undefined ? {} : { rule: doubt.rule };
  return { kind: "unclear", by: `${doubt.by} may decide it, else ${fate.by}`, ...rule };
}
