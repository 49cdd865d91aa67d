import { containsPoint, union } from "../../ip/interval-set";
import type { AddressSet } from "../../ip/ip-address";
import { groupBy } from "../../verify/collections/group-by";
import { headerClassesByTransport } from "../../verify/firewall/check-flows";
import type { FlowDisposition } from "../../verify/firewall/evaluate-stateful-rules";
import { flowsWithDomainName, flowsWithoutDomainName } from "../../verify/firewall/flows-of-rules";
import { headerClasses } from "../../verify/firewall/header-space";
import { dispositionOf, type NetworkFirewallPolicy } from "../../verify/firewall/network-firewall-policy";
import { type NetworkFirewall, perimeterFirewallsOf } from "../../verify/firewall/network-firewalls";
import type { AddressedFlow } from "../../verify/firewall/suricata/flow";
import type { PerimeterPosture } from "../../verify/posture/posture";
import { resourcesOfType, type TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import {
  byAddress,
  createDifference,
  formatList,
  type MatchedItem,
  matchByKey,
  type ReviewDifference,
} from "../model/review-difference";

/**
 * Flows that a firewall passes on one side only. The rules of both sides divide the packets into classes, and each side decides one
 * packet of each class.
 *
 * @param isReported whether another difference already names the host and the port
 */
export function firewallFlowDifferences(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
  isReported: (hostName: string, port: bigint, isOpened: boolean) => boolean,
): readonly ReviewDifference[] {
  const [firewallsBefore, firewallsAfter] = [before, after].map((side) => byAddress(perimeterFirewallsOf(side)));
  if (firewallsBefore === undefined || firewallsAfter === undefined) {
    return [];
  }
  const areRulesRewritten = rulesText(before) !== rulesText(after);
  return matchByKey(firewallsBefore, firewallsAfter).flatMap((firewall) =>
    compareFirewall(firewall, areRulesRewritten, isReported),
  );
}

/** What says the rules of firewalls, by resource type. */
const ruleArguments: Readonly<Record<string, readonly string[]>> = {
  aws_networkfirewall_firewall: ["firewall_policy_arn"],
  aws_networkfirewall_firewall_policy: ["firewall_policy"],
  aws_networkfirewall_rule_group: ["rule_group", "rules"],
};

/** The rules as they are written, with those that cannot be read. */
function rulesText(configuration: TerraformConfiguration): string {
  const written = Object.entries(ruleArguments).flatMap(([type, names]) =>
    resourcesOfType(configuration, type).map(({ address, values }) =>
      JSON.stringify([address, ...names.map((name) => values[name] ?? null)]),
    ),
  );
  return written.toSorted().join("\n");
}

type IsReported = (hostName: string, port: bigint, isOpened: boolean) => boolean;

function compareFirewall(
  { before, after }: MatchedItem<NetworkFirewall>,
  areRulesRewritten: boolean,
  isReported: IsReported,
): readonly ReviewDifference[] {
  // Two policies that cannot be read leave the same doubts, and may pass different flows.
  const isSureOfBoth = after.policy !== undefined && after.doubts.length === 0;
  if (textOf(before) === textOf(after) && (isSureOfBoth || !areRulesRewritten)) {
    return [];
  }
  if (before.policy === undefined || after.policy === undefined || after.doubts.length > 0) {
    return [
      {
        ...createDifference(
          "unclear",
          `The rules of ${after.address} change and cannot all be read: what it passes cannot be compared`,
          [after.address],
        ),
        details: after.doubts.map(({ text }) => text),
      },
    ];
  }
  const [policyBefore, policyAfter] = [before.policy, after.policy];
  const sides = {
    before: { policy: policyBefore, sources: before.sourceAddresses },
    after: { policy: policyAfter, sources: after.sourceAddresses },
  };
  const changes = decidedFlows(sides).flatMap(({ traffic, one, other }) =>
    one.kind === other.kind ? [] : [flowChange(traffic, one, other)],
  );
  const unreported = changes.filter(
    ({ severity, traffic }) =>
      severity === "unclear" ||
      traffic.flow.hostName === undefined ||
      !isReported(traffic.flow.hostName, traffic.destinationPort, severity === "opens"),
  );
  const addressesOf = (group: readonly FlowChange[]): readonly string[] => [
    ...group.flatMap(({ rule }) => rule ?? []),
    ...[after.address, policyAfter.address, policyBefore.address, ...policyAfter.ruleGroupAddresses],
    ...policyBefore.ruleGroupAddresses,
  ];
  return [...groupBy(unreported, ({ severity }) => severity)].flatMap(([severity, changed]) => {
    const groups = [...groupBy(changed, ({ by }) => by).values()];
    const start = `The firewall ${verbs[severity]}`;
    return groups.length <= maximumSentences
      ? groups.map((group) => createDifference(severity, `${start} ${groupText(group)}`, addressesOf(group)))
      : [
          {
            ...createDifference(severity, `${start} flows that ${groups.length} rules decide`, addressesOf(changed)),
            details: groups.map(groupText),
          },
        ];
  });
}

/** Rules that get a sentence of their own; more are one sentence. */
const maximumSentences = 5;

/** The flows that one rule decides. */
function groupText(group: readonly FlowChange[]): string {
  const kinds = [...new Set(group.map(({ traffic }) => traffic.flow.kind))];
  return group
    .slice(0, 1)
    .map(({ traffic, by }) => `${formatList(kinds, 2)}${targetText(traffic)} (${by})`)
    .join("");
}

const verbs = { opens: "now passes", closes: "no longer passes", unclear: "may now pass" } as const;

interface FlowChange {
  readonly severity: keyof typeof verbs;
  readonly traffic: AddressedFlow;
  readonly by: string;
  readonly rule: string | undefined;
}

function flowChange(traffic: AddressedFlow, before: FlowDisposition, after: FlowDisposition): FlowChange {
  const severity = ({ passes: "opens", blocked: "closes", undecided: "unclear" } as const)[after.kind];
  const decisive = after.kind === "blocked" ? before : after;
  return { severity, traffic, by: decisive.decidedBy, rule: decisive.rule?.address };
}

interface DecidedFlow {
  readonly traffic: AddressedFlow;
  readonly one: FlowDisposition;
  readonly other: FlowDisposition;
}

/** What decides flows on one side of the change. */
interface FirewallSide {
  readonly policy: NetworkFirewallPolicy;
  /** Addresses that the firewall protects. */
  readonly sources: AddressSet;
}

type FirewallSides = Readonly<Record<"before" | "after", FirewallSide>>;

function decidedFlows(sides: FirewallSides): readonly DecidedFlow[] {
  const [before, after] = [sides.before.policy, sides.after.policy];
  const both: NetworkFirewallPolicy = {
    ...after,
    statelessRules: [...after.statelessRules, ...before.statelessRules],
    stateful: { ...after.stateful, rules: [...after.stateful.rules, ...before.stateful.rules] },
    tlsInspections: [...after.tlsInspections, ...before.tlsInspections],
  };
  const sources = union(sides.before.sources, sides.after.sources);
  const classesOf = headerClassesByTransport((transport) => headerClasses(both, noPosture, sources, transport));
  return [...flowsWithDomainName(both.stateful, []), ...flowsWithoutDomainName(both.stateful)].flatMap((flow) => {
    const classes = classesOf(flow.transport).map((header) => ({ flow, ...header }));
    const alike = groupBy(classes, ({ sourcePort, destination, destinationPort }) =>
      [sourcePort, destination, destinationPort].join(),
    );
    return [...alike.values()].flatMap((group) => decidedFlowsOf(group, sides));
  });
}

/**
 * Flows that differ in their source alone. An address that only one side sends from is compared with what any address of the other
 * side can send: a network that grows or moves opens nothing by that. What the network sends to itself crosses no perimeter.
 */
function decidedFlowsOf(flows: readonly AddressedFlow[], { before, after }: FirewallSides): readonly DecidedFlow[] {
  const own = union(before.sources, after.sources);
  const [widestBefore, widestAfter] = [widestDisposition(before, flows), widestDisposition(after, flows)];
  return flows.flatMap((traffic) => {
    const wasSource = containsPoint(before.sources, traffic.source);
    const isSource = containsPoint(after.sources, traffic.source);
    const [one, other] = [dispositionOf(before.policy, traffic), dispositionOf(after.policy, traffic)];
    if (wasSource === isSource || widestBefore === undefined || widestAfter === undefined) {
      return [{ traffic, one, other }];
    }
    const itself = wasSource ? one : other;
    return itself.kind === "blocked" || containsPoint(own, traffic.destination)
      ? []
      : [{ traffic, one: wasSource ? one : widestBefore, other: isSource ? other : widestAfter }];
  });
}

/** What is decided of the flow from any of the sources that passes, or else of one that may pass. */
function widestDisposition(
  { policy, sources }: FirewallSide,
  flows: readonly AddressedFlow[],
): FlowDisposition | undefined {
  const decided = flows
    .filter(({ source }) => containsPoint(sources, source))
    .map((traffic) => dispositionOf(policy, traffic));
  return (
    decided.find(({ kind }) => kind === "passes") ?? decided.find(({ kind }) => kind === "undecided") ?? decided[0]
  );
}

/** The rules of both sides alone divide the packets; no declared domain does. */
const noPosture: PerimeterPosture = {
  kind: "inspected",
  allowedDomains: [],
  protections: false,
  deployers: [],
  breakGlass: [],
  logRetentionDays: 0,
};

/** All that decides flows: the rules, the default actions and the sources. */
function textOf({ policy, sourceAddresses, doubts }: NetworkFirewall): string {
  return JSON.stringify(
    [
      policy && [policy.statelessRules, policy.statelessDefault, policy.stateful, policy.tlsInspections],
      sourceAddresses,
      doubts.map(({ text }) => text),
    ],
    (_, value: unknown) => (typeof value === "bigint" || value instanceof RegExp ? String(value) : value),
  );
}

function targetText({ flow, destinationPort }: AddressedFlow): string {
  const name = flow.hostName === undefined ? "" : ` with host name ${flow.hostName}`;
  const hasPort = flow.transport === "tcp" || flow.transport === "udp";
  return `${name}${hasPort ? ` to port ${destinationPort}` : ""}`;
}
