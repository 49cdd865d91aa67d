import { type DiagramTier, subnetsByTier } from "./diagram-subnets";
import { routesOfSubnets } from "./route-hops";
import { endpointsReachableFrom, resolversReachableFrom, type TrafficSource } from "./security-group-access";
import { type SynthesizedResources, synthesizedResourcesOfType } from "./synthesized-resources";

/** What the VPC is joined to. */
export interface CorporateConnection {
  /** What joins it, each kind once. */
  readonly attachments: readonly string[];
  /** Blocks that routes lead to. */
  readonly cidrBlocks: readonly string[];
  /** Tiers whose tables have such a route. */
  readonly tiers: readonly DiagramTier[];
  /** How many interface endpoints admit the blocks. */
  readonly endpoints: number;
  /** Whether an inbound endpoint of Route 53 Resolver answers the blocks. */
  readonly usesInboundResolver: boolean;
}

/** What joins a VPC to a network, and its argument that routes repeat as their target. */
const ATTACHMENT_TYPES = [
  { type: "aws_ec2_transit_gateway_vpc_attachment", argument: "transit_gateway_id", joint: "transit gateway" },
  { type: "aws_vpn_gateway_attachment", argument: "vpn_gateway_id", joint: "VPN gateway" },
  { type: "aws_vpn_connection", argument: "vpn_gateway_id", joint: "VPN connection" },
] as const;

/** Nothing where nothing joins, whatever routes say. */
export function corporateConnectionOf(resources: SynthesizedResources): CorporateConnection | undefined {
  const joined = ATTACHMENT_TYPES.flatMap(({ type, argument, joint }) =>
    synthesizedResourcesOfType(resources, type).map(({ values }) => ({ joint, target: values[argument] })),
  );
  if (joined.length === 0) {
    return undefined;
  }
  const targets = joined.map(({ target }) => target);
  const routed = subnetsByTier(resources).map(([tier, subnets]) => ({
    tier,
    cidrBlocks: routesOfSubnets(resources, subnets)
      .filter((route) => targets.includes(route.transit_gateway_id ?? route.gateway_id))
      .map((route) => String(route.destination_cidr_block)),
  }));
  const cidrBlocks = [...new Set(routed.flatMap((each) => each.cidrBlocks))];
  const visitor: TrafficSource = { kind: "cidr-blocks", cidrBlocks };
  return {
    attachments: [...new Set(joined.map(({ joint }) => joint))],
    cidrBlocks,
    tiers: routed.filter((each) => each.cidrBlocks.length > 0).map(({ tier }) => tier),
    endpoints: endpointsReachableFrom(resources, visitor).length,
    usesInboundResolver: resolversReachableFrom(resources, visitor).length > 0,
  };
}
