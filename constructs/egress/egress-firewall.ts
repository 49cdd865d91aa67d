import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Construct } from "constructs";
import { zoneSuffix } from "../network/availability-zone";
import type { Network } from "../network/network";
import { createRoutes, firewallFirstRoutes, natFirstRoutes, type ZoneEgress } from "./egress-routes";
import { FirewallAlarms } from "./firewall-alarms";
import { FirewallLogs } from "./firewall-logs";
import { customerKeyEncryption, FirewallPolicy } from "./firewall-policy";
import type { AllowListEntry } from "./suricata-rules";

/**
 * Which of the two a packet on its way out meets first. `firewall-first`: the firewall sees who speaks. `nat-first`: it
 * sees the NAT gateway's address only.
 */
export type EgressOrder = "firewall-first" | "nat-first";

export interface EgressFirewallProps {
  /** Prefix of every name of the environment, as in `studio-perimeter-staging`. */
  readonly name: string;
  /** Must have the tiers studio, firewall and nat in each of its zones. */
  readonly network: Network;
  /** Everything that may be reached, and nothing else. */
  readonly allowList: readonly AllowListEntry[];
  /** @default "firewall-first" */
  readonly order?: EgressOrder;
  /**
   * Whether deletion, a change of subnets and a change of policy are refused until an apply of its own has lifted this.
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-9
   */
  readonly protections: boolean;
  /** ARN of the key that encrypts both logs. */
  readonly logsKeyArn: string;
  /** Days that both logs are kept: one of CloudWatch's values. */
  readonly logRetentionDays: number;
  /**
   * ARN of the key that encrypts firewall, policy and rules at rest; its policy must admit Network Firewall.
   * @default - a key that AWS owns
   */
  readonly keyArn?: string;
  /**
   * Topics told of denials, drops and broken streams.
   * @default - the alarms exist and tell nobody
   */
  readonly alarmTopicArns?: readonly string[];
}

/** The tier whose addresses the firewall sees as its own side: HOME_NET. */
const HOME_NET_TIER = { "firewall-first": "studio", "nat-first": "nat" } as const satisfies Record<EgressOrder, string>;

/** Deleting a firewall can take longer than the provider's 30 minutes (hashicorp/terraform-provider-aws#34888). */
const FIREWALL_DELETE_TIMEOUT = "60m";

/**
 * The only way out of a network: AWS Network Firewall and NAT gateways, a full column of both in each zone.
 *
 * A zone costs $0.395 an hour and $0.065 per GB for its firewall endpoint, and $0.005 an hour for its public address; the
 * NAT gateway's own hour and GB are waived while the firewall inspects the same path. There is no failover between zones:
 * where an endpoint is lost, its zone has no way out and the others are whole.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config.html
 */
export class EgressFirewall extends Construct {
  /** What carries packets to the internet and back. */
  readonly internetGatewayId: string;

  constructor(scope: Construct, id: string, props: EgressFirewallProps) {
    super(scope, id);
    const { network, order = "firewall-first" } = props;
    const internet = new InternetGateway(this, "internet", { vpcId: network.vpcId, tags: { Name: props.name } });
    this.internetGatewayId = internet.id;
    const firewall = this.createFirewall(props, order);
    const logs = new FirewallLogs(this, "logs", { ...props, firewallArn: firewall.arn });
    new FirewallAlarms(this, "alarms", {
      ...props,
      firewallName: firewall.name,
      availabilityZones: network.availabilityZones,
      alerts: logs.alerts,
    });

    const edge = order === "nat-first" ? this.createGatewayRouteTable(props, internet) : undefined;
    for (const availabilityZone of network.availabilityZones) {
      const column = this.createZoneEgress(props, availabilityZone, internet, firewall);
      createRoutes(
        this,
        edge === undefined ? firewallFirstRoutes(column) : natFirstRoutes(column, edge),
        logs.delivery,
      );
    }
  }

  private createFirewall(props: EgressFirewallProps, order: EgressOrder): NetworkfirewallFirewall {
    const { network, protections } = props;
    const policy = new FirewallPolicy(this, "policy", {
      ...props,
      homeCidrBlocks: network.subnets(HOME_NET_TIER[order]).map((subnet) => subnet.cidrBlock),
    });
    return new NetworkfirewallFirewall(this, "firewall", {
      name: `${props.name}-egress`,
      description: "The only way out of the perimeter.",
      firewallPolicyArn: policy.arn,
      vpcId: network.vpcId,
      subnetMapping: network.subnets("firewall").map(({ id }) => ({ subnetId: id, ipAddressType: "IPV4" })),
      deleteProtection: protections,
      subnetChangeProtection: protections,
      firewallPolicyChangeProtection: protections,
      ...customerKeyEncryption(props.keyArn),
      timeouts: { delete: FIREWALL_DELETE_TIMEOUT },
      tags: { Name: `${props.name}-egress` },
    });
  }

  /** The internet gateway's own table: answers to a NAT gateway enter here. A gateway can have one only. */
  private createGatewayRouteTable(props: EgressFirewallProps, internet: InternetGateway): RouteTable {
    const table = new RouteTable(this, "edge", { vpcId: props.network.vpcId, tags: { Name: `${props.name}-edge` } });
    new RouteTableAssociation(this, "edge_association", { gatewayId: internet.id, routeTableId: table.id });
    return table;
  }

  /** NAT gateway and address wait for the internet gateway, which cannot be detached while an address is mapped. */
  private createZoneEgress(
    props: EgressFirewallProps,
    availabilityZone: string,
    internet: InternetGateway,
    firewall: NetworkfirewallFirewall,
  ): ZoneEgress {
    const { network } = props;
    const suffix = zoneSuffix(availabilityZone);
    const tags = { Name: `${props.name}-nat-${suffix}` };
    const address = new Eip(this, `address_${suffix}`, { domain: "vpc", dependsOn: [internet], tags });
    const nat = new NatGateway(this, `nat_${suffix}`, {
      connectivityType: "public",
      subnetId: network.subnet("nat", availabilityZone).id,
      allocationId: address.id,
      dependsOn: [internet],
      tags,
    });
    return {
      suffix,
      subnets: { studio: network.subnet("studio", availabilityZone), nat: network.subnet("nat", availabilityZone) },
      routeTables: {
        studio: network.routeTable("studio", availabilityZone),
        firewall: network.routeTable("firewall", availabilityZone),
        nat: network.routeTable("nat", availabilityZone),
      },
      firewallEndpoint: { vpcEndpointId: firewallEndpointId(firewall, availabilityZone) },
      natGateway: { natGatewayId: nat.id },
      internetGateway: { gatewayId: internet.id },
    };
  }
}

/**
 * The firewall's endpoint in a zone, as a Terraform expression keyed by the zone. `sync_states` is a set: its order means
 * nothing, and an index may pick another zone's endpoint (hashicorp/terraform-provider-aws#16759).
 */
function firewallEndpointId(firewall: NetworkfirewallFirewall, availabilityZone: string): string {
  const address = `${firewall.terraformResourceType}.${firewall.friendlyUniqueId}`;
  const states = `tolist(${address}.firewall_status[0].sync_states)`;
  const endpoints = `{for state in ${states} : state.availability_zone => state.attachment[0].endpoint_id}`;
  return `\${${endpoints}["${availabilityZone}"]}`;
}
