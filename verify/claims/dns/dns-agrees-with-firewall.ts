import { isBelowAwsSuffix } from "../../../aws/partitions";
import {
  domainOfPattern,
  globalServiceNames,
  isAwsRegionalServiceName,
  isSameOrSubdomain,
} from "../../dns/aws-and-private-names";
import { type DnsFirewallRule, evaluateDnsQuery, resolvedPatterns } from "../../dns/evaluate-dns-query";
import { type PrivateHostedZone, privateHostedZonesOf, zoneNameText } from "../../dns/private-hosted-zones";
import { undeclaredResolvers, type VpcResolver, vpcResolversOf } from "../../dns/vpc-resolvers";
import { matchesDomain } from "../../domains/allow-list-names";
import { findingsOnPerimeterVpc } from "../../network/judge-perimeter-vpc";
import { networkModelOf } from "../../network/network-model";
import { namesOfOwnEndpoint } from "../../posture/own-endpoint";
import type { AllowedDomain, PerimeterPosture } from "../../posture/posture";
import { resourcesReferencing } from "../../terraform/references/referenced-resources";
import type { Resource, TerraformConfiguration } from "../../terraform/terraform-configuration";
import { type Claim, type ClaimSubject, verdictOf } from "../../verdict/claim";
import {
  counterexample,
  doubt,
  type Findings,
  findingsOf,
  mergeFindings,
  notApplicable,
  proof,
} from "../../verdict/findings";

/**
 * A domain that the firewall passes but DNS refuses cannot be used. A name that DNS resolves but nothing needs can carry data
 * out. Only AWS answers queries for its service names of the Region and for private hosted zones.
 */
export const dnsAgreesWithFirewall: Claim = {
  name: "dns-agrees-with-firewall",
  title: "DNS and firewall allow the same domains",
  meaning:
    "DNS resolves every declared domain and private name, and otherwise only AWS service names of the Region and private hosted zones.",
  details: [
    "Every declared domain resolves, and its subdomains where they are declared, except subdomains that a BLOCK rule lists by name.",
    "Every pattern that DNS Firewall allows is declared, an AWS service name of the Region, or in a private zone.",
    "A declared private name of a company's endpoint service resolves, if an endpoint of the service has private DNS enabled, and not otherwise.",
    "Names that AWS gives the endpoints of a declared service may resolve.",
    "A private zone that overrides a declared domain or AWS names, or whose name is unknown, makes the claim undecided.",
    "Other DNS servers, forwarding and Route 53 profiles make the claim undecided.",
    "Checked are Studio's VPC and the VPCs that may be connected with it, where they have a DNS Firewall association.",
  ],
  remedy:
    "Use one allow-list for DNS Firewall and Network Firewall. Add the domain that DNS refuses, or remove the pattern that nothing needs.",
  topic: "names",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 SC-7(10)"],
  decide(subject: ClaimSubject) {
    const { configuration } = subject;
    const network = networkModelOf(configuration);
    const resolvers = vpcResolversOf(configuration);
    const vpcs = resolvers.filter((dns) => dns.ruleGroupAssociations.length > 0);
    // An association that is not understood may be one of these VPCs.
    const doubts = vpcs.length === 0 ? resolvers.flatMap((dns) => dns.doubts) : [];
    return verdictOf(
      mergeFindings([
        findingsOf({ doubts }),
        notApplicable("no VPC of this configuration has a DNS Firewall", "dns-firewall"),
        ...vpcs.map((dns) => findingsOnPerimeterVpc(network, dns.vpc.address, examine(dns, subject))),
        findingsOf({ doubts: undeclaredResolvers(configuration) }),
      ]),
    );
  },
};

function examine(dns: VpcResolver, { configuration, posture }: ClaimSubject): Findings {
  const zones = privateHostedZonesOf(configuration, dns.vpc);
  const privateNames = zones.flatMap(({ name, isCertain }) => (isCertain && name !== undefined ? [name] : []));
  const globalNames = globalServiceNames(configuration, dns.vpc);
  const own = ownEndpointNames(configuration, dns.vpc, posture);
  const patterns = resolvedPatterns(dns.policy);
  const unneeded = patterns.filter(
    ({ pattern }) =>
      !posture.allowedDomains.some((domain) => isDeclaredPattern(pattern, domain)) &&
      !globalNames.includes(pattern) &&
      !own.privateNames.includes(pattern) &&
      !own.domains.some((domain) => isSameOrSubdomain(domainOfPattern(pattern), domain)) &&
      !isAwsRegionalServiceName(domainOfPattern(pattern), configuration.region) &&
      !privateNames.some((name) => isSameOrSubdomain(domainOfPattern(pattern), name)),
  );
  const declared = posture.allowedDomains.length;
  return mergeFindings([
    proof(
      `${declared === 0 ? "" : `all ${declared} declared domains resolve, and `}each of the ${patterns.length} patterns that DNS Firewall allows is declared, an AWS service name in ${configuration.region ?? "the Region"}, or private`,
      dns.vpc.address,
      ...dns.ruleGroupAssociations.map(({ address }) => address),
    ),
    ...unneeded.map((found) => unneededName(found, configuration.region)),
    ...unresolvedAllowedDomains(dns, posture),
    ...own.privateNames.flatMap((name) => [
      ...unresolvedName(dns, name),
      ...overriddenByPrivateName(name, dns, posture),
    ]),
    ...zones.flatMap((zone) => overriddenDomains(zone, dns, posture)),
    { proofs: [], counterexamples: [], doubts: dns.doubts },
  ]);
}

/** A private zone answers for its whole domain, so the owner of a declared domain is not asked. */
function overriddenDomains(
  { name: zoneName, zone }: PrivateHostedZone,
  { vpc }: VpcResolver,
  { allowedDomains }: PerimeterPosture,
): readonly Findings[] {
  if (zoneName === undefined) {
    return [];
  }
  const overridden = allowedDomains.filter(
    ({ name, match }) =>
      isSameOrSubdomain(name, zoneName) || (match === "subdomains" && isSameOrSubdomain(zoneName, name)),
  );
  return overridden.map(({ name }) =>
    doubt(
      `the private zone ${zoneNameText(zoneName)} overrides DNS answers for the declared domain ${name}`,
      zone.address,
      vpc.address,
    ),
  );
}

/** Without a known Region, AWS service names of the Region cannot be recognized. */
function unneededName(
  found: { readonly pattern: string; readonly rule: DnsFirewallRule },
  region: string | undefined,
): Findings {
  const text = `DNS resolves ${found.pattern}, which is not declared, not an AWS service name of the Region, and in no private zone`;
  return region === undefined && isBelowAwsSuffix(found.pattern)
    ? doubt(`${text}; the Region is not known`, ...found.rule.addresses)
    : counterexample(text, ...found.rule.addresses);
}

/** A `*.` pattern is declared only by a domain that includes its subdomains. */
function isDeclaredPattern(pattern: string, domain: AllowedDomain): boolean {
  return pattern.startsWith("*")
    ? domain.match === "subdomains" && pattern !== "*" && matchesDomain(domain, domainOfPattern(pattern))
    : matchesDomain(domain, pattern);
}

function unresolvedAllowedDomains(dns: VpcResolver, posture: PerimeterPosture): readonly Findings[] {
  return posture.allowedDomains.flatMap((domain) => {
    const names = domain.match === "exact" ? [domain.name] : [domain.name, `below.${domain.name}`];
    return names.flatMap((name) => unresolvedName(dns, name));
  });
}

function unresolvedName(dns: VpcResolver, name: string): readonly Findings[] {
  const { kind, rule } = evaluateDnsQuery(dns.policy, { name, type: "A" });
  const addresses = [dns.vpc.address, ...(rule?.addresses ?? [])];
  return kind === "resolved" ? [] : [counterexample(`${name} is declared, but DNS refuses it`, ...addresses)];
}

/** Names of endpoints to declared services of the company. A private name counts only where an endpoint answers for it. */
function ownEndpointNames(
  configuration: TerraformConfiguration,
  vpc: Resource,
  { ownEndpoints = [] }: PerimeterPosture,
): { readonly privateNames: readonly string[]; readonly domains: readonly string[] } {
  const endpoints = resourcesReferencing(configuration, "aws_vpc_endpoint", "vpc_id", vpc);
  const serving = ownEndpoints.flatMap((own) =>
    endpoints
      .filter(({ values }) => values.service_name === own.service)
      .map(({ values }) => ({ ...namesOfOwnEndpoint(own), isPrivate: values.private_dns_enabled === true })),
  );
  return {
    privateNames: serving.flatMap(({ privateName, isPrivate }) => (isPrivate && privateName ? [privateName] : [])),
    domains: serving.map(({ domain }) => domain),
  };
}

/** The private zone of an endpoint answers for its name and every name below it. */
function overriddenByPrivateName(
  name: string,
  { vpc }: VpcResolver,
  { allowedDomains }: PerimeterPosture,
): readonly Findings[] {
  return allowedDomains
    .filter(
      (domain) =>
        isSameOrSubdomain(domain.name, name) || (domain.match === "subdomains" && isSameOrSubdomain(name, domain.name)),
    )
    .map((domain) =>
      doubt(`the private name ${name} overrides DNS answers for the declared domain ${domain.name}`, vpc.address),
    );
}
