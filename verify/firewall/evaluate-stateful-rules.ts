import { matchesDefaultDrop } from "./stateful-default-actions";
import type { AddressedFlow, FlowPhase, PacketHeader, Transport } from "./suricata/flow";
import { type MatchResult, matchesHeader, matchesPhase, unmodeledKeywords } from "./suricata/match-rule";
import type { SuricataRule } from "./suricata/suricata-rule";

/** The stateful half of a policy: rules in the order in which the engine tries them, and what follows them. */
export interface StatefulPolicy {
  readonly order: "STRICT_ORDER" | "DEFAULT_ACTION_ORDER";
  /** In engine order: by group priority and line, or by action where the policy says so. */
  readonly rules: readonly SuricataRule[];
  readonly defaultActions: readonly string[];
}

/** What becomes of a flow's data, and what decided it. `unclear` names what the model could not decide. */
export interface FlowDisposition {
  readonly kind: "passes" | "blocked" | "undecided";
  readonly decidedBy: string;
  /** The deciding rule, absent when a default decided. */
  readonly rule?: SuricataRule;
}

/** A rule or default that might have decided otherwise. */
interface UndecidedMatch {
  readonly disposition: "passes" | "blocked";
  readonly decidedBy: string;
  readonly rule?: SuricataRule;
}

const actionOrderPrecedence = ["pass", "drop", "reject", "alert"] as const;

/** Action order tries every pass before any drop, whatever the groups' priorities. */
export function inEvaluationOrder(
  rules: readonly SuricataRule[],
  order: StatefulPolicy["order"],
): readonly SuricataRule[] {
  return order === "STRICT_ORDER"
    ? rules
    : actionOrderPrecedence.flatMap((action) => rules.filter((rule) => rule.action === action));
}

/** Rules whose header admits the traffic: two destinations that the same rules admit have the same fate. */
export function rulesMatchingHeader(
  policy: StatefulPolicy,
  transport: Transport,
  heading: PacketHeader,
): readonly SuricataRule[] {
  return policy.rules.filter((rule) => rule.action !== "alert" && matchesHeader(rule, transport, heading));
}

/** Follows a flow phase by phase through the rules whose header admits it. */
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
  return settleDisposition({ kind: "passes", decidedBy: "no rule and no default action stops it" }, undecidedMatches);
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

/** The stateful default actions exist under strict order only; under action order what no rule matched passes. */
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

/** A pass that names no state decides on the first packet, and what it passes is inspected no further. */
function passesWholeFlow(rule: SuricataRule): boolean {
  return !rule.conditions.some((condition) => condition.kind === "established" && !condition.expected);
}

function undecidedReason(rule: SuricataRule): string {
  const keywords = unmodeledKeywords(rule);
  return keywords.length === 0
    ? "not the same in every engine version"
    : `keyword ${keywords.join(", ")} is not modelled`;
}

/** A doubt matters only when it points the other way. */
function settleDisposition(disposition: FlowDisposition, undecidedMatches: readonly UndecidedMatch[]): FlowDisposition {
  const undecidedMatch = undecidedMatches.find(({ disposition: towards }) => towards !== disposition.kind);
  if (undecidedMatch === undefined) {
    return disposition;
  }
  const rule = undecidedMatch.rule === undefined ? {} : { rule: undecidedMatch.rule };
  return {
    kind: "undecided",
    decidedBy: `${undecidedMatch.decidedBy} may decide it, else ${disposition.decidedBy}`,
    ...rule,
  };
}
