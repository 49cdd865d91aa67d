import { describeAddresses } from "../../ip/cidr";
import { networkModelOf, undeclaredStudioVpcs } from "../network/network-model";
import { egressPathsToInternet, internetPaths, undecidedPaths } from "../network/paths/egress-paths";
import { pathEvidence } from "../network/paths/forwarding-path";
import { hasNetwork, unreadPartsOfNetwork } from "../network/vpc/has-network";
import type { ClaimSubject, Evidence } from "../verdict/claim";
import { counterexample, doubtElsewhere, type Findings, mergeFindings, notApplicable } from "../verdict/findings";
import {
  checkFlows,
  type ExpectedDisposition,
  type FlowCheckResult,
  type FlowFinding,
  headerClassesByTransport,
} from "./check-flows";
import { headerClasses } from "./header-space";
import type { NetworkFirewallPolicy } from "./network-firewall-policy";
import { type NetworkFirewall, perimeterFirewallsOf } from "./network-firewalls";
import type { AddressedFlow, Flow } from "./suricata/flow";

/** The flows that a claim checks against a firewall policy, and the disposition that it expects of each. */
export interface FlowCheck {
  readonly flows: readonly Flow[];
  readonly expectedDisposition: (traffic: AddressedFlow) => ExpectedDisposition;
  /** Whether blocking a flow that is expected to pass may be right, so that it is a doubt. @default - it never is */
  readonly mayBlock?: (traffic: AddressedFlow) => boolean;
}

/** Runs a check against the policy of every firewall. A network without a firewall gives a doubt where it may be in another configuration. */
export function checkFirewalls(
  subject: ClaimSubject,
  flowCheckOf: (policy: NetworkFirewallPolicy) => FlowCheck,
): Findings {
  const firewalls = perimeterFirewallsOf(subject.configuration);
  const findings = firewalls.map((firewall) => checkFirewall(subject, firewall, flowCheckOf));
  if (firewalls.length === 0) {
    return hasNetwork(subject.configuration)
      ? missingFirewall(subject.configuration)
      : notApplicable("this configuration has no network and no firewall");
  }
  return mergeFindings(findings);
}

/** Where every path of the network is known and one reaches the internet, no firewall can be anywhere else on it. */
function missingFirewall(configuration: ClaimSubject["configuration"]): Findings {
  const network = networkModelOf(configuration);
  const egress = egressPathsToInternet(network);
  const [uninspected] = egress.flatMap(internetPaths);
  const undeclared = undeclaredStudioVpcs(network, "").flatMap(({ elsewhere = [] }) => elsewhere);
  const isWhole =
    unreadPartsOfNetwork(configuration).length === 0 &&
    (configuration.guesses ?? []).length === 0 &&
    undeclared.length === 0 &&
    egress.every((paths) => undecidedPaths(paths).length === 0);
  if (uninspected === undefined || !isWhole) {
    return doubtElsewhere(
      "the posture demands a firewall, and the configuration has none for the Studio VPC; add it, or join the state that has it with --join",
      undeclared,
    );
  }
  const { text, addresses } = pathEvidence(uninspected);
  return counterexample(`the posture demands a firewall, and a path to the internet has none: ${text}`, ...addresses);
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
  const { flows, expectedDisposition, mayBlock = () => false } = flowCheckOf(policy);
  const headerClassesOf = headerClassesByTransport((transport) =>
    headerClasses(policy, subject.posture, firewall.sourceAddresses, transport),
  );
  const result = checkFlows(policy, flows, headerClassesOf, expectedDisposition);
  const describe = (finding: FlowFinding) => flowFindingEvidence(firewall, policy, finding);
  const unsure = result.unexpectedlyBlocked.filter(({ traffic }) => mayBlock(traffic));
  const blocked = result.unexpectedlyBlocked.filter((finding) => !unsure.includes(finding));
  const unexpected = [...result.unexpectedlyPassing, ...blocked].map(describe);
  // An unresolved rule may block what the other rules pass, so a finding is then no certain counterexample.
  const isKnown = firewall.doubts.length === 0;
  return {
    proofs: [proofEvidence(firewall, policy, result)],
    counterexamples: isKnown ? unexpected : [],
    doubts: [...firewall.doubts, ...(isKnown ? [] : unexpected), ...[...unsure, ...result.undecided].map(describe)],
  };
}

function proofEvidence(firewall: NetworkFirewall, policy: NetworkFirewallPolicy, result: FlowCheckResult): Evidence {
  const { flowsChecked, flowsPassing } = result;
  return {
    text: `${flowsChecked} representative flows from ${describeAddresses(firewall.sourceAddresses)} checked: ${flowsPassing} pass, as declared`,
    addresses: [firewall.address, policy.address, ...policy.ruleGroupAddresses],
  };
}

const dispositionTexts = { passes: "passes", blocked: "is blocked", undecided: "may pass" } as const;

function flowFindingEvidence(
  firewall: NetworkFirewall,
  policy: NetworkFirewallPolicy,
  { traffic, disposition, equivalentFlows }: FlowFinding,
): Evidence {
  const others =
    equivalentFlows > 1 ? ` (and ${equivalentFlows - 1} equivalent ${equivalentFlows === 2 ? "flow" : "flows"})` : "";
  const rule = disposition.rule === undefined ? [] : [disposition.rule.address];
  const toDo = disposition.kind === "undecided" ? "; write a rule or a default action that decides it for certain" : "";
  return {
    text: `${flowText(traffic)} ${dispositionTexts[disposition.kind]}: ${disposition.decidedBy}${others}${toDo}`,
    addresses: [firewall.address, policy.address, ...rule],
  };
}

function flowText({ flow, source, destinationPort: port }: AddressedFlow): string {
  const name = flow.hostName === undefined ? "" : ` with host name ${flow.hostName}`;
  const from = describeAddresses([{ first: source, last: source }]).replace(/\/32$/, "");
  const hasPort = flow.transport === "tcp" || flow.transport === "udp";
  return `${flow.kind}${name} from ${from}${hasPort ? ` to port ${port}` : ""}`;
}
