import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { privateCidrs } from "../../ip/internet-addresses";
import type { PerimeterContext } from "../context/perimeter-context";
import { zoneSuffix } from "../network/availability-zone";
import type { INetwork } from "../network/tiered-network";
import { ALL_IPV4_ADDRESSES } from "./egress-routes";

/** Props of {@link CentralEgress}. */
export interface CentralEgressProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** The VPC. It must have the tiers studio and transit in each of its Availability Zones. */
  readonly network: Pick<INetwork, "vpcId" | "availabilityZones" | "subnets" | "routeTable">;
  /** IPv4 CIDR block of the VPC. */
  readonly cidrBlock: string;
  /** Id of the transit gateway that connects the inspection VPC. */
  readonly transitGatewayId: string;
  /**
   * Whether another account shares the transit gateway by RAM. Only its owner can then change association and propagation.
   * @default false
   */
  readonly isShared?: boolean;
}

/** Private addresses and those of carriers: other networks of the company, which Studio does not reach. */
export const OTHER_PRIVATE_CIDRS: readonly string[] = privateCidrs.map(({ text }) => text);

/** Ports that clients use for answers. */
const EPHEMERAL_PORTS = { fromPort: 1024, toPort: 65_535 };

const ALL_PORTS = { fromPort: 0, toPort: 0 };

/**
 * The only outbound path of a VPC without internet gateway: a transit gateway, behind which another VPC has firewall and NAT.
 *
 * The attachment is in subnets of its own, which have no routes. It is neither associated with the gateway's default route table
 * nor propagated to it: the owner of the gateway associates it with a table that routes to the firewall only. The network ACL of
 * the Studio subnets denies private addresses outside the VPC, so that a wrong route of the gateway connects no other network.
 *
 * An attachment costs $0.05 an hour in us-east-1, and $0.02 per GB.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-best-design-practices.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/tgw-nacls.html
 */
export class CentralEgress extends Construct {
  /** Id of the attachment, which the owner of the transit gateway needs. */
  readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: CentralEgressProps) {
    super(scope, id);
    const { context, network, transitGatewayId } = props;
    const attachment = new Ec2TransitGatewayVpcAttachment(this, "attachment", {
      transitGatewayId,
      vpcId: network.vpcId,
      subnetIds: network.subnets("transit").map((subnet) => subnet.id),
      dnsSupport: "enable",
      ipv6Support: "disable",
      applianceModeSupport: "disable",
      ...(props.isShared === true
        ? {}
        : { transitGatewayDefaultRouteTableAssociation: false, transitGatewayDefaultRouteTablePropagation: false }),
      tags: { Name: `${context.name}-egress` },
    });
    this.attachmentId = attachment.id;
    const acl = this.createStudioAcl(props);
    for (const availabilityZone of network.availabilityZones) {
      new Route(this, `studio_${zoneSuffix(availabilityZone)}_default`, {
        routeTableId: network.routeTable("studio", availabilityZone).id,
        destinationCidrBlock: ALL_IPV4_ADDRESSES,
        transitGatewayId,
        dependsOn: [attachment, acl],
      });
    }
  }

  private createStudioAcl({ context, network, cidrBlock }: CentralEgressProps): NetworkAcl {
    const within = { ruleNo: 100, action: "allow", protocol: "-1", cidrBlock, ...ALL_PORTS };
    const otherNetworks = OTHER_PRIVATE_CIDRS.map((block, index) => ({
      ruleNo: 200 + index * 10,
      action: "deny",
      protocol: "-1",
      cidrBlock: block,
      ...ALL_PORTS,
    }));
    const tcp = { ruleNo: 300, action: "allow", protocol: "6", cidrBlock: ALL_IPV4_ADDRESSES };
    return new NetworkAcl(this, "studio_acl", {
      vpcId: network.vpcId,
      subnetIds: network.subnets("studio").map((subnet) => subnet.id),
      egress: [within, ...otherNetworks, { ...tcp, fromPort: 0, toPort: 65_535 }],
      ingress: [within, ...otherNetworks, { ...tcp, ...EPHEMERAL_PORTS }],
      tags: { Name: `${context.name}-studio` },
    });
  }
}
