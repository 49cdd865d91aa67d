import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { Construct } from "constructs";
import { allowEndpointIngress, type EndpointIngressProps, type EndpointIngressSource } from "./endpoint-ingress";

/** Props of {@link createEndpointClientGroup}. */
export interface EndpointClientGroupProps extends Omit<EndpointIngressProps, "description" | "sources"> {
  /** What the group is for; stands in its description. */
  readonly description: string;
  /** Who wears it. */
  readonly client: Extract<EndpointIngressSource, { readonly kind: "security-group" }>["client"];
  /** Who that is, in words; stands in the descriptions of the entrance. */
  readonly clientDescription: string;
  /** The endpoints, in words. */
  readonly endpointsDescription: string;
}

/**
 * The security group of somebody beside Studio: it sends TLS to the interface endpoints that it is for, which admit it by an
 * entrance of its own, and takes nothing by itself.
 */
export function createEndpointClientGroup(
  scope: Construct,
  id: string,
  props: EndpointClientGroupProps,
): SecurityGroup {
  const { name, description, vpcId, client, clientDescription, endpointsDescription } = props;
  const group = new SecurityGroup(scope, id, { name, description, vpcId, tags: { Name: name } });
  const ingressGroup = allowEndpointIngress(scope, "entrance", {
    ...props,
    name: `${name}-entrance`,
    description: clientDescription,
    sources: [{ kind: "security-group", client, id: group.id }],
  });
  new VpcSecurityGroupEgressRule(scope, `${id}_to_entrance`, {
    securityGroupId: group.id,
    referencedSecurityGroupId: ingressGroup.id,
    description: `TLS to ${endpointsDescription}`,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
  });
  return group;
}
