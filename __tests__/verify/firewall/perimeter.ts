import type { Subject } from "../../../verify/claim";
import type { Configuration, JsonObject } from "../../../verify/configuration";
import type { AllowedDomain } from "../../../verify/posture";
import { readConfiguration } from "../../../verify/read-configuration";

/** A VPC whose one subnet leaves through a firewall, with the policy and rule groups under test. */
export interface FirewallCase {
  /** Suricata rules of the one rule group; leave out to give `ruleGroup` instead. */
  readonly rules?: string;
  readonly ruleGroup?: JsonObject;
  /** Arguments of the policy's block that differ from the strict, closed one. */
  readonly policy?: JsonObject;
  readonly allowed?: readonly AllowedDomain[];
  /** Further resources, type by type. */
  readonly more?: Readonly<Record<string, JsonObject>>;
}

const strict: JsonObject = {
  stateless_default_actions: ["aws:forward_to_sfe"],
  stateless_fragment_default_actions: ["aws:forward_to_sfe"],
  stateful_default_actions: ["aws:drop_established_app_layer_to_server", "aws:alert_established_app_layer_to_server"],
  stateful_engine_options: { rule_order: "STRICT_ORDER", stream_exception_policy: "REJECT" },
  stateful_rule_group_reference: [{ priority: 1, resource_arn: "${aws_networkfirewall_rule_group.rules.arn}" }],
  policy_variables: { rule_variables: [{ key: "HOME_NET", ip_set: { definition: ["${aws_vpc.main.cidr_block}"] } }] },
};

/** The allow-list of most cases. */
export const packages: AllowedDomain = { name: "packages.example", match: "exact", ports: [443] };

/** Closes what the application-layer default does not: everything that is not TCP. */
export const denials = [
  "drop udp any any -> any any (flow:to_server; sid:1;)",
  "drop icmp any any -> any any (flow:to_server; sid:2;)",
  "drop ip any any -> any any (ip_proto:!TCP; ip_proto:!UDP; ip_proto:!ICMP; sid:3;)",
  "reject tcp any any -> any any (flow:to_server,established; app-layer-protocol:!tls; sid:4;)",
  "reject tcp any any -> any any (flow:to_server,established; stream_size:client,>,16384; sid:5;)",
].join("\n");

export function passTo(content: string, port = "443"): string {
  return `pass tls $HOME_NET any -> $EXTERNAL_NET ${port} (ssl_state:client_hello; tls.sni; ${content} flow:to_server,established; alert; sid:100;)`;
}

export const passToPackages = passTo('content:"packages.example"; startswith; endswith; nocase;');

export function subjectOf(firewallCase: FirewallCase): Subject {
  const rule_order =
    firewallCase.policy?.stateful_engine_options === undefined ? "STRICT_ORDER" : "DEFAULT_ACTION_ORDER";
  const group = firewallCase.ruleGroup ?? {
    type: "STATEFUL",
    rule_group: {
      rules_source: { rules_string: firewallCase.rules ?? "" },
      stateful_rule_options: { rule_order },
    },
  };
  return {
    configuration: configurationOf({ ...strict, ...firewallCase.policy }, group, firewallCase.more ?? {}),
    posture: {
      kind: "inspected",
      allowedDomains: firewallCase.allowed ?? [packages],
      protections: false,
      deployers: [],
      breakGlass: [],
      logRetentionDays: 30,
    },
  };
}

function configurationOf(
  policy: JsonObject,
  group: JsonObject,
  more: Readonly<Record<string, JsonObject>>,
): Configuration {
  return readConfiguration(
    {
      provider: { aws: [{ region: "eu-west-1" }] },
      resource: {
        aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
        aws_subnet: {
          studio_a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/20", availability_zone: "eu-west-1a" },
          firewall_a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.255.0/28", availability_zone: "eu-west-1a" },
        },
        aws_route_table: { studio_a: { vpc_id: "${aws_vpc.main.id}" } },
        aws_route_table_association: {
          studio_a: { subnet_id: "${aws_subnet.studio_a.id}", route_table_id: "${aws_route_table.studio_a.id}" },
        },
        aws_route: {
          studio_a: {
            route_table_id: "${aws_route_table.studio_a.id}",
            destination_cidr_block: "0.0.0.0/0",
            vpc_endpoint_id:
              '${{for state in tolist(aws_networkfirewall_firewall.main.firewall_status[0].sync_states) : state.availability_zone => state.attachment[0].endpoint_id}["eu-west-1a"]}',
          },
        },
        aws_networkfirewall_firewall: {
          main: {
            vpc_id: "${aws_vpc.main.id}",
            subnet_mapping: [{ subnet_id: "${aws_subnet.firewall_a.id}" }],
            firewall_policy_arn: "${aws_networkfirewall_firewall_policy.main.arn}",
          },
        },
        aws_networkfirewall_firewall_policy: { main: { firewall_policy: policy } },
        aws_networkfirewall_rule_group: { rules: group, ...more.aws_networkfirewall_rule_group },
      },
    },
    "case",
  );
}
