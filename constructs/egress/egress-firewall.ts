import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import type { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { zoneSuffix } from "../network/availability-zone";
import type { INetwork, IRouteTable } from "../network/tiered-network";
import { createRoutes, firewallFirstRoutes, natFirstRoutes, type ZoneEgress } from "./egress-routes";
import type { FirewallPolicyProps } from "./firewall-policy";
import { createNatGateway, createNetworkFirewall, firewallEndpointId } from "./network-firewall";
import type { AllowListEntry } from "./suricata-rules";

/**
 * Order of firewall and NAT gateway on the outbound path. With `firewall-first` the firewall sees the source addresses of
 * Studio. With `nat-first` it sees only the address of the NAT gateway.
 */
export type EgressOrder = "firewall-first" | "nat-first";

/** Props of {@link EgressFirewall}. */
export interface EgressFirewallProps
  extends Pick<FirewallPolicyProps, "managedRuleGroups" | "rules" | "tlsInspection"> {
  /**
   * Its protections refuse the deletion of the firewall and changes of its subnets and policy until an apply disables them.
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/networkfirewall-controls.html#networkfirewall-9
   */
  readonly context: PerimeterContext;
  /** The VPC. It must have the tiers studio, firewall and nat in each of its Availability Zones. */
  readonly network: INetwork;
  /** Domains and ports that Studio may reach. All other traffic is dropped. */
  readonly allowList: readonly AllowListEntry[];
  /**
   * Order of firewall and NAT gateway.
   * @default "firewall-first"
   */
  readonly order?: EgressOrder;
  /**
   * ARN of the KMS key that encrypts firewall, policy and rules at rest. Its key policy must allow Network Firewall.
   * @default - an AWS owned key
   */
  readonly keyArn?: string;
}

/** The tier whose addresses are the firewall's HOME_NET. */
const HOME_NET_TIER = { "firewall-first": "studio", "nat-first": "nat" } as const satisfies Record<EgressOrder, string>;

/**
 * The only outbound path of a VPC: AWS Network Firewall and a NAT gateway in each Availability Zone.
 *
 * Each zone costs $0.395 an hour and $0.065 per GB for its firewall endpoint, and $0.005 an hour for its public IP address.
 * AWS waives the hourly and per-GB price of a NAT gateway in the same path. TLS inspection has an additional price per hour and zone.
 * There is no failover between zones: if a firewall endpoint fails, its zone has no egress.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/vpc-config.html
 */
export class EgressFirewall extends Construct {
  /** Id of the VPC's internet gateway. */
  readonly internetGatewayId: string;
  /** ARN of the firewall. */
  readonly firewallArn: string;
  /** Public addresses of the NAT gateways, one for each zone: the sources that servers on the internet see. */
  readonly publicAddresses: readonly string[];

  constructor(scope: Construct, id: string, props: EgressFirewallProps) {
    super(scope, id);
    const { context, network, order = "firewall-first" } = props;
    const internet = new InternetGateway(this, "internet", { vpcId: network.vpcId, tags: { Name: context.name } });
    this.internetGatewayId = internet.id;
    const { firewall, logging } = createNetworkFirewall(this, {
      context,
      network,
      description: "The only outbound path of the perimeter.",
      allowList: props.allowList,
      managedRuleGroups: props.managedRuleGroups,
      rules: props.rules,
      tlsInspection: props.tlsInspection,
      keyArn: props.keyArn,
      homeCidrBlocks: network.subnets(HOME_NET_TIER[order]).map((subnet) => subnet.cidrBlock),
    });
    this.firewallArn = firewall.arn;

    const edge = order === "nat-first" ? this.createGatewayRouteTable(props, internet) : undefined;
    this.publicAddresses = network.availabilityZones.map((availabilityZone) => {
      const zone = this.createZoneEgress(props, availabilityZone, internet, firewall);
      createRoutes(this, edge === undefined ? firewallFirstRoutes(zone) : natFirstRoutes(zone, edge), logging);
      return zone.publicAddress;
    });
  }

  /** The route table of the internet gateway, for return traffic to a NAT gateway. A gateway can have only one. */
  private createGatewayRouteTable({ context, network }: EgressFirewallProps, internet: InternetGateway): IRouteTable {
    const table = new RouteTable(this, "edge", { vpcId: network.vpcId, tags: { Name: `${context.name}-edge` } });
    new RouteTableAssociation(this, "edge_association", { gatewayId: internet.id, routeTableId: table.id });
    return table;
  }

  private createZoneEgress(
    { context, network }: EgressFirewallProps,
    availabilityZone: string,
    internet: InternetGateway,
    firewall: NetworkfirewallFirewall,
  ): ZoneEgress & { readonly publicAddress: string } {
    const suffix = zoneSuffix(availabilityZone);
    const { nat, publicAddress } = createNatGateway(this, {
      name: context.name,
      suffix,
      subnet: network.subnet("nat", availabilityZone),
      internet,
    });
    return {
      suffix,
      publicAddress,
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
