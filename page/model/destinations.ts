import { groupBy } from "../../verify/collections/group-by";
import { ownEntry } from "../../verify/collections/own-entry";
import { type DnsFirewallRule, evaluateDnsQuery } from "../../verify/dns/evaluate-dns-query";
import { vpcResolversOf } from "../../verify/dns/vpc-resolvers";
import { effectiveAllowedDomains, findUnboundedPassRules } from "../../verify/firewall/effective-allowed-domains";
import { perimeterFirewallsOf } from "../../verify/firewall/network-firewalls";
import type { AllowedDomain, Posture } from "../../verify/posture/posture";
import { pluralize } from "../../verify/report/pluralize";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import type { Destination, Destinations, DnsRule } from "./page-model";

/** An entry of an allow-list as its owners wrote it, with what Terraform does not hold. */
export interface AllowListEntry {
  readonly name: string;
  readonly match: AllowedDomain["match"];
  readonly reason: string;
  readonly owner: string;
  /** Last day, as YYYY-MM-DD. @default - no last day */
  readonly expires?: string;
}

/** The names under which traffic may leave: those that the posture declares, and all others that the firewall passes. */
export function destinationsOf(
  configuration: TerraformConfiguration,
  posture: Posture,
  written: readonly AllowListEntry[],
): Destinations {
  const policies = perimeterFirewallsOf(configuration).flatMap(({ policy }) => (policy === undefined ? [] : [policy]));
  const passed = policies.flatMap(effectiveAllowedDomains);
  const declared = posture.kind === "bootstrap" ? [] : posture.allowedDomains;
  const byPattern = groupBy([...declared, ...passed], patternOf);
  const names = [...byPattern.keys()].map((pattern): Destination => {
    const entries = declared.filter((domain) => patternOf(domain) === pattern);
    const { reason, owner, expires } = written.find((entry) => patternOf(entry) === pattern) ?? {};
    const isPassed = passed.some((domain) => patternOf(domain) === pattern);
    return {
      name: pattern,
      ports: [...new Set(entries.flatMap(({ ports }) => ports))],
      firewall: policies.length === 0 ? "none" : isPassed ? "passes" : "refuses",
      dns: dnsAnswer(configuration, pattern),
      isDeclared: entries.length > 0,
      ...(reason !== undefined && { reason }),
      ...(owner !== undefined && { owner }),
      ...(expires !== undefined && { expires }),
    };
  });
  const unbounded = policies.flatMap(findUnboundedPassRules).length;
  return { text: destinationsText(policies.length > 0, names.length, unbounded), names };
}

/** `github.com`, or `*.example.com` for a domain with its subdomains. */
function patternOf({ name, match }: Pick<AllowedDomain, "name" | "match">): string {
  return match === "exact" ? name.toLowerCase() : `*.${name.toLowerCase()}`;
}

function destinationsText(hasFirewall: boolean, names: number, unbounded: number): string {
  if (!hasFirewall) {
    return names === 0
      ? "No name is on the allow-list, and no firewall passes traffic."
      : "The environment declares names, but has no firewall that passes traffic to them.";
  }
  const others =
    unbounded === 0
      ? "It refuses every other name."
      : `${unbounded} of its rules pass more names than a list can hold; see the claims about the firewall.`;
  return `Network Firewall passes TLS connections to these server names. ${others}`;
}

function dnsAnswer(configuration: TerraformConfiguration, pattern: string): Destination["dns"] {
  const name = pattern.replace(/^\*\./, "sub.");
  const answers = vpcResolversOf(configuration).map(({ policy }) => evaluateDnsQuery(policy, { name, type: "A" }).kind);
  return (["resolved", "undecided", "refused"] as const).find((kind) => answers.includes(kind)) ?? "none";
}

const actionTexts: Readonly<Record<string, string>> = {
  ALLOW: "Resolves",
  ALERT: "Resolves, with an alert,",
  BLOCK: "Refuses",
};

/** The rules of DNS Firewall in the order in which they are evaluated. */
export function dnsRulesOf(configuration: TerraformConfiguration): readonly DnsRule[] {
  return vpcResolversOf(configuration).flatMap(({ policy }) => policy.rules.map(dnsRule));
}

function dnsRule({ action, patterns, queryType, trustsRedirectionDomain, addresses }: DnsFirewallRule): DnsRule {
  const names = patterns.includes("*") ? "every name" : pluralize(patterns.length, "name");
  const redirection = trustsRedirectionDomain
    ? "A name that one of them redirects to is resolved, too."
    : "A name that one of them redirects to must be listed, too.";
  return {
    title: `${ownEntry(actionTexts, action) ?? action} ${names}`,
    notes: [
      ...(queryType === undefined ? [] : [`Only queries of type ${queryType}.`]),
      ...(action === "BLOCK" ? [] : [redirection]),
    ],
    names: patterns,
    addresses,
  };
}
