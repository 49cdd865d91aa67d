import { VpnConnection, type VpnConnectionConfig } from "@cdktf/provider-aws/lib/vpn-connection";
import { VpnConnectionRoute } from "@cdktf/provider-aws/lib/vpn-connection-route";
import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { cidrToId } from "../endpoints/endpoint-ingress";

/** Where a route to the corporate network leads, and what must stand before it. */
export interface CorporateRouteTarget {
  readonly target: { readonly transitGatewayId: string } | { readonly gatewayId: string };
  readonly dependency: ITerraformDependable;
}

/** Props of {@link createSiteToSiteVpn}. */
export interface SiteToSiteVpnProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly vpcId: string;
  readonly customerGatewayId: string;
  /** The corporate network's blocks, which the connection routes. */
  readonly cidrBlocks: readonly string[];
}

/** The strongest of what AWS offers; its defaults also take AES-128, SHA-1 and 1024-bit groups from whoever offers those. */
const TUNNEL_ALGORITHMS = {
  ikeVersions: ["ikev2"],
  encryption: ["AES256", "AES256-GCM-16"],
  integrity: ["SHA2-256", "SHA2-384", "SHA2-512"],
  diffieHellmanGroups: [19, 20, 21],
};

/** Both tunnels of a connection, held to the same. */
const TUNNEL_CONFIG: Partial<VpnConnectionConfig> = {
  tunnel1IkeVersions: TUNNEL_ALGORITHMS.ikeVersions,
  tunnel1Phase1DhGroupNumbers: TUNNEL_ALGORITHMS.diffieHellmanGroups,
  tunnel1Phase1EncryptionAlgorithms: TUNNEL_ALGORITHMS.encryption,
  tunnel1Phase1IntegrityAlgorithms: TUNNEL_ALGORITHMS.integrity,
  tunnel1Phase2DhGroupNumbers: TUNNEL_ALGORITHMS.diffieHellmanGroups,
  tunnel1Phase2EncryptionAlgorithms: TUNNEL_ALGORITHMS.encryption,
  tunnel1Phase2IntegrityAlgorithms: TUNNEL_ALGORITHMS.integrity,
  tunnel2IkeVersions: TUNNEL_ALGORITHMS.ikeVersions,
  tunnel2Phase1DhGroupNumbers: TUNNEL_ALGORITHMS.diffieHellmanGroups,
  tunnel2Phase1EncryptionAlgorithms: TUNNEL_ALGORITHMS.encryption,
  tunnel2Phase1IntegrityAlgorithms: TUNNEL_ALGORITHMS.integrity,
  tunnel2Phase2DhGroupNumbers: TUNNEL_ALGORITHMS.diffieHellmanGroups,
  tunnel2Phase2EncryptionAlgorithms: TUNNEL_ALGORITHMS.encryption,
  tunnel2Phase2IntegrityAlgorithms: TUNNEL_ALGORITHMS.integrity,
};

/**
 * A VPN gateway of the VPC's own and a connection to a customer gateway, with static routes: what is not listed is not routed,
 * whatever the other side announces. AWS keeps the pre-shared keys in Secrets Manager, so that they stay out of the state.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
 */
export function createSiteToSiteVpn(scope: Construct, props: SiteToSiteVpnProps): CorporateRouteTarget {
  const tags = { Name: props.name };
  const gateway = new VpnGateway(scope, "private", { vpcId: props.vpcId, tags });
  const connection = new VpnConnection(scope, "tunnels", {
    type: "ipsec.1",
    vpnGatewayId: gateway.id,
    customerGatewayId: props.customerGatewayId,
    staticRoutesOnly: true,
    presharedKeyStorage: "SecretsManager",
    ...TUNNEL_CONFIG,
    tags,
  });
  for (const destinationCidrBlock of props.cidrBlocks) {
    new VpnConnectionRoute(scope, `tunnels_to_${cidrToId(destinationCidrBlock)}`, {
      vpnConnectionId: connection.id,
      destinationCidrBlock,
    });
  }
  return { target: { gatewayId: gateway.id }, dependency: connection };
}
