import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import type { NetworkfirewallFirewall } from "@cdktf/provider-aws/lib/networkfirewall-firewall";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { ALL_IPV4_ADDRESSES } from "../egress/egress-routes";
import type { FirewallPolicyProps } from "../egress/firewall-policy";
import { createNatGateway, createNetworkFirewall, firewallEndpointId } from "../egress/network-firewall";
import { zoneSuffix } from "../network/availability-zone";
import type { INetwork } from "../network/tiered-network";
import type { InspectedSpoke } from "./inspection-transit";

/** Props of {@link InspectionFirewall}. */
export interface InspectionFirewallProps
  extends Pick<FirewallPolicyProps, "allowList" | "managedRuleGroups" | "rules" | "tlsInspection"> {
  readonly context: PerimeterContext;
  /** The inspection VPC, with the tiers transit, firewall and nat in each of its Availability Zones. */
  readonly network: INetwork;
  /** IPv4 CIDR block of the inspection VPC. */
  readonly cidrBlock: string;
  /** Id of the transit gateway. */
  readonly transitGatewayId: string;
  /** The attachment of the inspection VPC, before which no route can target the transit gateway. */
  readonly attachment: ITerraformDependable;
  readonly spokes: readonly Pick<InspectedSpoke, "name" | "cidr">[];
}

/** What a zone of the inspection VPC sends its traffic through. */
interface ZoneEgress {
  readonly availabilityZone: string;
  readonly natGatewayId: string;
  readonly firewall: NetworkfirewallFirewall;
  /** The logging configuration of the firewall, before which no packet may arrive. */
  readonly logging: ITerraformDependable;
}

/**
 * The outbound path of many VPCs: AWS Network Firewall and a NAT gateway in each Availability Zone of an inspection VPC.
 *
 * Packets of a spoke pass transit gateway -> firewall -> NAT gateway -> internet, and answers pass the same zone in reverse order:
 * the NAT subnet routes the block of each spoke to the firewall endpoint of its zone. The firewall sees the addresses of the spokes.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/arch-igw-ngw.html
 */
export class InspectionFirewall extends Construct {
  readonly internetGatewayId: string;
  readonly firewallArn: string;
  /** Public addresses of the NAT gateways, one for each zone. */
  readonly publicAddresses: readonly string[];

  constructor(scope: Construct, id: string, props: InspectionFirewallProps) {
    super(scope, id);
    const { context, network } = props;
    const internet = new InternetGateway(this, "internet", { vpcId: network.vpcId, tags: { Name: context.name } });
    this.internetGatewayId = internet.id;
    const { firewall, logging } = createNetworkFirewall(this, {
      context,
      network,
      description: "The only outbound path of the spokes.",
      allowList: props.allowList,
      managedRuleGroups: props.managedRuleGroups,
      rules: props.rules,
      tlsInspection: props.tlsInspection,
      // Without a spoke, no packet arrives; AWS requires an address.
      homeCidrBlocks: props.spokes.length === 0 ? [props.cidrBlock] : props.spokes.map(({ cidr }) => cidr),
    });
    this.firewallArn = firewall.arn;
    this.publicAddresses = network.availabilityZones.map((availabilityZone) => {
      const suffix = zoneSuffix(availabilityZone);
      const { nat, publicAddress } = createNatGateway(this, {
        name: context.name,
        suffix,
        subnet: network.subnet("nat", availabilityZone),
        internet,
      });
      this.createZoneRoutes(props, { availabilityZone, natGatewayId: nat.id, firewall, logging });
      return publicAddress;
    });
  }

  /** The route of the transit subnet depends on logging and on all other routes, so it is created last and destroyed first. */
  private createZoneRoutes(
    { network, spokes, transitGatewayId, attachment }: InspectionFirewallProps,
    { availabilityZone, natGatewayId, firewall, logging }: ZoneEgress,
  ): void {
    const suffix = zoneSuffix(availabilityZone);
    const tables = {
      transit: network.routeTable("transit", availabilityZone).id,
      firewall: network.routeTable("firewall", availabilityZone).id,
      nat: network.routeTable("nat", availabilityZone).id,
    };
    const endpoint = { vpcEndpointId: firewallEndpointId(firewall, availabilityZone) };
    const route = (tier: keyof typeof tables, end: string, destinationCidrBlock: string, target: object): Route =>
      new Route(this, `${tier}_${suffix}_${end}`, { routeTableId: tables[tier], destinationCidrBlock, ...target });
    const downstream = [
      route("firewall", "default", ALL_IPV4_ADDRESSES, { natGatewayId }),
      route("nat", "default", ALL_IPV4_ADDRESSES, { gatewayId: this.internetGatewayId }),
      ...spokes.flatMap(({ name, cidr }) => {
        const end = `to_${name.replaceAll("-", "_")}`;
        return [
          route("nat", end, cidr, endpoint),
          route("firewall", end, cidr, { transitGatewayId, dependsOn: [attachment] }),
        ];
      }),
    ];
    route("transit", "default", ALL_IPV4_ADDRESSES, { ...endpoint, dependsOn: [...downstream, logging] });
  }
}
