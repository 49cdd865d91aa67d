import { memoize } from "../collections/memoize";
import { referencedResource, resourcesReferencing } from "../terraform/references/referenced-resources";
import { resolveTexts } from "../terraform/references/resolve-text";
import { type Resource, resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import type { DnsFirewallPolicy, DnsFirewallRule } from "./evaluate-dns-query";
import { resolverBypasses } from "./resolver-bypasses";

/** What answers the DNS queries of one VPC. */
export interface VpcResolver {
  readonly vpc: Resource;
  readonly policy: DnsFirewallPolicy;
  /** Associations that put rule groups in front of the VPC's resolver. */
  readonly ruleGroupAssociations: readonly Resource[];
  /** Settings of the resolver; with more than one, chance decides which is applied last. */
  readonly firewallConfigs: readonly Resource[];
  readonly doubts: readonly Evidence[];
}

/** The resolver firewalls of every VPC that the configuration creates, read once. */
export const vpcResolversOf: (configuration: TerraformConfiguration) => readonly VpcResolver[] = memoize(
  (configuration) => resourcesOfType(configuration, "aws_vpc").map((vpc) => readVpcResolver(configuration, vpc)),
);

function readVpcResolver(configuration: TerraformConfiguration, vpc: Resource): VpcResolver {
  const rules = resourcesReferencing(
    configuration,
    "aws_route53_resolver_firewall_rule_group_association",
    "vpc_id",
    vpc,
  );
  const associations = [...rules].sort(byPriority);
  const groups = associations.map((association) => readDnsFirewallRuleGroup(configuration, association));
  return {
    vpc,
    policy: {
      rules: groups.flatMap((group) => group.rules),
      isResolverEnabled: vpc.values.enable_dns_support !== false,
    },
    ruleGroupAssociations: associations,
    firewallConfigs: resourcesReferencing(configuration, "aws_route53_resolver_firewall_config", "resource_id", vpc),
    doubts: [...groups.flatMap((group) => group.doubts), ...resolverBypasses(configuration, vpc)],
  };
}

function byPriority(left: Resource, right: Resource): number {
  return Number(left.values.priority) - Number(right.values.priority);
}

interface DnsFirewallRuleGroup {
  readonly rules: readonly DnsFirewallRule[];
  readonly doubts: readonly Evidence[];
}

function readDnsFirewallRuleGroup(configuration: TerraformConfiguration, association: Resource): DnsFirewallRuleGroup {
  const group = referencedResource(configuration, association.values.firewall_rule_group_id);
  if (group === undefined) {
    const text = "rule group of the association is not in the JSON, so it may allow any name";
    return { rules: [], doubts: [{ text, addresses: [association.address] }] };
  }
  const rules = resourcesReferencing(
    configuration,
    "aws_route53_resolver_firewall_rule",
    "firewall_rule_group_id",
    group,
  );
  const read = [...rules].sort(byPriority).map((rule) => readDnsFirewallRule(configuration, rule, group));
  return { rules: read.flatMap(({ rules }) => rules), doubts: read.flatMap(({ doubts }) => doubts) };
}

function readDnsFirewallRule(
  configuration: TerraformConfiguration,
  rule: Resource,
  group: Resource,
): DnsFirewallRuleGroup {
  const { action, q_type, firewall_domain_list_id, firewall_domain_redirection_action } = rule.values;
  const list = referencedResource(configuration, firewall_domain_list_id);
  const { texts, unresolved } = resolveTexts(configuration, list?.values.domains);
  const patterns = texts.map((text) => text.toLowerCase().replace(/\.$/, ""));
  const isKnown = list?.type === "aws_route53_resolver_firewall_domain_list" && list.mode === "managed";
  const odd = patterns.filter((pattern) => !/^(?:\*|(?:\*\.)?[^*]+)$/.test(pattern));
  const unknown = isKnown ? [...unresolved, ...odd] : [`list ${JSON.stringify(firewall_domain_list_id ?? null)}`];
  const addresses = [rule.address, group.address, ...(list === undefined ? [] : [list.address])];
  return {
    rules: [
      {
        action: String(action),
        patterns,
        ...(typeof q_type === "string" ? { queryType: q_type } : {}),
        trustsRedirectionDomain: firewall_domain_redirection_action === "TRUST_REDIRECTION_DOMAIN",
        addresses,
      },
    ],
    // A block of unknown names can only close; anything else of unknown names may open.
    doubts:
      action === "BLOCK"
        ? []
        : unknown.map((part) => ({ text: `names of an ${action} rule are not in the JSON: ${part}`, addresses })),
  };
}
