import { checkFirewalls } from "../../firewall/check-firewalls";
import { flowsWithoutDomainName } from "../../firewall/header-space";
import type { NetworkFirewallPolicy } from "../../firewall/network-firewall-policy";
import { networkFirewallsOf } from "../../firewall/network-firewalls";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

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
  decide(subject: ClaimSubject) {
    const flows = checkFirewalls(subject, (policy) => ({
      flows: flowsWithoutDomainName(policy),
      expectedDisposition: () => "blocked",
    }));
    return verdictOf(mergeFindings([flows, examineEngineDefaults(subject)]));
  },
};

/** What never reaches a rule. */
function examineEngineDefaults(subject: ClaimSubject): Findings {
  const policies = networkFirewallsOf(subject.configuration).flatMap((firewall) => firewall.policy ?? []);
  return mergeFindings(
    policies.map((policy) =>
      mergeFindings([examineFragmentDefault(policy), examineStreamException(policy), firstBytesNotice(policy)]),
    ),
  );
}

/** Said in every report, because no engine that waits for a protocol can promise more. */
function firstBytesNotice({ address }: NetworkFirewallPolicy): Findings {
  return proof("not judged: the first bytes of a flow, before a rule or the engine has decided what it is", address);
}

function examineFragmentDefault({
  statelessFragmentDefault: fragmentDefault,
  address,
}: NetworkFirewallPolicy): Findings {
  const text = `a UDP fragment: the stateless default action for fragments is ${fragmentDefault}`;
  const judged = { pass: counterexample, unknown: doubt, drop: proof, forward: proof }[fragmentDefault];
  return judged(text, address);
}

function examineStreamException({ streamExceptionPolicy, address }: NetworkFirewallPolicy): Findings {
  const text = `a flow joined midway: stream_exception_policy is ${streamExceptionPolicy}`;
  const isClosed = streamExceptionPolicy === "DROP" || streamExceptionPolicy === "REJECT";
  return isClosed ? proof(text, address) : counterexample(text, address);
}
