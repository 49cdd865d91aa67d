import { describeAddresses } from "../../ip/cidr";
import type { ClaimSubject, Evidence } from "../verdict/claim";
import { doubt, type Findings, mergeFindings } from "../verdict/findings";
import {
  checkFlows,
  type ExpectedDisposition,
  type FlowCheckResult,
  type FlowFinding,
  headerClassesByTransport,
} from "./check-flows";
import { headerClasses } from "./header-space";
import type { NetworkFirewallPolicy } from "./network-firewall-policy";
import { type NetworkFirewall, networkFirewallsOf } from "./network-firewalls";
import type { AddressedFlow, Flow } from "./suricata/flow";

/** What a claim says about one firewall's policy: its flows, and what it promises of each. */
export interface FlowCheck {
  readonly flows: readonly Flow[];
  readonly expectedDisposition: (traffic: AddressedFlow) => ExpectedDisposition;
}

/** Asks every firewall's policy the same question. A configuration without one leaves it open. */
export function checkFirewalls(
  subject: ClaimSubject,
  flowCheckOf: (policy: NetworkFirewallPolicy) => FlowCheck,
): Findings {
  const firewalls = networkFirewallsOf(subject.configuration);
  const examined = firewalls.map((firewall) => checkFirewall(subject, firewall, flowCheckOf));
  return mergeFindings(firewalls.length === 0 ? [doubt("no firewall is in this configuration")] : examined);
}

function checkFirewall(
  subject: ClaimSubject,
  firewall: NetworkFirewall,
  flowCheckOf: (policy: NetworkFirewallPolicy) => FlowCheck,
): Findings {
  const { policy } = firewall;
  if (policy === undefined) {
    return { proofs: [], counterexamples: [], doubts: firewall.doubts };
  }
  const { flows, expectedDisposition: promised } = flowCheckOf(policy);
  const headerClassesOf = headerClassesByTransport((transport) =>
    headerClasses(policy, subject.posture, firewall.sourceAddresses, transport),
  );
  const result = checkFlows(policy, flows, headerClassesOf, promised);
  const describe = (finding: FlowFinding) => flowFindingEvidence(firewall, policy, finding);
  const unexpected = [...result.unexpectedlyPassing, ...result.unexpectedlyBlocked].map(describe);
  // What is not known of a policy may stop what the rest of it passes.
  const isKnown = firewall.doubts.length === 0;
  return {
    proofs: [proofEvidence(firewall, policy, result)],
    counterexamples: isKnown ? unexpected : [],
    doubts: [...firewall.doubts, ...(isKnown ? [] : unexpected), ...result.undecided.map(describe)],
  };
}

function proofEvidence(firewall: NetworkFirewall, policy: NetworkFirewallPolicy, result: FlowCheckResult): Evidence {
  const { flowsChecked: examined, flowsPassing: passing } = result;
  return {
    text: `${examined} kinds of flow from ${describeAddresses(firewall.sourceAddresses)} stand for all others: ${passing} pass, as declared`,
    addresses: [firewall.address, policy.address, ...policy.ruleGroupAddresses],
  };
}

const dispositionTexts = { passes: "passes", blocked: "is blocked", undecided: "may pass or not" } as const;

function flowFindingEvidence(
  firewall: NetworkFirewall,
  policy: NetworkFirewallPolicy,
  { traffic, disposition: fate, equivalentFlows: alike }: FlowFinding,
): Evidence {
  const others = alike > 1 ? ` (and ${alike - 1} flows like it)` : "";
  const rule = fate.rule === undefined ? [] : [fate.rule.address];
  return {
    text: `${flowText(traffic)} ${dispositionTexts[fate.kind]}: ${fate.decidedBy}${others}`,
    addresses: [firewall.address, policy.address, ...rule],
  };
}

function flowText({ flow, source, destinationPort: port }: AddressedFlow): string {
  const name = flow.hostName === undefined ? "" : ` naming ${flow.hostName}`;
  const from = describeAddresses([{ first: source, last: source }]).replace(/\/32$/, "");
  const hasPort = flow.transport === "tcp" || flow.transport === "udp";
  return `${flow.kind}${name} from ${from}${hasPort ? ` to port ${port}` : ""}`;
}
