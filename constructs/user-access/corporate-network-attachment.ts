import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpnGatewayAttachment } from "@cdktf/provider-aws/lib/vpn-gateway-attachment";
import { Construct } from "constructs";
import type { EndpointName } from "../endpoints/endpoint-catalog";
import { allowEndpointIngress, cidrToId } from "../endpoints/endpoint-ingress";
import type { Endpoints } from "../endpoints/endpoints";
import { zoneSuffix } from "../network/availability-zone";
import type { Network } from "../network/network";
import { type CorporateRouteTarget, createSiteToSiteVpn } from "./site-to-site-vpn";

/** What joins the VPC to the corporate network, by an id of something that stands elsewhere. */
export interface CorporateGateway {
  readonly kind: "transit-gateway" | "vpn-gateway" | "customer-gateway";
  readonly id: string;
}

/** Props of {@link CorporateNetworkAttachment}. */
export interface CorporateNetworkAttachmentProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly network: Network;
  readonly endpoints: Pick<Endpoints, "attachSecurityGroup">;
  /** The endpoints that the corporate network may use. */
  readonly services: readonly EndpointName[];
  readonly gateway: CorporateGateway;
  /** The corporate network's blocks. */
  readonly cidrBlocks: readonly string[];
}

type GatewayAttacher = (scope: Construct, props: CorporateNetworkAttachmentProps) => CorporateRouteTarget;

const ATTACHERS_BY_GATEWAY_KIND: Readonly<Record<CorporateGateway["kind"], GatewayAttacher>> = {
  "transit-gateway": attachTransitGateway,
  "vpn-gateway": attachVpnGateway,
  "customer-gateway": (scope, { name, network, gateway: joint, cidrBlocks }) =>
    createSiteToSiteVpn(scope, { name, vpcId: network.vpcId, customerGatewayId: joint.id, cidrBlocks }),
};

/**
 * Joins the VPC to the corporate network, for the endpoints alone: only their subnets' tables have routes to it, and only the
 * endpoints that people need admit its blocks. Studio has no way there, and answers nothing that comes from there.
 *
 * A transit gateway attachment costs $0.05 an hour and $0.02 per GB, a VPN connection $0.05 an hour.
 */
export class CorporateNetworkAttachment extends Construct {
  constructor(scope: Construct, id: string, props: CorporateNetworkAttachmentProps) {
    super(scope, id);
    const { name, network, cidrBlocks } = props;
    const routeTarget = ATTACHERS_BY_GATEWAY_KIND[props.gateway.kind](this, props);
    for (const availabilityZone of network.availabilityZones) {
      for (const cidrBlock of cidrBlocks) {
        new Route(this, `endpoint_${zoneSuffix(availabilityZone)}_to_${cidrToId(cidrBlock)}`, {
          routeTableId: network.routeTable("endpoint", availabilityZone).id,
          destinationCidrBlock: cidrBlock,
          ...routeTarget.target,
          dependsOn: [routeTarget.dependency],
        });
      }
    }
    allowEndpointIngress(this, "entrance", {
      ...props,
      name: `${name}-corporate-entrance`,
      description: "the corporate network",
      vpcId: network.vpcId,
      sources: cidrBlocks.map((cidrBlock) => ({ kind: "cidr", cidrBlock })),
    });
  }
}

/** Association and propagation in the gateway's own tables are its owner's to decide. */
function attachTransitGateway(
  scope: Construct,
  { name, network, gateway }: CorporateNetworkAttachmentProps,
): CorporateRouteTarget {
  const attachment = new Ec2TransitGatewayVpcAttachment(scope, "transit", {
    transitGatewayId: gateway.id,
    vpcId: network.vpcId,
    subnetIds: network.subnets("endpoint").map((subnet) => subnet.id),
    dnsSupport: "enable",
    ipv6Support: "disable",
    tags: { Name: name },
  });
  return { target: { transitGatewayId: gateway.id }, dependency: attachment };
}

function attachVpnGateway(
  scope: Construct,
  { network, gateway }: CorporateNetworkAttachmentProps,
): CorporateRouteTarget {
  const attachment = new VpnGatewayAttachment(scope, "private", { vpnGatewayId: gateway.id, vpcId: network.vpcId });
  return { target: { gatewayId: gateway.id }, dependency: attachment };
}
