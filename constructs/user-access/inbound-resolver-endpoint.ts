import {
  Route53ResolverEndpoint,
  type Route53ResolverEndpointIpAddress,
} from "@cdktf/provider-aws/lib/route53-resolver-endpoint";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { PerimeterContext } from "../context/perimeter-context";
import { cidrToId } from "../endpoints/endpoint-ingress";
import type { ISubnet } from "../network/tiered-network";

/** Props of {@link InboundResolverEndpoint}. */
export interface InboundResolverEndpointProps {
  readonly context: Pick<PerimeterContext, "name">;
  /** Id of the VPC. */
  readonly vpcId: string;
  /**
   * One subnet per Availability Zone. Of a single one, the endpoint takes the last two addresses: it must be created before
   * anything else that AWS gives an address of the subnet.
   */
  readonly subnets: readonly ISubnet[];
  /** CIDR blocks of the corporate network, whose DNS servers may query. */
  readonly cidrBlocks: readonly string[];
}

/**
 * Host numbers of the two addresses in a single subnet, counted from its end; AWS reserves the last one. They are written out because
 * AWS wants two addresses, and the provider takes two equal blocks for one.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/28233
 */
const HOSTS_OF_SINGLE_SUBNET = [-2, -3];

/**
 * Route 53 Resolver inbound endpoint: corporate DNS servers forward queries to it and get the private addresses of the
 * interface endpoints.
 *
 * The VPC's DNS firewall filters these queries. There is no outbound endpoint and no forwarding rule. It has an address in each
 * zone, and two in a single zone. Costs $0.125 an hour per IP address.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-forwarding-inbound-queries.html
 * @throws if there is no subnet
 */
export class InboundResolverEndpoint extends Construct {
  /** IP addresses for the forwarding rules of corporate DNS servers, comma-separated in a Terraform expression. */
  readonly ipAddresses: string;
  /** The resource, for those that must be created after it. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: InboundResolverEndpointProps) {
    super(scope, id);
    if (props.subnets.length === 0) {
      throw new Error(`${this.node.path}: must have a subnet, got none; name one for each Availability Zone`);
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
      ipAddress: addressesIn(props.subnets),
      tags: { Name: name },
    });
    const address = `${endpoint.terraformResourceType}.${endpoint.friendlyUniqueId}`;
    this.dependable = endpoint;
    this.ipAddresses = `\${join(",", sort([for each in ${address}.ip_address : each.ip]))}`;
  }
}

function addressesIn(subnets: readonly ISubnet[]): Route53ResolverEndpointIpAddress[] {
  const [subnet, ...others] = subnets;
  return subnet === undefined || others.length > 0
    ? subnets.map(({ id }) => ({ subnetId: id }))
    : HOSTS_OF_SINGLE_SUBNET.map((host) => ({ subnetId: subnet.id, ip: Fn.cidrhost(subnet.cidrBlock, host) }));
}
