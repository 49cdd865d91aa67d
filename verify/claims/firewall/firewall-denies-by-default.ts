import { checkFirewalls } from "../../firewall/check-firewalls";
import { flowsWithoutDomainName } from "../../firewall/flows-of-rules";
import type { NetworkFirewallPolicy } from "../../firewall/network-firewall-policy";
import { perimeterFirewallsOf } from "../../firewall/network-firewalls";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { counterexample, doubt, type Findings, mergeFindings, proof } from "../../verdict/findings";

/**
 * Checks flows without a domain name on every port that the rules distinguish, and the settings for traffic that reaches no
 * stateful rule: fragments, and flows whose start the engine has not seen.
 */
export const firewallDeniesByDefault: Claim = {
  name: "firewall-denies-by-default",
  title: "The firewall denies by default",
  meaning:
    "The firewall drops every flow from the inspected subnets that shows no domain name, on every protocol and port.",
  details: [
    "Covers TCP without a known protocol, TLS without SNI, IP literals, HTTP without Host, UDP, QUIC, DNS, SSH, SCTP and ICMP.",
    "Answers are evaluated too: a rule that passes an answer may pass the whole flow.",
    "UDP fragments are dropped or forwarded to stateful rules, never passed.",
    "Flows that the engine sees only from the middle are dropped or rejected.",
    "Rules that this program and Suricata may read differently make the claim undecided.",
    "The first bytes of a flow, before the engine knows the protocol, are not checked.",
  ],
  remedy:
    "Use STRICT_ORDER with the drop_established_app_layer_to_server default action. Forward fragments, and set stream_exception_policy to DROP or REJECT.",
  topic: "firewall",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NetworkFirewall.4", "NetworkFirewall.5", "NIST.800-53.r5 SC-7(5)"],
  decide(subject: ClaimSubject) {
    const flows = checkFirewalls(subject, (policy) => ({
      flows: flowsWithoutDomainName(policy.stateful),
      expectedDisposition: () => "blocked",
    }));
    return verdictOf(mergeFindings([flows, examineEngineDefaults(subject)]));
  },
};

/** Settings for traffic that reaches no stateful rule. */
function examineEngineDefaults(subject: ClaimSubject): Findings {
  const policies = perimeterFirewallsOf(subject.configuration).flatMap((firewall) => firewall.policy ?? []);
  return mergeFindings(
    policies.map((policy) =>
      mergeFindings([examineFragmentDefault(policy), examineStreamException(policy), firstBytesNotice(policy)]),
    ),
  );
}

/** Part of every report, because an engine that waits for a protocol cannot guarantee more. */
function firstBytesNotice({ address }: NetworkFirewallPolicy): Findings {
  return proof("not checked: the first bytes of a flow, before the engine knows its protocol", address);
}

function examineFragmentDefault({
  statelessFragmentDefault: fragmentDefault,
  address,
}: NetworkFirewallPolicy): Findings {
  const text = `the stateless default action for UDP fragments is ${fragmentDefault}`;
  const judged = { pass: counterexample, unknown: doubt, drop: proof, forward: proof }[fragmentDefault];
  return judged(text, address);
}

function examineStreamException({ streamExceptionPolicy, address }: NetworkFirewallPolicy): Findings {
  const text = `stream_exception_policy, for flows seen from the middle, is ${streamExceptionPolicy}`;
  const judged = { DROP: proof, REJECT: proof, CONTINUE: counterexample }[streamExceptionPolicy] ?? doubt;
  return judged(text, address);
}
