import type { ResourceGraph } from "../../terraform/references/resource-graph";

/** An account, an organizational unit or an organization that may place network interfaces in a subnet of the configuration. */
export interface SubnetParticipant {
  /** Key of the subnet. */
  readonly subnet: string;
  /** Terraform address of the association of the principal. */
  readonly address: string;
  /** As written, for messages. */
  readonly principal: string;
}

/**
 * Who takes part in the subnets that AWS RAM shares, without accounts whose root modules are in the configuration. A participant creates
 * network interfaces and security groups of its own. Subnets, route tables, network ACLs, gateways and endpoints stay with the owner.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-share-limitations.html
 */
export function readSubnetParticipants(graph: ResourceGraph): readonly SubnetParticipant[] {
  const { accounts = [] } = graph.configuration;
  const principals = graph.ofType("aws_ram_principal_association").map(({ address, values }) => ({
    address,
    share: graph.referenceKey(values.resource_share_arn),
    principal: graph.referenceKey(values.principal) ?? "an unknown principal",
  }));
  return graph.ofType("aws_ram_resource_association").flatMap(({ values }) => {
    const subnet = graph.target(values.resource_arn);
    const share = graph.referenceKey(values.resource_share_arn);
    return subnet.kind === "resource" && subnet.resource.type === "aws_subnet"
      ? principals
          .filter((one) => one.share === share && !accounts.includes(one.principal))
          .map(({ address, principal }) => ({ subnet: subnet.resource.address, address, principal }))
      : [];
  });
}
