import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { Construct } from "constructs";
import type { EndpointName } from "./endpoint-catalog";
import { allowEndpointIngress, type EndpointClient } from "./endpoint-ingress";
import type { IEndpoints } from "./endpoints";

/** Props of {@link createEndpointClientGroup}. */
export interface EndpointClientGroupProps {
  /** Name of the client's security group. */
  readonly name: string;
  /** Description of the client's security group. */
  readonly description: string;
  /** Id of the VPC. */
  readonly vpcId: string;
  /** The endpoints of the VPC. */
  readonly endpoints: IEndpoints;
  /** Services whose endpoints the client may use. */
  readonly services: readonly EndpointName[];
  /** Kind of the client, used in construct ids. */
  readonly client: EndpointClient;
  /** The client, as part of rule descriptions. */
  readonly clientDescription: string;
  /** The endpoints, as part of rule descriptions. */
  readonly endpointsDescription: string;
}

/**
 * The security group of an endpoint client other than Studio. It allows TLS to the endpoints of `services` and no inbound
 * traffic. A second security group on those endpoints allows TLS from it.
 */
export function createEndpointClientGroup(
  scope: Construct,
  id: string,
  props: EndpointClientGroupProps,
): SecurityGroup {
  const { name, description, vpcId, client, clientDescription, endpointsDescription, endpoints, services } = props;
  const group = new SecurityGroup(scope, id, { name, description, vpcId, tags: { Name: name } });
  const ingressGroup = allowEndpointIngress(scope, "entrance", {
    name: `${name}-entrance`,
    description: clientDescription,
    vpcId,
    endpoints,
    services,
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
