import { matchesDefaultDrop } from "./stateful-default-actions";
import type { AddressedFlow, FlowPhase, PacketHeader, Transport } from "./suricata/flow";
import {
  type MatchResult,
  matchesHeader,
  matchesPhase,
  reversedHeader,
  unmodeledKeywords,
} from "./suricata/match-rule";
import { actionScope, canMatchAnswers } from "./suricata/signature-type";
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

/** Rules that can match answers to packets with this header. */
export function rulesMatchingAnswers(
  policy: StatefulPolicy,
  transport: Transport,
  header: PacketHeader,
): readonly SuricataRule[] {
  const answers = policy.rules.filter(canMatchAnswers);
  return rulesMatchingHeader({ ...policy, rules: answers }, transport, reversedHeader(header));
}

/** Rules with a matching header, in evaluation order: for packets of the client, and for answers of the server. */
export interface ApplicableRules {
  readonly toServer: readonly SuricataRule[];
  readonly toClient: readonly SuricataRule[];
}

/** Evaluates a flow phase by phase. */
export function evaluateStatefulRules(
  policy: StatefulPolicy,
  traffic: AddressedFlow,
  rules: ApplicableRules,
): FlowDisposition {
  const undecidedMatches: UndecidedMatch[] = [];
  for (const phase of traffic.flow.phases) {
    const applicable = phase.toServer ? rules.toServer : rules.toClient;
    const disposition = evaluateFlowPhase(policy, applicable, traffic, phase, undecidedMatches);
    if (disposition !== undefined) {
      return settleDisposition(disposition, undecidedMatches);
    }
    // A datagram needs no handshake and no answer: when it passes, its data has left.
    if (phase.hasPayload && traffic.flow.transport !== "tcp") {
      break;
    }
  }
  return settleDisposition({ kind: "passes", decidedBy: "no rule or default action blocks it" }, undecidedMatches);
}

/** A TCP flow without answers never carries data, so a drop of an answer blocks it. */
function evaluateFlowPhase(
  policy: StatefulPolicy,
  rules: readonly SuricataRule[],
  traffic: AddressedFlow,
  phase: FlowPhase,
  undecidedMatches: UndecidedMatch[],
): FlowDisposition | undefined {
  for (const [index, rule] of rules.entries()) {
    const match = matchesPhase(rule, traffic, phase);
    if (match === "no") {
      continue;
    }
    const kind = rule.action === "pass" ? "passes" : "blocked";
    // A pass of one packet without data of the client decides nothing about the next packet.
    const decides = kind === "blocked" || phase.hasPayload || actionScope(rule) !== "packet";
    if (match === "maybe") {
      const undecided = { disposition: kind, decidedBy: `${rule.label} (${undecidedReason(rule)})`, rule } as const;
      undecidedMatches.push(...(decides ? [undecided] : []));
      continue;
    }
    if (kind === "blocked" && actionScope(rule) !== "flow") {
      undecidedMatches.push(...passesAfterDrop(rule, rules.slice(index + 1), traffic, phase));
    }
    return decides ? { kind, decidedBy: rule.label, rule } : undefined;
  }
  return applyStatefulDefaultActions(policy, traffic, phase, undecidedMatches);
}

/**
 * Suricata 7.0.10 evaluates rules after a drop too. A drop of one packet does not keep a later pass rule from passing the rest
 * of the flow. AWS does not document whether strict order prevents that.
 */
function passesAfterDrop(
  drop: SuricataRule,
  laterRules: readonly SuricataRule[],
  traffic: AddressedFlow,
  phase: FlowPhase,
): readonly UndecidedMatch[] {
  const pass = laterRules.find(
    (rule) => rule.action === "pass" && actionScope(rule) !== "packet" && matchesPhase(rule, traffic, phase) !== "no",
  );
  return pass === undefined
    ? []
    : [
        {
          disposition: "passes",
          decidedBy: `${pass.label} (it passes the flow, ${drop.label} drops one packet)`,
          rule: pass,
        },
      ];
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
