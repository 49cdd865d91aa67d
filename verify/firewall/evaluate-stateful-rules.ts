import { matchesDefaultDrop } from "./stateful-default-actions";
import type { AddressedFlow, FlowPhase, PacketHeader, Transport } from "./suricata/flow";
import { type MatchResult, matchesHeader, matchesPhase, unmodeledKeywords } from "./suricata/match-rule";
import type { SuricataRule } from "./suricata/suricata-rule";

/** The stateful part of a firewall policy: its rules in evaluation order and its default actions. */
export interface StatefulPolicy {
  readonly order: "STRICT_ORDER" | "DEFAULT_ACTION_ORDER";
  /** Under strict order: by group priority and line. Under action order: pass, drop, reject, alert. */
  readonly rules: readonly SuricataRule[];
  readonly defaultActions: readonly string[];
}

/** Whether the data of a flow passes, and what decided it. `undecided` when a rule depends on something not modeled. */
export interface FlowDisposition {
  readonly kind: "passes" | "blocked" | "undecided";
  readonly decidedBy: string;
  /** The rule that decided; absent when a default action decided. */
  readonly rule?: SuricataRule;
}

/** A rule or default action that may match, and the disposition if it does. */
interface UndecidedMatch {
  readonly disposition: "passes" | "blocked";
  readonly decidedBy: string;
  readonly rule?: SuricataRule;
}

const actionOrderPrecedence = ["pass", "drop", "reject", "alert"] as const;

/** Sorts rules into evaluation order. Action order evaluates every pass rule before any drop rule, in all groups. */
export function inEvaluationOrder(
  rules: readonly SuricataRule[],
  order: StatefulPolicy["order"],
): readonly SuricataRule[] {
  return order === "STRICT_ORDER"
    ? rules
    : actionOrderPrecedence.flatMap((action) => rules.filter((rule) => rule.action === action));
}

/** Rules with a matching header. Alert rules are left out because they do not affect the disposition. */
export function rulesMatchingHeader(
  policy: StatefulPolicy,
  transport: Transport,
  header: PacketHeader,
): readonly SuricataRule[] {
  return policy.rules.filter((rule) => rule.action !== "alert" && matchesHeader(rule, transport, header));
}

/**
 * Evaluates a flow phase by phase.
 *
 * @param rules those with a matching header, in evaluation order
 */
export function evaluateStatefulRules(
  policy: StatefulPolicy,
  traffic: AddressedFlow,
  rules: readonly SuricataRule[],
): FlowDisposition {
  const undecidedMatches: UndecidedMatch[] = [];
  for (const phase of traffic.flow.phases) {
    const disposition = evaluateFlowPhase(policy, rules, traffic, phase, undecidedMatches);
    if (disposition !== undefined) {
      return settleDisposition(disposition, undecidedMatches);
    }
  }
  return settleDisposition({ kind: "passes", decidedBy: "no rule or default action blocks it" }, undecidedMatches);
}

function evaluateFlowPhase(
  policy: StatefulPolicy,
  rules: readonly SuricataRule[],
  traffic: AddressedFlow,
  phase: FlowPhase,
  undecidedMatches: UndecidedMatch[],
): FlowDisposition | undefined {
  for (const rule of rules) {
    const match = matchesPhase(rule, traffic, phase);
    if (match === "no") {
      continue;
    }
    const kind = rule.action === "pass" ? "passes" : "blocked";
    if (match === "maybe") {
      undecidedMatches.push({ disposition: kind, decidedBy: `${rule.label} (${undecidedReason(rule)})`, rule });
    } else if (kind === "blocked" || phase.hasPayload || passesWholeFlow(rule)) {
      return { kind, decidedBy: rule.label, rule };
    } else {
      return undefined;
    }
  }
  return applyStatefulDefaultActions(policy, traffic, phase, undecidedMatches);
}

/** Stateful default actions exist under strict order only. Under action order, traffic without a matching rule passes. */
function applyStatefulDefaultActions(
  policy: StatefulPolicy,
  traffic: AddressedFlow,
  phase: FlowPhase,
  undecidedMatches: UndecidedMatch[],
): FlowDisposition | undefined {
  const actions = policy.order === "STRICT_ORDER" ? policy.defaultActions : [];
  const drops: MatchResult = matchesDefaultDrop(actions, traffic.flow.transport, phase);
  const by = `default action ${actions.join(", ")}`;
  if (drops === "maybe") {
    undecidedMatches.push({ disposition: "blocked", decidedBy: by });
  }
  return drops === "yes" ? { kind: "blocked", decidedBy: by } : undefined;
}

/** A pass rule without `not_established` passes the whole flow: the engine does not inspect its later packets. */
function passesWholeFlow(rule: SuricataRule): boolean {
  return !rule.conditions.some((condition) => condition.kind === "established" && !condition.expected);
}

function undecidedReason(rule: SuricataRule): string {
  const keywords = unmodeledKeywords(rule);
  return keywords.length === 0 ? "engine versions differ" : `keyword ${keywords.join(", ")} is not modeled`;
}

/** An undecided match matters only when it would change the disposition. */
function settleDisposition(disposition: FlowDisposition, undecidedMatches: readonly UndecidedMatch[]): FlowDisposition {
  const undecidedMatch = undecidedMatches.find((match) => match.disposition !== disposition.kind);
  if (undecidedMatch === undefined) {
    return disposition;
  }
  const rule = undecidedMatch.rule === undefined ? {} : { rule: undecidedMatch.rule };
  return {
    kind: "undecided",
    decidedBy: `${undecidedMatch.decidedBy} may decide, else ${disposition.decidedBy}`,
    ...rule,
  };
}
