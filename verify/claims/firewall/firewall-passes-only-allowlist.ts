import { requireCidr } from "../../../ip/cidr";
import { containsPoint } from "../../../ip/interval-set";
import { allowedPorts } from "../../domains/allow-list-names";
import { checkFirewalls } from "../../firewall/check-firewalls";
import type { ExpectedDisposition } from "../../firewall/check-flows";
import { findUnboundedPassRules } from "../../firewall/effective-allowed-domains";
import { flowsWithDomainName } from "../../firewall/flows-of-rules";
import { perimeterFirewallsOf } from "../../firewall/network-firewalls";
import type { AddressedFlow } from "../../firewall/suricata/flow";
import type { AllowedDomain } from "../../posture/posture";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import { doubt, type Findings, findingsOf, mergeFindings, notApplicable } from "../../verdict/findings";

/**
 * Evaluates the firewall's rules for TLS (ClientHello in one packet and in two) and HTTP, with every name and port that the rules
 * and the declared list distinguish.
 */
export const firewallPassesOnlyAllowlist: Claim = {
  name: "firewall-passes-only-allowlist",
  title: "The firewall passes only declared domains",
  meaning:
    "The firewall passes TLS to a declared domain on a declared port, and drops every other flow that shows a name.",
  details: [
    "TLS with the ClientHello in one packet or two, and HTTP, are tested on every distinguishable port.",
    "A declared domain passes from every inspected subnet to at least one public address; rules may deny single addresses.",
    "A domain that is declared for some source addresses passes from these only.",
    "If Studio is declared elsewhere, a blocked domain without declared sources makes the claim undecided.",
    "HTTP is always dropped, even to a declared domain.",
    "Names that are not in lower case may pass or be dropped.",
    "Pass rules with patterns that match unlimited names make the claim undecided.",
    "Drops by AWS-managed rule groups, IP set references and countries are not read.",
    "Clients choose the server name: where it is not verified, a forged declared name passes to any address.",
    "Of TLS that the firewall decrypts, server name and requests are evaluated; rules that differ on them make the claim undecided.",
  ],
  remedy: "Generate the pass rules from the allow-list: one name or suffix and one port per rule.",
  topic: "firewall",
  postures: ["inspected", "inspected-multi-az"],
  controls: ["NetworkFirewall.3", "NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 AC-4"],
  decide(subject: ClaimSubject) {
    const { allowedDomains, studio } = subject.posture;
    const portsFrom = allowedPortsBySource(allowedDomains);
    // Other VPCs than Studio's may have lists of their own, which a declaration without sources does not show.
    const unlimited = allowedPorts(studio === "elsewhere" ? allowedDomains.filter(({ sources }) => !sources) : []);
    const findings = checkFirewalls(subject, (policy) => ({
      flows: flowsWithDomainName(
        policy.stateful,
        allowedDomains.map(({ name }) => name),
      ),
      expectedDisposition: (traffic) => expectedDisposition(portsFrom(traffic.source), traffic),
      mayBlock: ({ flow, source, destinationPort: port }) => {
        const isDeclaredFor = (portsOf: PortsOf) => portsOf(flow.hostName ?? "").includes(Number(port));
        return isDeclaredFor(unlimited) && isDeclaredFor(portsFrom(source));
      },
    }));
    const all = mergeFindings([findings, ...unboundedPassRules(subject)]);
    return verdictOf(allowedDomains.length === 0 ? withoutAllowList(all) : all);
  },
};

/** The ports on which a name is declared. */
type PortsOf = ReturnType<typeof allowedPorts>;

/** The declared ports for an address. Few addresses stand for all, so that each has an index. */
function allowedPortsBySource(domains: readonly AllowedDomain[]): (source: bigint) => PortsOf {
  const blocks = domains.map(({ sources }) => sources?.map((block) => requireCidr(block).addresses));
  const known = new Map<bigint, PortsOf>();
  return (source) => {
    const index =
      known.get(source) ??
      allowedPorts(
        domains.filter((_, at) => blocks[at]?.some((addresses) => containsPoint(addresses, source)) ?? true),
      );
    known.set(source, index);
    return index;
  };
}

/** Without a declared domain there is no allow-list to hold: only what passes in spite of that is a finding. */
function withoutAllowList({ counterexamples, doubts }: Findings): Findings {
  const absence = notApplicable("no domain is declared");
  return mergeFindings([findingsOf({ counterexamples, doubts }), absence]);
}

function unboundedPassRules({ configuration }: ClaimSubject): readonly Findings[] {
  const policies = perimeterFirewallsOf(configuration).flatMap(({ policy }) => policy ?? []);
  return policies
    .flatMap(findUnboundedPassRules)
    .map((rule) =>
      doubt(`${rule.label} passes an unlimited set of names: use one exact name or suffix per rule`, rule.address),
    );
}

function expectedDisposition(portsOf: PortsOf, { flow, destinationPort: port }: AddressedFlow): ExpectedDisposition {
  const name = flow.hostName ?? "";
  if (flow.kind === "http" || !portsOf(name).includes(Number(port))) {
    return "blocked";
  }
  // Clients send names in lower case. Another spelling of a declared name may pass or not.
  return name === name.toLowerCase() ? "passes" : "either";
}
