import { memoize } from "../collections/memoize";
import { networkModelOf, undeclaredPerimeterVpcs } from "../network/network-model";
import { mayAskResolver } from "../network/vpc-hosts";
import { referencedResource, resourcesReferencing } from "../terraform/references/referenced-resources";
import { resolveTexts } from "../terraform/references/resolve-text";
import { jsonText, type Resource, type TerraformConfiguration } from "../terraform/terraform-configuration";
import type { Evidence } from "../verdict/claim";
import type { DnsFirewallPolicy, DnsFirewallRule } from "./evaluate-dns-query";
import { dns64Subnets, resolverBypasses } from "./resolver-bypasses";

/** The Route 53 Resolver of one VPC, with its DNS firewall. */
export interface VpcResolver {
  readonly vpc: Resource;
  readonly policy: DnsFirewallPolicy;
  /** Associations of DNS firewall rule groups with the VPC, by priority. */
  readonly ruleGroupAssociations: readonly Resource[];
  /** DNS firewall configurations of the VPC. With more than one, the one that Terraform applies last wins. */
  readonly firewallConfigs: readonly Resource[];
  /** Settings by which queries are answered past the DNS firewall, and settings that the JSON does not show. */
  readonly bypasses: readonly Evidence[];
  /** Subnets whose interfaces get other addresses than those of the names that they ask for. */
  readonly replacedAnswers: readonly Evidence[];
  /** `bypasses`, and what of the DNS firewall cannot be read. */
  readonly doubts: readonly Evidence[];
}

/** The resolvers of every perimeter VPC that the configuration creates, cached. */
export const vpcResolversOf: (configuration: TerraformConfiguration) => readonly VpcResolver[] = memoize(
  (configuration) => {
    const network = networkModelOf(configuration);
    return [...network.perimeterVpcs].flatMap((key) => {
      const vpc = network.vpcs.get(key)?.resource;
      return vpc?.mode === "managed" && mayAskResolver(network, key) ? [readVpcResolver(configuration, vpc)] : [];
    });
  },
);

/** VPCs of Studio, and VPCs that may be connected with it, whose resolver the configuration does not show. */
export function undeclaredResolvers(configuration: TerraformConfiguration): readonly Evidence[] {
  return undeclaredPerimeterVpcs(networkModelOf(configuration), "its DNS settings are not known");
}

function readVpcResolver(configuration: TerraformConfiguration, vpc: Resource): VpcResolver {
  const rules = resourcesReferencing(
    configuration,
    "aws_route53_resolver_firewall_rule_group_association",
    "vpc_id",
    vpc,
  );
  const associations = [...rules].sort(byPriority);
  const groups = associations.map((association) => readDnsFirewallRuleGroup(configuration, association));
  const bypasses = resolverBypasses(configuration, vpc);
  return {
    vpc,
    policy: {
      rules: groups.flatMap((group) => group.rules),
      isResolverEnabled: vpc.values.enable_dns_support !== false,
    },
    ruleGroupAssociations: associations,
    firewallConfigs: resourcesReferencing(configuration, "aws_route53_resolver_firewall_config", "resource_id", vpc),
    doubts: [...groups.flatMap((group) => group.doubts), ...unorderedPriorities(associations), ...bypasses],
    bypasses,
    replacedAnswers: dns64Subnets(configuration, vpc),
  };
}

function byPriority(left: Resource, right: Resource): number {
  return Number(left.values.priority) - Number(right.values.priority);
}

/** Resources whose order in the evaluation is not known: priorities that are equal or no numbers. */
function unorderedPriorities(resources: readonly Resource[]): readonly Evidence[] {
  const priorities = resources.map(({ values }) => Number(values.priority ?? Number.NaN));
  const isOrdered = !priorities.some(Number.isNaN) && new Set(priorities).size === priorities.length;
  return resources.length < 2 || isOrdered
    ? []
    : [
        {
          text: "the order of DNS Firewall rules is not known: priorities are equal or not in the JSON",
          addresses: resources.map(({ address }) => address),
        },
      ];
}

interface DnsFirewallRuleGroup {
  readonly rules: readonly DnsFirewallRule[];
  readonly doubts: readonly Evidence[];
}

function readDnsFirewallRuleGroup(configuration: TerraformConfiguration, association: Resource): DnsFirewallRuleGroup {
  const group = referencedResource(configuration, association.values.firewall_rule_group_id);
  if (group === undefined) {
    const text = "the rule group of the association is not in the JSON, so it may allow any name";
    return { rules: [], doubts: [{ text, addresses: [association.address] }] };
  }
  const rules = resourcesReferencing(
    configuration,
    "aws_route53_resolver_firewall_rule",
    "firewall_rule_group_id",
    group,
  );
  const read = [...rules].sort(byPriority).map((rule) => readDnsFirewallRule(configuration, rule, group));
  return {
    rules: read.flatMap(({ rules }) => rules),
    doubts: [...read.flatMap(({ doubts }) => doubts), ...unorderedPriorities(rules)],
  };
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
  const malformed = patterns.filter((pattern) => !/^(?:\*|(?:\*\.)?[^*]+)$/.test(pattern));
  const unknown = isKnown ? [...unresolved, ...malformed] : [`list ${JSON.stringify(firewall_domain_list_id ?? null)}`];
  const addresses = [rule.address, group.address, ...(list === undefined ? [] : [list.address])];
  return {
    rules: [
      {
        action: jsonText(action),
        patterns,
        ...(typeof q_type === "string" ? { queryType: q_type } : {}),
        trustsRedirectionDomain: firewall_domain_redirection_action === "TRUST_REDIRECTION_DOMAIN",
        addresses,
      },
    ],
    // A BLOCK rule with unknown names cannot allow a name; any other rule with unknown names may.
    doubts: [
      ...(action === "BLOCK"
        ? []
        : unknown.map((part) => ({ text: `the names of an ${action} rule are not in the JSON: ${part}`, addresses }))),
      ...unreadArguments(rule).map((text) => ({ text, addresses })),
    ],
  };
}

/** A BLOCK rule that overrides the answer does not refuse the query. */
function unreadArguments({ values }: Resource): readonly string[] {
  const { action, block_response, firewall_domain_redirection_action } = values;
  const isRefusal = action !== "BLOCK" || [undefined, null, "NODATA", "NXDOMAIN"].some((one) => one === block_response);
  const isKnownRedirection = [undefined, null, "INSPECT_REDIRECTION_DOMAIN", "TRUST_REDIRECTION_DOMAIN"].some(
    (known) => known === firewall_domain_redirection_action,
  );
  return [
    ...(isRefusal ? [] : [`a BLOCK rule answers queries: block_response is ${JSON.stringify(block_response ?? null)}`]),
    ...(isKnownRedirection ? [] : ["firewall_domain_redirection_action is not in the JSON"]),
  ];
}
