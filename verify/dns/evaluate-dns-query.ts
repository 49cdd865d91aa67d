/** One rule of a DNS firewall, with the names of its list. */
export interface DnsFirewallRule {
  /** ALLOW, ALERT or BLOCK; another word is one that this model does not know. */
  readonly action: string;
  /** Lower case, no trailing dot: `*`, `*.x.example` or `x.example`. */
  readonly patterns: readonly string[];
  /** The one query type that the rule is about; absent for all. */
  readonly queryType?: string;
  /** Whether the names that an allowed name is an alias of are allowed unseen. */
  readonly trustsRedirectionDomain: boolean;
  /** The rule, its group, its list. */
  readonly addresses: readonly string[];
}

/** What stands in front of a VPC's resolver, in the order in which it is asked. */
export interface DnsFirewallPolicy {
  readonly rules: readonly DnsFirewallRule[];
  /** Whether the VPC has a resolver at all. */
  readonly isResolverEnabled: boolean;
}

export interface DnsQuery {
  readonly name: string;
  readonly type: string;
}

/** What becomes of a query, and the rule that decided it. */
export interface DnsQueryDisposition {
  readonly kind: "resolved" | "refused" | "undecided";
  readonly rule?: DnsFirewallRule;
}

const dispositionByAction: Readonly<Record<string, DnsQueryDisposition["kind"]>> = {
  ALLOW: "resolved",
  ALERT: "resolved",
  BLOCK: "refused",
};

/** Runs a query through the rules; the first that matches decides, and a query that none matches is resolved. */
export function evaluateDnsQuery(policy: DnsFirewallPolicy, query: DnsQuery): DnsQueryDisposition {
  if (!policy.isResolverEnabled) {
    return { kind: "refused" };
  }
  const rule = policy.rules.find(
    ({ queryType, patterns }) =>
      (queryType === undefined || queryType === query.type) &&
      patterns.some((pattern) => matchesDomainPattern(pattern, query.name)),
  );
  return rule === undefined ? { kind: "resolved" } : { kind: dispositionByAction[rule.action] ?? "undecided", rule };
}

/** Query types that the rules tell apart, and one that none of them names. */
export function distinguishedQueryTypes(policy: DnsFirewallPolicy): readonly string[] {
  const named = policy.rules.flatMap(({ queryType }) => (queryType === undefined ? [] : [queryType]));
  return [...new Set(["A", "TXT", ...named])];
}

/**
 * `*.x` means the names below x and not x itself.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-domain-lists.html
 */
export function matchesDomainPattern(pattern: string, name: string): boolean {
  const asked = name.toLowerCase().replace(/\.$/, "");
  if (pattern === "*") {
    return true;
  }
  return pattern.startsWith("*.") ? asked.endsWith(pattern.slice(1)) : asked === pattern;
}

/** Patterns under which queries are answered. */
export function resolvedPatterns(
  policy: DnsFirewallPolicy,
): readonly { readonly pattern: string; readonly rule: DnsFirewallRule }[] {
  return policy.rules
    .filter((rule) => rule.action !== "BLOCK")
    .flatMap((rule) => rule.patterns.map((pattern) => ({ pattern, rule })));
}
