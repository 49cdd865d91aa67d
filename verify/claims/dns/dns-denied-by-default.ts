import { baseOf } from "../../dns/aws-and-private-names";
import { answeringPatterns, answerOf, type DnsPolicy, matches, type Query, queryTypes } from "../../dns/query";
import { type VpcDns, vpcDnsOf } from "../../dns/resolver-firewalls";
import { witnessNames } from "../../domains/allow-list-witnesses";
import { isRegistrySuffix } from "../../domains/public-suffix";
import { type Claim, type Evidence, type Subject, verdict } from "../../verdict/claim";
import { doubt, type Findings, joinFindings } from "../../verdict/findings";

/**
 * DNS leaves a VPC without any route: the resolver asks the internet for whatever it is asked, and a query is data. So every
 * name that no list names must be refused, for every type of query. A list that holds `*` or a whole top-level domain names
 * nothing.
 */
export const dnsDeniedByDefault: Claim = {
  name: "dns-denied-by-default",
  meaning: "the resolver refuses every name that no list names, so that no query can carry data out",
  postures: ["isolated", "inspected", "inspected-multi-az"],
  sources: ["W25", "D6"],
  decide(subject: Subject) {
    const vpcs = vpcDnsOf(subject.configuration);
    return verdict(
      joinFindings(
        vpcs.length === 0 ? [doubt("no VPC is in this configuration")] : vpcs.map((dns) => examine(dns, subject)),
      ),
    );
  },
};

function examine(dns: VpcDns, subject: Subject): Findings {
  const queries = unlistedQueries(dns.policy, subject);
  const wrong = queries.filter((query) => answerOf(dns.policy, query).kind === "resolved");
  const unclear = queries.filter((query) => answerOf(dns.policy, query).kind === "unclear");
  const text = `${queries.length} queries for names that no list names stand for all others: each is refused`;
  return {
    proofs: [{ text, addresses: [dns.vpc.address, ...dns.associations.map(({ address }) => address)] }],
    counterexamples: onePerRule(dns, wrong, "is resolved"),
    doubts: [...dns.doubts, ...onePerRule(dns, unclear, "may be resolved")],
  };
}

function unlistedQueries(policy: DnsPolicy, subject: Subject): readonly Query[] {
  const patterns = policy.rules.flatMap((rule) => rule.patterns);
  const listed = answeringPatterns(policy).filter(({ pattern }) => !isRegistrySuffix(baseOf(pattern)));
  const names = witnessNames([...patterns.map(baseOf), ...subject.posture.allowedDomains.map(({ name }) => name)]);
  return names
    .filter((name) => !listed.some(({ pattern }) => matches(pattern, name)))
    .flatMap((name) => queryTypes(policy).map((type) => ({ name, type })));
}

/** The first query of each deciding rule says enough. */
function onePerRule(dns: VpcDns, queries: readonly Query[], ending: string): readonly Evidence[] {
  const decided = queries.map((query) => ({ query, rule: answerOf(dns.policy, query).rule }));
  return [...new Set(decided.map(({ rule }) => rule))].flatMap((rule) => {
    const alike = decided.filter((other) => other.rule === rule);
    const [first] = alike;
    const reason = rule === undefined ? "no rule refuses it" : `rule ${rule.action} matches`;
    const others = alike.length > 1 ? ` (and ${alike.length - 1} queries like it)` : "";
    return first === undefined
      ? []
      : [
          {
            text: `${first.query.type} query for ${first.query.name} ${ending}: ${reason}${others}`,
            addresses: [dns.vpc.address, ...(rule?.addresses ?? dns.associations.map(({ address }) => address))],
          },
        ];
  });
}
