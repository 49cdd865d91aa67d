import { type Configuration, ofType, type Resource } from "../terraform/configuration";
import { referenced, referring } from "../terraform/references/back-references";
import { literalTexts } from "../terraform/references/resolve-text";
import type { Evidence } from "../verdict/claim";
import type { DnsPolicy, DnsRule } from "./query";
import { detours } from "./resolver-bypasses";

/** What answers the DNS queries of one VPC. */
export interface VpcDns {
  readonly vpc: Resource;
  readonly policy: DnsPolicy;
  /** Associations that put rule groups in front of the VPC's resolver. */
  readonly associations: readonly Resource[];
  /** Settings of the resolver; with more than one, chance decides which is applied last. */
  readonly configs: readonly Resource[];
  readonly doubts: readonly Evidence[];
}

const cache = new WeakMap<Configuration, readonly VpcDns[]>();

/** The resolver firewalls of every VPC that the configuration creates, read once. */
export function vpcDnsOf(configuration: Configuration): readonly VpcDns[] {
  const known = cache.get(configuration);
  if (known !== undefined) {
    return known;
  }
  const read = ofType(configuration, "aws_vpc").map((vpc) => readVpc(configuration, vpc));
  cache.set(configuration, read);
  return read;
}

function readVpc(configuration: Configuration, vpc: Resource): VpcDns {
  const rules = referring(configuration, "aws_route53_resolver_firewall_rule_group_association", "vpc_id", vpc);
  const associations = [...rules].sort(byPriority);
  const groups = associations.map((association) => readGroup(configuration, association));
  return {
    vpc,
    policy: { rules: groups.flatMap((group) => group.rules), resolves: vpc.values.enable_dns_support !== false },
    associations,
    configs: referring(configuration, "aws_route53_resolver_firewall_config", "resource_id", vpc),
    doubts: [...groups.flatMap((group) => group.doubts), ...detours(configuration, vpc)],
  };
}

function byPriority(left: Resource, right: Resource): number {
  return Number(left.values.priority) - Number(right.values.priority);
}

interface Group {
  readonly rules: readonly DnsRule[];
  readonly doubts: readonly Evidence[];
}

function readGroup(configuration: Configuration, association: Resource): Group {
  const group = referenced(configuration, association.values.firewall_rule_group_id);
  if (group === undefined) {
    const text = "rule group of the association is not in the JSON, so it may allow any name";
    return { rules: [], doubts: [{ text, addresses: [association.address] }] };
  }
  const rules = referring(configuration, "aws_route53_resolver_firewall_rule", "firewall_rule_group_id", group);
  const read = [...rules].sort(byPriority).map((rule) => readRule(configuration, rule, group));
  return { rules: read.flatMap(({ rules }) => rules), doubts: read.flatMap(({ doubts }) => doubts) };
}

function readRule(configuration: Configuration, rule: Resource, group: Resource): Group {
  const { action, q_type, firewall_domain_list_id, firewall_domain_redirection_action } = rule.values;
  const list = referenced(configuration, firewall_domain_list_id);
  const { texts, unresolved } = literalTexts(configuration, list?.values.domains);
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
        trustsRedirection: firewall_domain_redirection_action === "TRUST_REDIRECTION_DOMAIN",
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
