import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import type { Construct } from "constructs";
import { type EntranceProps, type EntranceSource, openEntrance } from "./endpoint-ingress";

/** Props of {@link visitorGroup}. */
export interface VisitorGroupProps extends Omit<EntranceProps, "description" | "sources"> {
  /** What the group is for; stands in its description. */
  readonly description: string;
  /** Who wears it. */
  readonly of: Extract<EntranceSource, { readonly kind: "group" }>["of"];
  /** Who that is, in words; stands in the descriptions of the entrance. */
  readonly visitor: string;
  /** The endpoints, in words. */
  readonly toEndpoints: string;
}

/**
 * The security group of somebody beside Studio: it sends TLS to the interface endpoints that it is for, which admit it by an
 * entrance of its own, and takes nothing by itself.
 */
export function visitorGroup(scope: Construct, id: string, props: VisitorGroupProps): SecurityGroup {
  const { name, description, vpcId, of, visitor, toEndpoints } = props;
  const group = new SecurityGroup(scope, id, { name, description, vpcId, tags: { Name: name } });
  const entrance = openEntrance(scope, "entrance", {
    ...props,
    name: `${name}-entrance`,
    description: visitor,
    sources: [{ kind: "group", of, id: group.id }],
  });
  new VpcSecurityGroupEgressRule(scope, `${id}_to_entrance`, {
    securityGroupId: group.id,
    referencedSecurityGroupId: entrance.id,
    description: `TLS to ${toEndpoints}`,
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
  });
  return group;
}
