import type { ObjectValue, ProviderValue } from "../../protocol/values";
import { isObjectValue, itemsOf, knownString } from "../../protocol/values";
import { findResource } from "../account-state";
import { uuid } from "../identifiers";
import type { ComputeAttribute, ComputeContext, ComputedAttributes } from "./computed-attribute";
import { constant, ownerAccount, prefixedId, regionalArn, sameAs } from "./computed-attribute";

const updateToken: ComputeAttribute = (_attributes, { digits }) => uuid(digits);

/** IDs of the subnets with a firewall endpoint. */
export function firewallSubnets(attributes: ObjectValue): readonly string[] {
  return itemsOf(attributes.subnet_mapping).flatMap((mapping) =>
    isObjectValue(mapping) ? (knownString(mapping.subnet_id) ?? []) : [],
  );
}

/** ID of the firewall endpoint in a subnet. */
export function firewallEndpoint(subnetId: string): string {
  return subnetId.replace("subnet-", "vpce-");
}

function syncState(subnetId: string, { accountState, providerConfig }: ComputeContext): ProviderValue {
  const zone = findResource(accountState, "aws_subnet", subnetId)?.attributes.availability_zone;
  return {
    availability_zone: knownString(zone) ?? `${providerConfig.region}a`,
    attachment: [{ endpoint_id: firewallEndpoint(subnetId), subnet_id: subnetId }],
  };
}

/** Computed attributes of Network Firewall and Route 53 Resolver. */
export const firewallAttributes: ComputedAttributes = {
  aws_networkfirewall_firewall: {
    arn: regionalArn("network-firewall", "firewall/{name}"),
    id: sameAs("arn"),
    update_token: updateToken,
    firewall_status: (attributes, context) => [
      {
        sync_states: firewallSubnets(attributes).map((subnetId) => syncState(subnetId, context)),
        transit_gateway_attachment_sync_states: [],
      },
    ],
  },
  aws_networkfirewall_firewall_policy: {
    arn: regionalArn("network-firewall", "firewall-policy/{name}"),
    id: sameAs("arn"),
    update_token: updateToken,
  },
  aws_networkfirewall_rule_group: {
    arn: (attributes, context) =>
      regionalArn("network-firewall", `${knownString(attributes.type)?.toLowerCase()}-rulegroup/{name}`)(
        attributes,
        context,
      ),
    id: sameAs("arn"),
    update_token: updateToken,
  },
  aws_networkfirewall_tls_inspection_configuration: {
    arn: regionalArn("network-firewall", "tls-configuration/{name}"),
    id: sameAs("arn"),
    tls_inspection_configuration_id: updateToken,
    number_of_associations: constant(0),
    certificate_authority: constant([]),
    certificates: constant([]),
    update_token: updateToken,
  },
  aws_networkfirewall_logging_configuration: { id: sameAs("firewall_arn") },
  aws_route53_resolver_firewall_config: { id: prefixedId("rslvr-fc"), owner_id: ownerAccount },
  aws_route53_resolver_firewall_domain_list: {
    id: prefixedId("rslvr-fdl"),
    arn: regionalArn("route53resolver", "firewall-domain-list/{id}"),
  },
  aws_route53_resolver_firewall_rule: {
    id: (attributes) =>
      `${knownString(attributes.firewall_rule_group_id)}:${knownString(attributes.firewall_domain_list_id)}`,
  },
  aws_route53_resolver_firewall_rule_group: {
    id: prefixedId("rslvr-frg"),
    arn: regionalArn("route53resolver", "firewall-rule-group/{id}"),
    owner_id: ownerAccount,
    share_status: constant("NOT_SHARED"),
  },
  aws_route53_resolver_firewall_rule_group_association: {
    id: prefixedId("rslvr-frgassoc"),
    arn: regionalArn("route53resolver", "firewall-rule-group-association/{id}"),
    mutation_protection: constant("DISABLED"),
  },
  aws_route53_resolver_query_log_config: {
    id: prefixedId("rqlc"),
    arn: regionalArn("route53resolver", "resolver-query-log-config/{id}"),
    owner_id: ownerAccount,
    share_status: constant("NOT_SHARED"),
  },
  aws_route53_resolver_query_log_config_association: { id: prefixedId("rqlca") },
};
