import { endpointsOpenTo, resolversOpenTo, type Visitor } from "./access-control";
import { routesOf } from "./drawn-routes";
import { subnetsByTier, type Tier } from "./drawn-subnets";
import { ofType, type Resources } from "./stack-resources";

/** What the VPC is joined to. */
export interface CorporateNetwork {
  /** What joins it, each kind once. */
  readonly joints: readonly string[];
  /** Blocks that routes lead to. */
  readonly cidrBlocks: readonly string[];
  /** Tiers whose tables have such a route. */
  readonly tiers: readonly Tier[];
  /** How many interface endpoints admit the blocks. */
  readonly endpoints: number;
  /** Whether an inbound endpoint of Route 53 Resolver answers the blocks. */
  readonly asksResolver: boolean;
}

/** What joins a VPC to a network, and its argument that routes repeat as their target. */
const JOINTS = [
  { type: "aws_ec2_transit_gateway_vpc_attachment", argument: "transit_gateway_id", joint: "transit gateway" },
  { type: "aws_vpn_gateway_attachment", argument: "vpn_gateway_id", joint: "VPN gateway" },
  { type: "aws_vpn_connection", argument: "vpn_gateway_id", joint: "VPN connection" },
] as const;

/** Nothing where nothing joins, whatever routes say. */
export function corporateNetworkOf(resources: Resources): CorporateNetwork | undefined {
  const joined = JOINTS.flatMap(({ type, argument, joint }) =>
    ofType(resources, type).map(({ values }) => ({ joint, target: values[argument] })),
  );
  if (joined.length === 0) {
    return undefined;
  }
  const targets = joined.map(({ target }) => target);
  const routed = subnetsByTier(resources).map(([tier, subnets]) => ({
    tier,
    cidrBlocks: routesOf(resources, subnets)
      .filter((route) => targets.includes(route.transit_gateway_id ?? route.gateway_id))
      .map((route) => String(route.destination_cidr_block)),
  }));
  const cidrBlocks = [...new Set(routed.flatMap((each) => each.cidrBlocks))];
  const visitor: Visitor = { kind: "addresses", cidrBlocks };
  return {
    joints: [...new Set(joined.map(({ joint }) => joint))],
    cidrBlocks,
    tiers: routed.filter((each) => each.cidrBlocks.length > 0).map(({ tier }) => tier),
    endpoints: endpointsOpenTo(resources, visitor).length,
    asksResolver: resolversOpenTo(resources, visitor).length > 0,
  };
}
