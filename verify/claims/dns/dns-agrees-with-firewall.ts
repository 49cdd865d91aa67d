import { baseOf, isRegionalServiceName, isWithin, privateZones } from "../../dns/aws-and-private-names";
import { answeringPatterns, answerOf, type DnsRule } from "../../dns/query";
import { type VpcDns, vpcDnsOf } from "../../dns/resolver-firewalls";
import { covers } from "../../domains/allow-list-witnesses";
import type { AllowedDomain, Posture } from "../../posture/posture";
import { type Claim, type Subject, verdict } from "../../verdict/claim";
import { counterexample, doubt, type Findings, joinFindings, proof } from "../../verdict/findings";

/**
 * Two lists speak about the same names: a domain that the firewall passes and DNS refuses is dead, and a name that DNS
 * answers and nothing needs is a way for queries to leave. Names of AWS's services in the region and of private zones are
 * answered by AWS alone.
 */
export const dnsAgreesWithFirewall: Claim = {
  name: "dns-agrees-with-firewall",
  meaning: "DNS answers the declared domains, names of AWS services in the region and private zones, and no others",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["W25", "D6"],
  decide(subject: Subject) {
    const vpcs = vpcDnsOf(subject.configuration).filter((dns) => dns.associations.length > 0);
    return verdict(
      joinFindings(
        vpcs.length === 0
          ? [doubt("no VPC with a DNS firewall is in this configuration")]
          : vpcs.map((dns) => examine(dns, subject)),
      ),
    );
  },
};

function examine(dns: VpcDns, { configuration, posture }: Subject): Findings {
  const zones = privateZones(configuration, dns.vpc);
  const patterns = answeringPatterns(dns.policy);
  const needless = patterns.filter(
    ({ pattern }) =>
      !posture.allowedDomains.some((domain) => isMeant(pattern, domain)) &&
      !isRegionalServiceName(baseOf(pattern), configuration.region) &&
      !zones.some(({ name }) => isWithin(baseOf(pattern), name)),
  );
  return joinFindings([
    proof(
      `${posture.allowedDomains.length} declared domains resolve, and the ${patterns.length} names that DNS answers are theirs, AWS's in ${configuration.region ?? "the region"}, or private`,
      dns.vpc.address,
      ...dns.associations.map(({ address }) => address),
    ),
    ...needless.map((found) => describeNeedless(found, configuration.region)),
    ...deadDomains(dns, posture),
    { proofs: [], counterexamples: [], doubts: dns.doubts },
  ]);
}

/** Names that AWS serves cannot be told from others where the region is not known. */
function describeNeedless(
  found: { readonly pattern: string; readonly rule: DnsRule },
  region: string | undefined,
): Findings {
  const text = `DNS answers ${found.pattern}, which no declared domain, AWS service of the region or private zone needs`;
  const isUndecided = region === undefined && /\.(?:aws|amazonaws\.com)$/.test(found.pattern);
  return isUndecided
    ? doubt(`${text}, as far as the region is known`, ...found.rule.addresses)
    : counterexample(text, ...found.rule.addresses);
}

/** A star means names below, which only a domain declared with its subdomains means too. */
function isMeant(pattern: string, domain: AllowedDomain): boolean {
  return pattern.startsWith("*")
    ? domain.match === "subdomains" && pattern !== "*" && covers(domain, baseOf(pattern))
    : covers(domain, pattern);
}

function deadDomains(dns: VpcDns, posture: Posture): readonly Findings[] {
  return posture.allowedDomains.flatMap((domain) => {
    const names = domain.match === "exact" ? [domain.name] : [domain.name, `below.${domain.name}`];
    return names.flatMap((name) => {
      const { kind, rule } = answerOf(dns.policy, { name, type: "A" });
      const addresses = [dns.vpc.address, ...(rule?.addresses ?? [])];
      return kind === "resolved" ? [] : [counterexample(`${name} is declared, and DNS refuses it`, ...addresses)];
    });
  });
}
