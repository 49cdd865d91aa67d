import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";
import type { EndpointName } from "./endpoint-catalog";
import type { Endpoints } from "./endpoints";

/** Who comes in: whatever wears a group, or a block of addresses of another network. */
export type EndpointIngressSource =
  | { readonly kind: "security-group"; readonly client: "machine" | "function"; readonly id: string }
  | { readonly kind: "cidr"; readonly cidrBlock: string };

/** Props of {@link allowEndpointIngress}. */
export interface EndpointIngressProps {
  /** Name of the entrance's security group. */
  readonly name: string;
  /** Who comes in, in words; stands in the description of each rule. */
  readonly description: string;
  readonly vpcId: string;
  readonly endpoints: Pick<Endpoints, "attachSecurityGroup">;
  /** The endpoints that may be used; all others stay shut. */
  readonly services: readonly EndpointName[];
  readonly sources: readonly EndpointIngressSource[];
}

/**
 * Opens some interface endpoints to somebody beside Studio, by TLS: a security group that only they carry, with a rule for
 * each source. The group that admits Studio is left as it is.
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

/** A block is known by itself, so that another that comes or goes moves no address. */
function sourceId(source: EndpointIngressSource): string {
  return source.kind === "security-group" ? source.client : cidrToId(source.cidrBlock);
}

/** `10.100.0.0/16` -> `10_100_0_0_16`. */
export function cidrToId(cidrBlock: string): string {
  return cidrBlock.replaceAll(/[./]/g, "_");
}
