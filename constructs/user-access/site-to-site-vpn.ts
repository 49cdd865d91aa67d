import { VpnConnection, type VpnConnectionConfig } from "@cdktf/provider-aws/lib/vpn-connection";
import { VpnConnectionRoute } from "@cdktf/provider-aws/lib/vpn-connection-route";
import { VpnGateway } from "@cdktf/provider-aws/lib/vpn-gateway";
import type { ITerraformDependable } from "cdktf";
import type { Construct } from "constructs";
import { cidrToId } from "../endpoints/endpoint-ingress";

/** Target of the routes to the corporate network. */
export interface CorporateRouteTarget {
  readonly target: { readonly transitGatewayId: string } | { readonly gatewayId: string };
  /** Must exist before the routes. */
  readonly dependency: ITerraformDependable;
}

/** Props of {@link createSiteToSiteVpn}. */
export interface SiteToSiteVpnProps {
  /** Name tag of gateway and connection. */
  readonly name: string;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Id of an existing customer gateway. */
  readonly customerGatewayId: string;
  /** CIDR blocks of the corporate network. */
  readonly cidrBlocks: readonly string[];
}

/** The strongest algorithms that AWS supports. AWS's defaults also accept AES-128, SHA-1 and 1024-bit groups. */
const TUNNEL_ALGORITHMS = {
  ikeVersions: ["ikev2"],
  encryption: ["AES256", "AES256-GCM-16"],
  integrity: ["SHA2-256", "SHA2-384", "SHA2-512"],
  diffieHellmanGroups: [19, 20, 21],
};

/** The same settings for both tunnels of a connection. */
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
 * A virtual private gateway and a Site-to-Site VPN connection to a customer gateway.
 *
 * Routes are static, so routes that the other side announces have no effect. AWS stores the pre-shared keys in Secrets Manager
 * and not in the Terraform state. A connection costs $0.05 an hour.
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
