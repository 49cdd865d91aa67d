import { ownEntry } from "../collections/own-entry";

/** One rule of Route 53 Resolver DNS Firewall, with the names of its domain list. */
export interface DnsFirewallRule {
  /** `ALLOW`, `ALERT` or `BLOCK`. A query that matches a rule with another action is undecided. */
  readonly action: string;
  /** Lower case, no trailing dot: `*`, `*.x.example` or `x.example`. */
  readonly patterns: readonly string[];
  /** The query type that the rule matches, `A` or `TXT`; absent for all types. */
  readonly queryType?: string;
  /** Whether targets of CNAME and DNAME records are resolved without inspection. */
  readonly trustsRedirectionDomain: boolean;
  /** Terraform addresses of the rule, its group and its list. */
  readonly addresses: readonly string[];
}

/** The DNS firewall of one VPC. */
export interface DnsFirewallPolicy {
  /** In evaluation order: by the priority of the group, then of the rule. */
  readonly rules: readonly DnsFirewallRule[];
  /** Whether the VPC has DNS support, so that its resolver answers queries. */
  readonly isResolverEnabled: boolean;
}

/** A DNS query, for example `{ name: "example.com", type: "A" }`. */
export interface DnsQuery {
  readonly name: string;
  readonly type: string;
}

/** Whether a query is resolved, and the rule that decided. */
export interface DnsQueryDisposition {
  readonly kind: "resolved" | "refused" | "undecided";
  readonly rule?: DnsFirewallRule;
}

const dispositionByAction: Readonly<Record<string, DnsQueryDisposition["kind"]>> = {
  ALLOW: "resolved",
  ALERT: "resolved",
  BLOCK: "refused",
};

/** Evaluates a query: the first matching rule decides. A query that matches no rule is resolved. */
export function evaluateDnsQuery(policy: DnsFirewallPolicy, query: DnsQuery): DnsQueryDisposition {
  if (!policy.isResolverEnabled) {
    return { kind: "refused" };
  }
  const queried = nameInLowerCase(query.name);
  const rule = policy.rules.find(
    ({ queryType, patterns }) =>
      (queryType === undefined || queryType === query.type) &&
      patterns.some((pattern) => matchesName(pattern, queried)),
  );
  return rule === undefined
    ? { kind: "resolved" }
    : { kind: ownEntry(dispositionByAction, rule.action) ?? "undecided", rule };
}

/** A query type that no rule names, as the example of all of them. Resolvers use the form `TYPE65280` for types without a name. */
const unnamedQueryType = "TYPE65280";

/** Query types that cover every case: those that rules name, one of the others, and `A` and `TXT` as common examples. */
export function distinguishedQueryTypes(policy: DnsFirewallPolicy): readonly string[] {
  const named = policy.rules.flatMap(({ queryType }) => (queryType === undefined ? [] : [queryType]));
  return [...new Set(["A", "TXT", ...named, ...(named.length === 0 ? [] : [unnamedQueryType])])];
}

/**
 * Whether a pattern matches a name. `*.example.com` matches every subdomain of example.com, but not example.com itself.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-domain-lists.html
 */
export function matchesDomainPattern(pattern: string, name: string): boolean {
  return matchesName(pattern, nameInLowerCase(name));
}

function nameInLowerCase(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}

function matchesName(pattern: string, queried: string): boolean {
  if (pattern === "*") {
    return true;
  }
  return pattern.startsWith("*.") ? queried.endsWith(pattern.slice(1)) : queried === pattern;
}

/** The patterns of all rules that do not block. */
export function resolvedPatterns(
  policy: DnsFirewallPolicy,
): readonly { readonly pattern: string; readonly rule: DnsFirewallRule }[] {
  return policy.rules
    .filter((rule) => rule.action !== "BLOCK")
    .flatMap((rule) => rule.patterns.map((pattern) => ({ pattern, rule })));
}
