import { type Claim, type Evidence, type Subject, verdict } from "../claim";
import { examineFirewalls, type Findings, joinFindings } from "../firewall/examine";
import { firewallsOf } from "../firewall/firewalls";
import type { Policy } from "../firewall/policy";
import { unnamedFlows } from "../firewall/traffic-space";

/**
 * Every flow that shows no name an allow-list could hold: raw TCP, TLS without SNI or with an address in it, HTTP without
 * Host, UDP, QUIC, DNS, SSH, ICMP, other IP protocols, on every port the rules tell apart; and what the engine does where
 * no rule is asked: fragments, and flows whose beginning it has not seen.
 */
export const firewallDeniesByDefault: Claim = {
  name: "firewall-denies-by-default",
  meaning: "what the firewall cannot name, it drops: every protocol, every port, fragments, and flows it joins midway",
  postures: ["inspected", "inspected-multi-az"],
  sources: ["W1", "W20", "W23", "NetworkFirewall.4", "NetworkFirewall.5"],
  decide(subject: Subject) {
    const flows = examineFirewalls(subject, (policy) => ({
      flows: unnamedFlows(policy),
      promised: () => "blocked",
    }));
    return verdict(joinFindings([flows, besidesRules(subject)]));
  },
};

/** What never reaches a rule. */
function besidesRules(subject: Subject): Findings {
  const policies = firewallsOf(subject.configuration).flatMap((firewall) => firewall.policy ?? []);
  return joinFindings(policies.map((policy) => joinFindings([fragments(policy), midstream(policy)])));
}

function fragments(policy: Policy): Findings {
  const say = (text: string): readonly Evidence[] => [{ text, addresses: [policy.address] }];
  const none: Findings = { proofs: [], counterexamples: [], doubts: [] };
  switch (policy.fragmentDefault) {
    case "pass":
      return { ...none, counterexamples: say("a UDP fragment passes: stateless_fragment_default_actions is aws:pass") };
    case "unknown":
      return { ...none, doubts: say("stateless_fragment_default_actions is not one standard action") };
    default:
      return { ...none, proofs: say(`fragments: the stateless default action is ${policy.fragmentDefault}`) };
  }
}

function midstream(policy: Policy): Findings {
  const addresses = [policy.address];
  const text = `a flow joined midway: stream_exception_policy is ${policy.streamExceptionPolicy}`;
  return policy.streamExceptionPolicy === "DROP" || policy.streamExceptionPolicy === "REJECT"
    ? { proofs: [{ text, addresses }], counterexamples: [], doubts: [] }
    : { proofs: [], counterexamples: [{ text: `${text}, so rules are asked without context`, addresses }], doubts: [] };
}
