import { Route53ResolverEndpoint } from "@cdktf/provider-aws/lib/route53-resolver-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { cidrToId } from "../endpoints/endpoint-ingress";

/** Props of {@link InboundResolverEndpoint}. */
export interface InboundResolverEndpointProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** Ids of one subnet per Availability Zone, in at least two zones. */
  readonly subnetIds: readonly string[];
  /** CIDR blocks of the corporate network, whose DNS servers may query. */
  readonly cidrBlocks: readonly string[];
}

/** AWS's minimum number of IP addresses. */
const MIN_IP_ADDRESSES = 2;

/**
 * Route 53 Resolver inbound endpoint: corporate DNS servers forward queries to it and get the private addresses of the
 * interface endpoints.
 *
 * The VPC's DNS firewall filters these queries. There is no outbound endpoint and no forwarding rule. Costs $0.125 an hour per
 * IP address.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html
 * @throws if there are fewer than two subnets
 */
export class InboundResolverEndpoint extends Construct {
  /** IP addresses for the forwarding rules of corporate DNS servers, comma-separated in a Terraform expression. */
  readonly ipAddresses: string;

  constructor(scope: Construct, id: string, props: InboundResolverEndpointProps) {
    super(scope, id);
    if (props.subnetIds.length < MIN_IP_ADDRESSES) {
      throw new Error(
        `${this.node.path}: must have subnets in ${MIN_IP_ADDRESSES} Availability Zones, got ${props.subnetIds.length}; add a zone`,
      );
    }
    const name = `${props.context.name}-resolver`;
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
