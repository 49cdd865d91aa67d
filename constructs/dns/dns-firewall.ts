import { Route53ResolverFirewallConfig } from "@cdktf/provider-aws/lib/route53-resolver-firewall-config";
import { Route53ResolverFirewallDomainList } from "@cdktf/provider-aws/lib/route53-resolver-firewall-domain-list";
import { Route53ResolverFirewallRule } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule";
import { Route53ResolverFirewallRuleGroup } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group";
import { Route53ResolverFirewallRuleGroupAssociation } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association";
import { Construct } from "constructs";
import { DnsQueryLog } from "./dns-query-log";
import { toFirewallDomains } from "./firewall-domains";

export interface DnsFirewallProps {
  /** Prefix of every name of the environment, as in `studio-perimeter-dev`. */
  readonly name: string;
  readonly vpcId: string;
  /**
   * Names that resolve, as `example.org` or, for all names below it, `*.example.org`. Every name of the chain of aliases
   * behind one must be allowed too: for AWS's own names, whose chains stay within them.
   */
  readonly allowedDomains: readonly string[];
  /**
   * Names that resolve through whatever aliases their owner gives them: for the allow-list, whose hosts stand behind content
   * networks that change without notice. The question asked is bound all the same, and only questions carry data out.
   *
   * @default - none
   */
  readonly trustedRedirectionDomains?: readonly string[];
  /** Whether the rules cannot be taken off the VPC until an apply of its own has lifted this. */
  readonly protections: boolean;
  /** ARN of the key that encrypts the query log. */
  readonly logsKeyArn: string;
  /** Days that queries are kept: one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /**
   * Topics told when many names are refused.
   * @default - the alarm exists and tells nobody
   */
  readonly alarmTopicArns?: readonly string[];
}

/** AWS reserves 100 and 9900 for itself. */
const ASSOCIATION_PRIORITY = 101;

/** A rule and the list of names that it decides on. */
interface DomainListRule {
  readonly id: string;
  readonly listName: string;
  readonly domains: string[];
  readonly priority: number;
  readonly action: { readonly action: "ALLOW" } | { readonly action: "BLOCK"; readonly blockResponse: "NXDOMAIN" };
  readonly redirectionAction: "INSPECT_REDIRECTION_DOMAIN" | "TRUST_REDIRECTION_DOMAIN";
}

/**
 * Default deny for names: what is not listed does not exist, and nothing resolves while the firewall cannot answer.
 *
 * The VPC's resolver uses no route, gateway or security group. It resolves names of the whole internet from a VPC without
 * any way out, and each question can carry data to whoever answers for the name. Costs $0.0005 a month for each name and
 * $0.60 for a million queries.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall.html
 */
export class DnsFirewall extends Construct {
  constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const { name, vpcId, protections } = props;
    const ruleGroup = new Route53ResolverFirewallRuleGroup(this, "rules", { name: `${name}-dns` });
    const rules = domainListRules(props).map((rule) => this.createRule(name, ruleGroup.id, rule));

    // The VPC never sees half of the rules: they are attached last and taken off first.
    new Route53ResolverFirewallRuleGroupAssociation(this, "vpc", {
      name: `${name}-dns`,
      firewallRuleGroupId: ruleGroup.id,
      vpcId,
      priority: ASSOCIATION_PRIORITY,
      mutationProtection: protections ? "ENABLED" : "DISABLED",
      dependsOn: rules,
    });
    new Route53ResolverFirewallConfig(this, "fail_closed", { resourceId: vpcId, firewallFailOpen: "DISABLED" });
    new DnsQueryLog(this, "query_log", props);
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
  const { allowedDomains: allowedNames, trustedRedirectionDomains: externalNames = [] } = props;
  if (allowedNames.length === 0) {
    throw new Error("dns firewall: must allow at least one name, got none; give the names of the endpoints");
  }
  const external: DomainListRule = {
    id: "allow_external",
    listName: "external_names",
    domains: toFirewallDomains(externalNames),
    priority: 110,
    action: { action: "ALLOW" },
    redirectionAction: "TRUST_REDIRECTION_DOMAIN",
  };
  return [
    {
      id: "allow",
      listName: "allowed_names",
      domains: toFirewallDomains(allowedNames),
      priority: 100,
      action: { action: "ALLOW" },
      redirectionAction: "INSPECT_REDIRECTION_DOMAIN",
    },
    ...(externalNames.length === 0 ? [] : [external]),
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
