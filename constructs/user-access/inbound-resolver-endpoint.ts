import { Route53ResolverEndpoint } from "@cdktf/provider-aws/lib/route53-resolver-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { cidrToId } from "../endpoints/endpoint-ingress";

/** Props of {@link InboundResolverEndpoint}. */
export interface InboundResolverEndpointProps {
  /** Prefix of every name of the environment. */
  readonly name: string;
  readonly vpcId: string;
  /** One subnet of each zone, in two zones or more. */
  readonly subnetIds: readonly string[];
  /** The corporate network's blocks. */
  readonly cidrBlocks: readonly string[];
}

/** Fewest addresses that AWS takes. */
const MIN_IP_ADDRESSES = 2;

/**
 * Lets corporate DNS servers ask the VPC's resolver, so that there the names of Studio, notebooks and the API are the
 * endpoints' private addresses. It asks nobody: there is no outbound endpoint and no forwarding rule, by which names would
 * leave. The DNS firewall of the VPC stands behind it.
 *
 * Costs $0.125 an hour for each address.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html
 * @throws when there are fewer than two subnets
 */
export class InboundResolverEndpoint extends Construct {
  /** The addresses to which corporate DNS forwards, as a Terraform list. */
  readonly ipAddresses: string;

  constructor(scope: Construct, id: string, props: InboundResolverEndpointProps) {
    super(scope, id);
    if (props.subnetIds.length < MIN_IP_ADDRESSES) {
      throw new Error(
        `${this.node.path}: needs an address in ${MIN_IP_ADDRESSES} zones, got ${props.subnetIds.length} subnets; add a zone`,
      );
    }
    const name = `${props.name}-resolver`;
    const group = new SecurityGroup(this, "asked", {
      name,
      description: "DNS questions of the corporate network.",
      vpcId: props.vpcId,
      tags: { Name: name },
    });
    for (const cidrIpv4 of props.cidrBlocks) {
      for (const ipProtocol of ["tcp", "udp"]) {
        new VpcSecurityGroupIngressRule(this, `asked_by_${cidrToId(cidrIpv4)}_${ipProtocol}`, {
          securityGroupId: group.id,
          cidrIpv4,
          description: `DNS over ${ipProtocol.toUpperCase()} from the corporate network`,
          ipProtocol,
          fromPort: 53,
          toPort: 53,
        });
      }
    }
    const endpoint = new Route53ResolverEndpoint(this, "endpoint", {
      name,
      direction: "INBOUND",
      resolverEndpointType: "IPV4",
      protocols: ["Do53"],
      securityGroupIds: [group.id],
      ipAddress: props.subnetIds.map((subnetId) => ({ subnetId })),
      tags: { Name: name },
    });
    const address = `${endpoint.terraformResourceType}.${endpoint.friendlyUniqueId}`;
    this.ipAddresses = `\${join(",", sort([for each in ${address}.ip_address : each.ip]))}`;
  }
}
