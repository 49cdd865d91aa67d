import { describeAddresses } from "../ip/cidr";
import type { Evidence, Subject } from "../verdict/claim";
import { doubt, type Findings, joinFindings } from "../verdict/findings";
import { type Expected, type Finding, headingsByTransport, type Survey, survey } from "./check-flows";
import type { Policy } from "./firewall-policy-model";
import { type Firewall, firewallsOf } from "./firewalls";
import { headings } from "./header-space";
import type { Flow, Traffic } from "./suricata/flow";

/** What a claim says about one firewall's policy: its flows, and what it promises of each. */
export interface Question {
  readonly flows: readonly Flow[];
  readonly promised: (traffic: Traffic) => Expected;
}

/** Asks every firewall's policy the same question. A configuration without one leaves it open. */
export function examineFirewalls(subject: Subject, ask: (policy: Policy) => Question): Findings {
  const firewalls = firewallsOf(subject.configuration);
  const examined = firewalls.map((firewall) => examine(subject, firewall, ask));
  return joinFindings(firewalls.length === 0 ? [doubt("no firewall is in this configuration")] : examined);
}

function examine(subject: Subject, firewall: Firewall, ask: (policy: Policy) => Question): Findings {
  const { policy } = firewall;
  if (policy === undefined) {
    return { proofs: [], counterexamples: [], doubts: firewall.doubts };
  }
  const { flows, promised } = ask(policy);
  const divide = headingsByTransport((transport) => headings(policy, subject.posture, firewall.sources, transport));
  const result = survey(policy, flows, divide, promised);
  const describe = (finding: Finding) => describeFinding(firewall, policy, finding);
  const against = [...result.leaks, ...result.dead].map(describe);
  // What is not known of a policy may stop what the rest of it passes.
  const isKnown = firewall.doubts.length === 0;
  return {
    proofs: [proofOf(firewall, policy, result)],
    counterexamples: isKnown ? against : [],
    doubts: [...firewall.doubts, ...(isKnown ? [] : against), ...result.unclear.map(describe)],
  };
}

function proofOf(firewall: Firewall, policy: Policy, result: Survey): Evidence {
  const { examined, passing } = result;
  return {
    text: `${examined} kinds of flow from ${describeAddresses(firewall.sources)} stand for all others: ${passing} pass, as declared`,
    addresses: [firewall.address, policy.address, ...policy.groupAddresses],
  };
}

const endings = { passes: "passes", blocked: "is blocked", unclear: "may pass or not" } as const;

function describeFinding(firewall: Firewall, policy: Policy, { traffic, fate, alike }: Finding): Evidence {
  const others = alike > 1 ? ` (and ${alike - 1} flows like it)` : "";
  const rule = fate.rule === undefined ? [] : [fate.rule.address];
  return {
    text: `${describeTraffic(traffic)} ${endings[fate.kind]}: ${fate.by}${others}`,
    addresses: [firewall.address, policy.address, ...rule],
  };
}

function describeTraffic({ flow, source, port }: Traffic): string {
  const name = flow.name === undefined ? "" : ` naming ${flow.name}`;
  const from = describeAddresses([{ first: source, last: source }]).replace(/\/32$/, "");
  const hasPort = flow.transport === "tcp" || flow.transport === "udp";
  return `${flow.kind}${name} from ${from}${hasPort ? ` to port ${port}` : ""}`;
}
