import { domainOfPattern } from "../../dns/aws-and-private-names";
import {
  type DnsFirewallPolicy,
  type DnsQuery,
  distinguishedQueryTypes,
  evaluateDnsQuery,
  matchesDomainPattern,
  resolvedPatterns,
} from "../../dns/evaluate-dns-query";
import { undeclaredResolvers, type VpcResolver, vpcResolversOf } from "../../dns/vpc-resolvers";
import { witnessNames } from "../../domains/allow-list-names";
import { isRegistrySuffix } from "../../domains/shared-domains";
import { withoutVpc } from "../../network/absent-network";
import { findingsOnPerimeterVpc } from "../../network/judge-perimeter-vpc";
import { networkModelOf } from "../../network/network-model";
import { type Claim, type ClaimSubject, type Evidence, verdictOf } from "../../verdict/claim";
import { type Findings, findingsOf, mergeFindings } from "../../verdict/findings";

/**
 * DNS needs no route: the resolver forwards every query to the internet, and a query can contain data. So every name that is on
 * no list must be refused, for every query type. An entry such as `*` or a top-level domain does not count as listed.
 */
export const dnsDeniedByDefault: Claim = {
  name: "dns-denied-by-default",
  title: "DNS denies names that are not listed",
  meaning:
    "The Route 53 Resolver DNS Firewall refuses every name that is on no allow list, so queries cannot carry data out.",
  details: [
    "Names are tested per rule and per query type: one query represents all that the rules treat alike.",
    "A list entry that is `*` or a public suffix does not count as listing a name.",
    "Checked are Studio's VPC and every VPC that something in the configuration may connect with it.",
    "Other DNS servers, forwarding, Route 53 profiles, and private zones with unknown or AWS names make the claim undecided.",
    "A BLOCK rule that overrides the answer makes the claim undecided, because it does not refuse the query.",
  ],
  remedy: "Add a DNS Firewall rule that blocks `*` after all other rules. Remove wide entries from the allow lists.",
  topic: "names",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  controls: ["NIST.800-53.r5 SC-7(5)", "NIST.800-53.r5 SC-7(10)", "NIST.800-53.r5 AC-4"],
  decide(subject: ClaimSubject) {
    const { configuration } = subject;
    const network = networkModelOf(configuration);
    const vpcs = vpcResolversOf(configuration);
    return verdictOf(
      mergeFindings([
        vpcs.length === 0 ? withoutVpc(configuration) : findingsOf({}),
        ...vpcs.map((dns) => findingsOnPerimeterVpc(network, dns.vpc.address, examine(dns, subject))),
        findingsOf({ doubts: undeclaredResolvers(configuration) }),
      ]),
    );
  },
};

function examine(dns: VpcResolver, subject: ClaimSubject): Findings {
  const queries = unlistedQueries(dns.policy, subject);
  const wrong = queries.filter((query) => evaluateDnsQuery(dns.policy, query).kind === "resolved");
  const unclear = queries.filter((query) => evaluateDnsQuery(dns.policy, query).kind === "undecided");
  const text = `${queries.length} queries for names on no list represent all others: each is refused`;
  return {
    proofs: [{ text, addresses: [dns.vpc.address, ...dns.ruleGroupAssociations.map(({ address }) => address)] }],
    counterexamples: onePerRule(dns, wrong, "is resolved"),
    doubts: [...dns.doubts, ...onePerRule(dns, unclear, "may be resolved")],
  };
}

function unlistedQueries(policy: DnsFirewallPolicy, subject: ClaimSubject): readonly DnsQuery[] {
  const patterns = policy.rules.flatMap((rule) => rule.patterns);
  const listed = resolvedPatterns(policy).filter(
    ({ pattern, rule }) => rule.action === "ALLOW" && !isRegistrySuffix(domainOfPattern(pattern)),
  );
  const names = witnessNames([
    ...patterns.map(domainOfPattern),
    ...subject.posture.allowedDomains.map(({ name }) => name),
  ]);
  return names
    .filter((name) => !listed.some(({ pattern }) => matchesDomainPattern(pattern, name)))
    .flatMap((name) => distinguishedQueryTypes(policy).map((type) => ({ name, type })));
}

/** One query per deciding rule, with the number of similar queries. */
function onePerRule(dns: VpcResolver, queries: readonly DnsQuery[], ending: string): readonly Evidence[] {
  const decided = queries.map((query) => ({ query, rule: evaluateDnsQuery(dns.policy, query).rule }));
  return [...new Set(decided.map(({ rule }) => rule))].flatMap((rule) => {
    const alike = decided.filter((other) => other.rule === rule);
    const [first] = alike;
    const reason = rule === undefined ? "no rule refuses it" : `a rule with action ${rule.action} matches`;
    const others = alike.length > 1 ? ` (and ${alike.length - 1} similar queries)` : "";
    return first === undefined
      ? []
      : [
          {
            text: `${first.query.type} query for ${first.query.name} ${ending}: ${reason}${others}`,
            addresses: [
              dns.vpc.address,
              ...(rule?.addresses ?? dns.ruleGroupAssociations.map(({ address }) => address)),
            ],
          },
        ];
  });
}
