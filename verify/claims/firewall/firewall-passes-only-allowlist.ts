import { allowedPorts } from "../../domains/allow-list-witnesses";
import { examineFirewalls } from "../../firewall/check-firewalls";
import type { Expected } from "../../firewall/check-flows";
import { openEndedPasses } from "../../firewall/effective-names";
import { firewallsOf } from "../../firewall/firewalls";
import { namedFlows } from "../../firewall/header-space";
import type { Traffic } from "../../firewall/suricata/flow";
import { type Claim, type Subject, verdict } from "../../verdict/claim";
import { doubt, type Findings, joinFindings } from "../../verdict/findings";

/**
 * Runs TLS (ClientHello in one packet and in two) and HTTP with every name that the rules or the declared list can tell
 * apart, on every port they can tell apart, through the emitted rules.
 */
export const firewallPassesOnlyAllowlist: Claim = {
  name: "firewall-passes-only-allowlist",
  meaning: "TLS to a declared domain on a declared port passes, and nothing else that shows a name does",
  postures: ["inspected", "inspected-multi-az"],
  sources: ["W1", "W21", "S4.6", "S4.7"],
  decide(subject: Subject) {
    const portsOf = allowedPorts(subject.posture.allowedDomains);
    const findings = examineFirewalls(subject, (policy) => ({
      flows: namedFlows(policy, subject.posture),
      promised: (traffic) => promise(portsOf, traffic),
    }));
    return verdict(joinFindings([findings, ...openEnds(subject)]));
  },
};

function openEnds({ configuration }: Subject): readonly Findings[] {
  const policies = firewallsOf(configuration).flatMap(({ policy }) => policy ?? []);
  return policies
    .flatMap(openEndedPasses)
    .map((rule) =>
      doubt(`${rule.label} passes names that cannot be counted out: write one whole name or ending`, rule.address),
    );
}

function promise(portsOf: (name: string) => readonly number[], { flow, port }: Traffic): Expected {
  const name = flow.name ?? "";
  if (flow.kind === "http" || !portsOf(name).includes(Number(port))) {
    return "blocked";
  }
  // Clients write names in lower case; that another spelling passes too is no leak, and no promise.
  return name === name.toLowerCase() ? "passes" : "either";
}
