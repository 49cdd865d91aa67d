import { type DiagramTier, subnetsByTier } from "./diagram-subnets";
import { routesOfSubnets } from "./route-hops";
import { endpointsReachableFrom, resolversReachableFrom, type TrafficSource } from "./security-group-access";
import { referencesAny, type SynthesizedResources, synthesizedResourcesOfType } from "./synthesized-resources";

/** The connection of a VPC to the corporate network. */
export interface CorporateConnection {
  /** Kinds of attachments, each once. */
  readonly attachments: readonly string[];
  /** CIDR blocks of routes to the network. */
  readonly cidrBlocks: readonly string[];
  /** Tiers with such a route. */
  readonly tiers: readonly DiagramTier[];
  /** Number of interface endpoints that allow traffic from the CIDR blocks. */
  readonly endpoints: number;
  /** Whether an inbound endpoint of Route 53 Resolver allows DNS queries from the CIDR blocks. */
  readonly usesInboundResolver: boolean;
}

/** Types that attach a VPC to another network, and the argument that is also the target of routes. */
const ATTACHMENT_TYPES = [
  { type: "aws_ec2_transit_gateway_vpc_attachment", argument: "transit_gateway_id", label: "transit gateway" },
  { type: "aws_vpn_gateway_attachment", argument: "vpn_gateway_id", label: "VPN gateway" },
  { type: "aws_vpn_connection", argument: "vpn_gateway_id", label: "VPN connection" },
] as const;

/** Undefined if the VPC has no attachment, even if routes exist. */
export function corporateConnectionOf(resources: SynthesizedResources): CorporateConnection | undefined {
  // Subnets of their own hold the attachment of central egress, which has a row in the picture.
  const own = subnetsByTier(resources).flatMap(([tier, subnets]) =>
    tier === "transit" ? subnets.map(({ address }) => address) : [],
  );
  const attachments = ATTACHMENT_TYPES.flatMap(({ type, argument, label }) =>
    synthesizedResourcesOfType(resources, type)
      .filter(({ values }) => own.length === 0 || !referencesAny(values.subnet_ids, own))
      .map(({ values }) => ({ label, target: values[argument] })),
  );
  if (attachments.length === 0) {
    return undefined;
  }
  const targets = attachments.map(({ target }) => target);
  const routed = subnetsByTier(resources).map(([tier, subnets]) => ({
    tier,
    cidrBlocks: routesOfSubnets(resources, subnets)
      .filter((route) => targets.includes(route.transit_gateway_id ?? route.gateway_id))
      .map((route) => String(route.destination_cidr_block)),
  }));
  const cidrBlocks = [...new Set(routed.flatMap((tier) => tier.cidrBlocks))];
  const source: TrafficSource = { kind: "cidr-blocks", cidrBlocks };
  return {
    attachments: [...new Set(attachments.map(({ label }) => label))],
    cidrBlocks,
    tiers: routed.filter((entry) => entry.cidrBlocks.length > 0).map(({ tier }) => tier),
    endpoints: endpointsReachableFrom(resources, source).length,
    usesInboundResolver: resolversReachableFrom(resources, source).length > 0,
  };
}
