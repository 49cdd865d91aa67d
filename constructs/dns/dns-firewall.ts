import { Route53ResolverFirewallConfig } from "@cdktf/provider-aws/lib/route53-resolver-firewall-config";
import { Route53ResolverFirewallDomainList } from "@cdktf/provider-aws/lib/route53-resolver-firewall-domain-list";
import { Route53ResolverFirewallRule } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule";
import { Route53ResolverFirewallRuleGroup } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group";
import { Route53ResolverFirewallRuleGroupAssociation } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { DnsQueryLog } from "./dns-query-log";
import { toFirewallDomains } from "./firewall-domains";

/** Props of {@link DnsFirewall}. */
export interface DnsFirewallProps {
  /** Its protections enable mutation protection: the rule group cannot be disassociated before that is disabled. */
  readonly context: PerimeterContext;
  /** Id of the VPC whose queries are filtered. */
  readonly vpcId: string;
  /**
   * Domains that resolve, as in `example.org` or, for all subdomains, `*.example.org`. Every CNAME target of a domain must be
   * listed too. Use it for AWS's own domains, whose CNAME targets are known.
   */
  readonly allowedDomains: readonly string[];
  /**
   * Domains that resolve regardless of their CNAME targets. Use it for external domains: their content delivery networks
   * change without notice. The queried name is still filtered, and only the query can carry data out.
   *
   * @default - none
   */
  readonly trustedRedirectionDomains?: readonly string[];
}

/** AWS reserves the priorities 100 and 9900. */
const ASSOCIATION_PRIORITY = 101;

/** A firewall rule with its domain list. */
interface DomainListRule {
  readonly id: string;
  readonly listName: string;
  readonly domains: string[];
  readonly priority: number;
  readonly action: { readonly action: "ALLOW" } | { readonly action: "BLOCK"; readonly blockResponse: "NXDOMAIN" };
  readonly redirectionAction: "INSPECT_REDIRECTION_DOMAIN" | "TRUST_REDIRECTION_DOMAIN";
}

/**
 * A DNS firewall that denies by default: names that are not listed get NXDOMAIN, and no name resolves while the firewall is
 * unavailable (fail closed).
 *
 * It is needed even without egress. The VPC resolver resolves internet names without a route, gateway or security group, and
 * a query can carry data to the owner of a domain. Costs $0.0005 a month per domain and $0.60 per million queries.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
 */
export class DnsFirewall extends Construct {
  constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const { context, vpcId } = props;
    const { name, protections } = context;
    const ruleGroup = new Route53ResolverFirewallRuleGroup(this, "rules", { name: `${name}-dns` });
    const rules = domainListRules(props).map((rule) => this.createRule(name, ruleGroup.id, rule));

    // The rule group is associated after all rules exist and disassociated before the first is deleted.
    new Route53ResolverFirewallRuleGroupAssociation(this, "vpc", {
      name: `${name}-dns`,
      firewallRuleGroupId: ruleGroup.id,
      vpcId,
      priority: ASSOCIATION_PRIORITY,
      mutationProtection: protections ? "ENABLED" : "DISABLED",
      dependsOn: rules,
    });
    new Route53ResolverFirewallConfig(this, "fail_closed", { resourceId: vpcId, firewallFailOpen: "DISABLED" });
    new DnsQueryLog(this, "query_log", { context, vpcId });
  }

  private createRule(name: string, firewallRuleGroupId: string, rule: DomainListRule): Route53ResolverFirewallRule {
    const list = new Route53ResolverFirewallDomainList(this, rule.listName, {
      name: `${name}-${rule.listName.replace("_", "-")}`,
      domains: rule.domains,
    });
    return new Route53ResolverFirewallRule(this, rule.id, {
      name: rule.id.replace("_", "-"),
      firewallRuleGroupId,
      firewallDomainListId: list.id,
      firewallDomainRedirectionAction: rule.redirectionAction,
      priority: rule.priority,
      ...rule.action,
    });
  }
}

function domainListRules(props: DnsFirewallProps): readonly DomainListRule[] {
  const { allowedDomains, trustedRedirectionDomains = [] } = props;
  if (allowedDomains.length === 0) {
    throw new Error("dns firewall: must allow at least one domain, got none; add the DNS names of the endpoints");
  }
  const external: DomainListRule = {
    id: "allow_external",
    listName: "external_names",
    domains: toFirewallDomains(trustedRedirectionDomains),
    priority: 110,
    action: { action: "ALLOW" },
    redirectionAction: "TRUST_REDIRECTION_DOMAIN",
  };
  return [
    {
      id: "allow",
      listName: "allowed_names",
      domains: toFirewallDomains(allowedDomains),
      priority: 100,
      action: { action: "ALLOW" },
      redirectionAction: "INSPECT_REDIRECTION_DOMAIN",
    },
    ...(trustedRedirectionDomains.length === 0 ? [] : [external]),
    {
      id: "block",
      listName: "every_name",
      domains: ["*."],
      priority: 200,
      action: { action: "BLOCK", blockResponse: "NXDOMAIN" },
      redirectionAction: "INSPECT_REDIRECTION_DOMAIN",
    },
  ];
}
