import { DataAwsEc2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/data-aws-ec2-transit-gateway-vpc-attachment";
import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayRoute } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route";
import { Ec2TransitGatewayRouteTable } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table";
import { Ec2TransitGatewayRouteTableAssociation } from "@cdktf/provider-aws/lib/ec2-transit-gateway-route-table-association";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { OTHER_PRIVATE_CIDRS } from "../egress/central-egress";
import { ALL_IPV4_ADDRESSES } from "../egress/egress-routes";
import { cidrToId } from "../endpoints/endpoint-ingress";
import type { INetwork } from "../network/tiered-network";

/** A VPC that reaches the internet through the inspection VPC. */
export interface InspectedSpoke {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** IPv4 CIDR block of its VPC. */
  readonly cidr: string;
  /** Its attachment to the transit gateway: an id, or the Name tag to look it up by. */
  readonly attachment: { readonly kind: "id"; readonly id: string } | { readonly kind: "tag"; readonly name: string };
}

/** Props of {@link InspectionTransit}. */
export interface InspectionTransitProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** The inspection VPC, with the tier transit in each of its Availability Zones. */
  readonly network: Pick<INetwork, "vpcId" | "subnets">;
  /** `own` creates a transit gateway. */
  readonly gateway: { readonly kind: "own" } | { readonly kind: "existing"; readonly id: string };
  readonly spokes: readonly InspectedSpoke[];
}

/**
 * The transit gateway of an inspection VPC, with two route tables.
 *
 * - `spokes`: associated with the attachments of the spokes. Its default route targets the inspection VPC. Blackhole routes drop
 *   packets to private addresses, so that no spoke reaches another one.
 * - `inspection`: associated with the inspection VPC. It has a route to each spoke, for answers.
 *
 * Nothing is propagated, and the gateway has no default route table: an attachment that nobody associates reaches nothing. In
 * appliance mode, both directions of a flow use the firewall endpoint of one zone.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-appliance-scenario.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-isolated-shared.html
 */
export class InspectionTransit extends Construct {
  readonly gatewayId: string;
  /** The attachment of the inspection VPC. */
  readonly attachment: Ec2TransitGatewayVpcAttachment;
  /** Id of the route table of the spokes. */
  readonly spokeTableId: string;
  /** Id of the route table of the inspection VPC. */
  readonly inspectionTableId: string;

  constructor(scope: Construct, id: string, props: InspectionTransitProps) {
    super(scope, id);
    const { context, network, gateway, spokes } = props;
    this.gatewayId = gateway.kind === "existing" ? gateway.id : this.createGateway(context.name).id;
    this.attachment = new Ec2TransitGatewayVpcAttachment(this, "attachment", {
      transitGatewayId: this.gatewayId,
      vpcId: network.vpcId,
      subnetIds: network.subnets("transit").map((subnet) => subnet.id),
      dnsSupport: "enable",
      ipv6Support: "disable",
      applianceModeSupport: "enable",
      transitGatewayDefaultRouteTableAssociation: false,
      transitGatewayDefaultRouteTablePropagation: false,
      tags: { Name: `${context.name}-inspection` },
    });
    this.spokeTableId = this.createTable("spokes", context.name).id;
    this.inspectionTableId = this.createTable("inspection", context.name).id;
    this.addInspectionRoutes();
    for (const spoke of spokes) {
      this.addSpoke(spoke);
    }
  }

  private createGateway(name: string): Ec2TransitGateway {
    return new Ec2TransitGateway(this, "gateway", {
      description: `Connects VPCs to the firewall of ${name}.`,
      autoAcceptSharedAttachments: "disable",
      defaultRouteTableAssociation: "disable",
      defaultRouteTablePropagation: "disable",
      dnsSupport: "enable",
      multicastSupport: "disable",
      vpnEcmpSupport: "disable",
      tags: { Name: name },
    });
  }

  private createTable(id: "spokes" | "inspection", name: string): Ec2TransitGatewayRouteTable {
    return new Ec2TransitGatewayRouteTable(this, id, {
      transitGatewayId: this.gatewayId,
      tags: { Name: `${name}-${id}` },
    });
  }

  private addInspectionRoutes(): void {
    new Ec2TransitGatewayRouteTableAssociation(this, "inspection_association", {
      transitGatewayAttachmentId: this.attachment.id,
      transitGatewayRouteTableId: this.inspectionTableId,
    });
    new Ec2TransitGatewayRoute(this, "spokes_default", {
      destinationCidrBlock: ALL_IPV4_ADDRESSES,
      transitGatewayAttachmentId: this.attachment.id,
      transitGatewayRouteTableId: this.spokeTableId,
    });
    for (const cidrBlock of OTHER_PRIVATE_CIDRS) {
      new Ec2TransitGatewayRoute(this, `spokes_blackhole_${cidrToId(cidrBlock)}`, {
        destinationCidrBlock: cidrBlock,
        blackhole: true,
        transitGatewayRouteTableId: this.spokeTableId,
      });
    }
  }

  private addSpoke({ name, cidr, attachment }: InspectedSpoke): void {
    const id = name.replaceAll("-", "_");
    const attachmentId = attachment.kind === "id" ? attachment.id : this.lookUpAttachment(id, attachment.name);
    new Ec2TransitGatewayRouteTableAssociation(this, `spoke_${id}_association`, {
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: this.spokeTableId,
    });
    new Ec2TransitGatewayRoute(this, `to_${id}`, {
      destinationCidrBlock: cidr,
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: this.inspectionTableId,
    });
  }

  /** The only available attachment with this name. Terraform refuses to plan if there is none, or more than one. */
  private lookUpAttachment(id: string, name: string): string {
    return new DataAwsEc2TransitGatewayVpcAttachment(this, `spoke_${id}`, {
      filter: [
        { name: "transit-gateway-id", values: [this.gatewayId] },
        { name: "tag:Name", values: [name] },
        { name: "state", values: ["available"] },
      ],
    }).id;
  }
}
