import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Route } from "@cdktf/provider-aws/lib/route";
import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import { VpnGatewayAttachment } from "@cdktf/provider-aws/lib/vpn-gateway-attachment";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import type { EndpointName } from "../endpoints/endpoint-catalog";
import { allowEndpointIngress, cidrToId } from "../endpoints/endpoint-ingress";
import type { IEndpoints } from "../endpoints/endpoints";
import { zoneSuffix } from "../network/availability-zone";
import type { INetwork } from "../network/tiered-network";
import { type CorporateRouteTarget, createSiteToSiteVpn } from "./site-to-site-vpn";

/** The gateway to the corporate network. */
export type CorporateGateway =
  | {
      readonly kind: "transit-gateway" | "customer-gateway";
      /** Id of the gateway, which another Terraform configuration manages. */
      readonly id: string;
    }
  | {
      readonly kind: "vpn-gateway";
      /**
       * Id of a gateway that another Terraform configuration manages.
       * @default - the construct creates one, to which the network team connects its VPN or Direct Connect
       */
      readonly id?: string;
    };

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
  /**
   * A resource with fixed addresses in the endpoint subnets, which AWS could give to a transit gateway attachment.
   * @default - none
   */
  readonly createAfter?: ITerraformDependable;
}

/**
 * Connects the VPC to the corporate network, for the interface endpoints only.
 *
 * Only the route tables of the endpoint subnets have routes to the corporate network, and only the endpoints of `services`
 * allow its CIDR blocks. Studio subnets have no route to it.
 *
 * A transit gateway attachment costs $0.05 an hour and $0.02 per GB, a VPN connection $0.05 an hour, a VPN gateway nothing.
 */
export class CorporateNetworkAttachment extends Construct {
  /** Id of the VPN gateway that the construct created for connections of the network team; `undefined` if it created none. */
  readonly createdVpnGatewayId: string | undefined;

  constructor(scope: Construct, id: string, props: CorporateNetworkAttachmentProps) {
    super(scope, id);
    const { network, cidrBlocks } = props;
    const { createdVpnGatewayId, ...routeTarget } = attachGateway(this, props);
    this.createdVpnGatewayId = createdVpnGatewayId;
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

interface AttachedGateway extends CorporateRouteTarget {
  readonly createdVpnGatewayId?: string;
}

function attachGateway(scope: Construct, props: CorporateNetworkAttachmentProps): AttachedGateway {
  const { context, network, gateway, cidrBlocks } = props;
  const { vpcId } = network;
  switch (gateway.kind) {
    case "transit-gateway":
      return attachTransitGateway(scope, gateway.id, props);
    case "vpn-gateway":
      return gateway.id === undefined
        ? createVpnGateway(scope, vpcId, context.name)
        : attachVpnGateway(scope, vpcId, gateway.id);
    case "customer-gateway":
      return createSiteToSiteVpn(scope, { name: context.name, vpcId, customerGatewayId: gateway.id, cidrBlocks });
  }
}

/** Association and propagation in the route tables of the transit gateway are left to its owner. */
function attachTransitGateway(
  scope: Construct,
  transitGatewayId: string,
  { context, network, createAfter }: CorporateNetworkAttachmentProps,
): AttachedGateway {
  const attachment = new Ec2TransitGatewayVpcAttachment(scope, "transit", {
    transitGatewayId,
    vpcId: network.vpcId,
    subnetIds: network.subnets("endpoint").map((subnet) => subnet.id),
    dnsSupport: "enable",
    ipv6Support: "disable",
    tags: { Name: context.name },
    ...(createAfter !== undefined && { dependsOn: [createAfter] }),
  });
  return { target: { transitGatewayId }, dependency: attachment };
}

function attachVpnGateway(scope: Construct, vpcId: string, gatewayId: string): AttachedGateway {
  const attachment = new VpnGatewayAttachment(scope, "private", { vpnGatewayId: gatewayId, vpcId });
  return { target: { gatewayId }, dependency: attachment };
}

function createVpnGateway(scope: Construct, vpcId: string, name: string): AttachedGateway {
  const gateway = new VpnGateway(scope, "private", { vpcId, tags: { Name: name } });
  return { target: { gatewayId: gateway.id }, dependency: gateway, createdVpnGatewayId: gateway.id };
}
