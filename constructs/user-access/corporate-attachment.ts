import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpnGatewayAttachment } from "@cdktf/provider-aws/lib/vpn-gateway-attachment";
import { Construct } from "constructs";
import type { EndpointName } from "../endpoints/catalog";
import { cidrId, openEntrance } from "../endpoints/endpoint-ingress";
import type { Endpoints } from "../endpoints/endpoints";
import { zoneSuffix } from "../network/availability-zone";
import type { Network } from "../network/network";
import { vpnToCustomerGateway, type WayToCorporate } from "./site-to-site-vpn";

/** What joins the VPC to the corporate network, by an id of something that stands elsewhere. */
export interface NetworkJoint {
  readonly kind: "transit-gateway" | "vpn-gateway" | "customer-gateway";
  readonly id: string;
}

/** Props of {@link NetworkAttachment}. */
export interface NetworkAttachmentProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly network: Network;
  readonly endpoints: Pick<Endpoints, "openTo">;
  /** The endpoints that the corporate network may use. */
  readonly services: readonly EndpointName[];
  readonly joint: NetworkJoint;
  /** The corporate network's blocks. */
  readonly cidrBlocks: readonly string[];
}

type JointBuilder = (scope: Construct, props: NetworkAttachmentProps) => WayToCorporate;

const JOINTS: Readonly<Record<NetworkJoint["kind"], JointBuilder>> = {
  "transit-gateway": transitGateway,
  "vpn-gateway": vpnGateway,
  "customer-gateway": (scope, { name, network, joint, cidrBlocks }) =>
    vpnToCustomerGateway(scope, { name, vpcId: network.vpcId, customerGatewayId: joint.id, cidrBlocks }),
};

/**
 * Joins the VPC to the corporate network, for the endpoints alone: only their subnets' tables have routes to it, and only the
 * endpoints that people need admit its blocks. Studio has no way there, and answers nothing that comes from there.
 *
 * A transit gateway attachment costs $0.05 an hour and $0.02 per GB, a VPN connection $0.05 an hour.
 */
export class NetworkAttachment extends Construct {
  constructor(scope: Construct, id: string, props: NetworkAttachmentProps) {
    super(scope, id);
    const { name, network, cidrBlocks } = props;
    const way = JOINTS[props.joint.kind](this, props);
    for (const availabilityZone of network.availabilityZones) {
      for (const cidrBlock of cidrBlocks) {
        new Route(this, `endpoint_${zoneSuffix(availabilityZone)}_to_${cidrId(cidrBlock)}`, {
          routeTableId: network.routeTable("endpoint", availabilityZone).id,
          destinationCidrBlock: cidrBlock,
          ...way.target,
          dependsOn: [way.after],
        });
      }
    }
    openEntrance(this, "entrance", {
      ...props,
      name: `${name}-corporate-entrance`,
      description: "the corporate network",
      vpcId: network.vpcId,
      sources: cidrBlocks.map((cidrBlock) => ({ kind: "addresses", cidrBlock })),
    });
  }
}

/** Association and propagation in the gateway's own tables are its owner's to decide. */
function transitGateway(scope: Construct, { name, network, joint }: NetworkAttachmentProps): WayToCorporate {
  const attachment = new Ec2TransitGatewayVpcAttachment(scope, "transit", {
    transitGatewayId: joint.id,
    vpcId: network.vpcId,
    subnetIds: network.subnets("endpoint").map((subnet) => subnet.id),
    dnsSupport: "enable",
    ipv6Support: "disable",
    tags: { Name: name },
  });
  return { target: { transitGatewayId: joint.id }, after: attachment };
}

function vpnGateway(scope: Construct, { network, joint }: NetworkAttachmentProps): WayToCorporate {
  const attachment = new VpnGatewayAttachment(scope, "private", { vpnGatewayId: joint.id, vpcId: network.vpcId });
  return { target: { gatewayId: joint.id }, after: attachment };
}
