import { securityGroupRules } from "../endpoints/packet-filters";
import type { NetworkModel } from "../network-model";

/** Resources that define rules of a group. The group is not attached to them. */
const typesThatOnlyReferenceGroups =
  /^aws_(?:security_group|default_security_group|security_group_rule|vpc_security_group_(?:in|e)gress_rule|vpc_endpoint|vpc_endpoint_security_group_association)$/;

/**
 * Whether the group is attached to Lambda functions of the stack and to nothing else, and allows no inbound connection.
 */
export function isLambdaOnlySecurityGroup(network: NetworkModel, key: string): boolean {
  const { resources } = network.graph.configuration;
  const attachedResources = resources.filter(
    ({ mode, type, values }) =>
      mode === "managed" && !typesThatOnlyReferenceGroups.test(type) && JSON.stringify(values).includes(`\${${key}.`),
  );
  return (
    attachedResources.length > 0 &&
    attachedResources.every(({ type }) => type === "aws_lambda_function") &&
    network.securityGroups.has(key) &&
    securityGroupRules(network, [key], "ingress").length === 0
  );
}
