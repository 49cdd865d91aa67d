import { examineFirewalls } from "../../firewall/check-firewalls";
import type { Policy } from "../../firewall/firewall-policy-model";
import { firewallsOf } from "../../firewall/firewalls";
import { unnamedFlows } from "../../firewall/header-space";
import { type Claim, type Subject, verdict } from "../../verdict/claim";
import { counterexample, doubt, type Findings, joinFindings, proof } from "../../verdict/findings";

/**
 * Every flow that shows no name an allow-list could hold: raw TCP, TLS without SNI or with an address in it, HTTP without
 * Host, bytes that are of no protocol yet, UDP, QUIC, DNS, SSH, ICMP, other IP protocols, on every port the rules tell apart; and what the engine does where
 * no rule is asked: fragments, and flows whose beginning it has not seen.
 */
export const firewallDeniesByDefault: Claim = {
  name: "firewall-denies-by-default",
  meaning:
    "what the firewall cannot name, it drops: every protocol, every port, fragments, flows it joins midway, and flows that do not say in time what they are",
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
  return joinFindings(
    policies.map((policy) => joinFindings([fragments(policy), midstream(policy), firstBytes(policy)])),
  );
}

/** Said in every report, because no engine that waits for a protocol can promise more. */
function firstBytes({ address }: Policy): Findings {
  return proof("not judged: the first bytes of a flow, before a rule or the engine has decided what it is", address);
}

function fragments({ fragmentDefault, address }: Policy): Findings {
  const text = `a UDP fragment: the stateless default action for fragments is ${fragmentDefault}`;
  const judged = { pass: counterexample, unknown: doubt, drop: proof, forward: proof }[fragmentDefault];
  return judged(text, address);
}

function midstream({ streamExceptionPolicy, address }: Policy): Findings {
  const text = `a flow joined midway: stream_exception_policy is ${streamExceptionPolicy}`;
  const isClosed = streamExceptionPolicy === "DROP" || streamExceptionPolicy === "REJECT";
  return isClosed ? proof(text, address) : counterexample(text, address);
}
