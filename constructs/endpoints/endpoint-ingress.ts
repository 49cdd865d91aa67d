import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import type { EndpointName } from "./endpoint-catalog";
import type { IEndpoints } from "./endpoints";

/** Kind of a client inside the VPC, used in construct ids. */
export type EndpointClient = "machine" | "function";

/** Source of traffic to an endpoint: a security group in the VPC, or a CIDR block of another network. */
export type EndpointIngressSource =
  | { readonly kind: "security-group"; readonly client: EndpointClient; readonly id: string }
  | { readonly kind: "cidr"; readonly cidrBlock: string };

/** Props of {@link allowEndpointIngress}. */
export interface EndpointIngressProps {
  /** Name of the security group that is added to the endpoints. */
  readonly name: string;
  /** The client, as part of the description of group and rules. */
  readonly description: string;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** The endpoints of the VPC. */
  readonly endpoints: IEndpoints;
  /** Services whose endpoints get the security group. */
  readonly services: readonly EndpointName[];
  /** Sources that may connect. */
  readonly sources: readonly EndpointIngressSource[];
}

/**
 * Allows clients other than Studio to use some interface endpoints by TLS. It attaches an additional security group with one
 * rule per source to these endpoints; the security group for Studio does not change.
 */
export function allowEndpointIngress(scope: Construct, id: string, props: EndpointIngressProps): SecurityGroup {
  const group = new SecurityGroup(scope, id, {
    name: props.name,
    description: `Interface endpoints that ${props.description} may use.`,
    vpcId: props.vpcId,
    tags: { Name: props.name },
  });
  for (const source of props.sources) {
    new VpcSecurityGroupIngressRule(scope, `${id}_from_${sourceId(source)}`, {
      securityGroupId: group.id,
      description: `TLS from ${props.description}`,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      ...(source.kind === "security-group" ? { referencedSecurityGroupId: source.id } : { cidrIpv4: source.cidrBlock }),
    });
  }
  props.endpoints.attachSecurityGroup(props.services, group.id);
  return group;
}

/** The CIDR block and not its index, so that adding or removing a block does not change the address of another. */
function sourceId(source: EndpointIngressSource): string {
  return source.kind === "security-group" ? source.client : cidrToId(source.cidrBlock);
}

/** A CIDR block as part of a construct id: `10.100.0.0/16` -> `10_100_0_0_16`. */
export function cidrToId(cidrBlock: string): string {
  return cidrBlock.replaceAll(/[./]/g, "_");
}
