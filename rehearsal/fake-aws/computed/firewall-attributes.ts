import type { Row, Value } from "../../protocol/values";
import { isRow, itemsOf, textOf } from "../../protocol/values";
import { find } from "../account-state";
import { uuid } from "../identifiers";
import type { Answer, Answers, Asked } from "./attribute";
import { always, arn, owner, prefixed, same } from "./attribute";

const updateToken: Answer = (_row, { digits }) => uuid(digits);

/** Ids of the subnets that a firewall has an endpoint in. */
export function firewallSubnets(row: Row): readonly string[] {
  return itemsOf(row.subnet_mapping).flatMap((mapping) => (isRow(mapping) ? (textOf(mapping.subnet_id) ?? []) : []));
}

/** The endpoint that Network Firewall puts into a subnet. */
export function firewallEndpoint(subnetId: string): string {
  return subnetId.replace("subnet-", "vpce-");
}

function syncState(subnetId: string, { world, cloud }: Asked): Value {
  const zone = find(world, "aws_subnet", subnetId)?.row.availability_zone;
  return {
    availability_zone: textOf(zone) ?? `${cloud.region}a`,
    attachment: [{ endpoint_id: firewallEndpoint(subnetId), subnet_id: subnetId }],
  };
}

/** What Network Firewall and Route 53 Resolver decide. */
export const firewallAnswers: Answers = {
  aws_networkfirewall_firewall: {
    arn: arn("network-firewall", "firewall/{name}"),
    id: same("arn"),
    update_token: updateToken,
    firewall_status: (row, asked) => [
      {
        sync_states: firewallSubnets(row).map((subnetId) => syncState(subnetId, asked)),
        transit_gateway_attachment_sync_states: [],
      },
    ],
  },
  aws_networkfirewall_firewall_policy: {
    arn: arn("network-firewall", "firewall-policy/{name}"),
    id: same("arn"),
    update_token: updateToken,
  },
  aws_networkfirewall_rule_group: {
    arn: (row, asked) => arn("network-firewall", `${textOf(row.type)?.toLowerCase()}-rulegroup/{name}`)(row, asked),
    id: same("arn"),
    update_token: updateToken,
  },
  aws_networkfirewall_logging_configuration: { id: same("firewall_arn") },
  aws_route53_resolver_firewall_config: { id: prefixed("rslvr-fc"), owner_id: owner },
  aws_route53_resolver_firewall_domain_list: {
    id: prefixed("rslvr-fdl"),
    arn: arn("route53resolver", "firewall-domain-list/{id}"),
  },
  aws_route53_resolver_firewall_rule: {
    id: (row) => `${textOf(row.firewall_rule_group_id)}:${textOf(row.firewall_domain_list_id)}`,
  },
  aws_route53_resolver_firewall_rule_group: {
    id: prefixed("rslvr-frg"),
    arn: arn("route53resolver", "firewall-rule-group/{id}"),
    owner_id: owner,
    share_status: always("NOT_SHARED"),
  },
  aws_route53_resolver_firewall_rule_group_association: {
    id: prefixed("rslvr-frgassoc"),
    arn: arn("route53resolver", "firewall-rule-group-association/{id}"),
    mutation_protection: always("DISABLED"),
  },
  aws_route53_resolver_query_log_config: {
    id: prefixed("rqlc"),
    arn: arn("route53resolver", "resolver-query-log-config/{id}"),
    owner_id: owner,
    share_status: always("NOT_SHARED"),
  },
  aws_route53_resolver_query_log_config_association: { id: prefixed("rqlca") },
};
