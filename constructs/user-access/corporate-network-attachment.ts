import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpnGatewayAttachment } from "@cdktf/provider-aws/lib/vpn-gateway-attachment";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import type { EndpointName } from "../endpoints/endpoint-catalog";
import { allowEndpointIngress, cidrToId } from "../endpoints/endpoint-ingress";
import type { IEndpoints } from "../endpoints/endpoints";
import { zoneSuffix } from "../network/availability-zone";
import type { INetwork } from "../network/tiered-network";
import { type CorporateRouteTarget, createSiteToSiteVpn } from "./site-to-site-vpn";

/** An existing gateway to the corporate network, which another Terraform configuration manages. */
export interface CorporateGateway {
  readonly kind: "transit-gateway" | "vpn-gateway" | "customer-gateway";
  /** Id of the gateway. */
  readonly id: string;
}

/** Props of {@link CorporateNetworkAttachment}. */
export interface CorporateNetworkAttachmentProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** The VPC that is connected. */
  readonly network: Pick<INetwork, "vpcId" | "availabilityZones" | "subnets" | "routeTable">;
  /** The endpoints of the VPC. */
  readonly endpoints: IEndpoints;
  /** Services whose endpoints the corporate network may use. */
  readonly services: readonly EndpointName[];
  /** The gateway to the corporate network. */
  readonly gateway: CorporateGateway;
  /** CIDR blocks of the corporate network. */
  readonly cidrBlocks: readonly string[];
}

type GatewayAttacher = (scope: Construct, props: CorporateNetworkAttachmentProps) => CorporateRouteTarget;

const ATTACHERS_BY_GATEWAY_KIND: Readonly<Record<CorporateGateway["kind"], GatewayAttacher>> = {
  "transit-gateway": attachTransitGateway,
  "vpn-gateway": attachVpnGateway,
  "customer-gateway": (scope, { context, network, gateway, cidrBlocks }) =>
    createSiteToSiteVpn(scope, {
      name: context.name,
      vpcId: network.vpcId,
      customerGatewayId: gateway.id,
      cidrBlocks,
    }),
};

/**
 * Connects the VPC to the corporate network, for the interface endpoints only.
 *
 * Only the route tables of the endpoint subnets have routes to the corporate network, and only the endpoints of `services`
 * allow its CIDR blocks. Studio subnets have no route to it.
 *
 * A transit gateway attachment costs $0.05 an hour and $0.02 per GB, a VPN connection $0.05 an hour.
 */
export class CorporateNetworkAttachment extends Construct {
  constructor(scope: Construct, id: string, props: CorporateNetworkAttachmentProps) {
    super(scope, id);
    const { network, cidrBlocks } = props;
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
      name: `${props.context.name}-corporate-entrance`,
      description: "the corporate network",
      vpcId: network.vpcId,
      endpoints: props.endpoints,
      services: props.services,
      sources: cidrBlocks.map((cidrBlock) => ({ kind: "cidr", cidrBlock })),
    });
  }
}

/** Association and propagation in the route tables of the transit gateway are left to its owner. */
function attachTransitGateway(
  scope: Construct,
  { context, network, gateway }: CorporateNetworkAttachmentProps,
): CorporateRouteTarget {
  const attachment = new Ec2TransitGatewayVpcAttachment(scope, "transit", {
    transitGatewayId: gateway.id,
    vpcId: network.vpcId,
    subnetIds: network.subnets("endpoint").map((subnet) => subnet.id),
    dnsSupport: "enable",
    ipv6Support: "disable",
    tags: { Name: context.name },
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
