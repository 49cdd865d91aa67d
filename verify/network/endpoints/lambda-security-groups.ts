import type { NetworkModel } from "../model/network-model";
import { rulesOf } from "./packet-filters";

/** Resources that say what a group takes and sends, and do not wear it. */
const describing =
  /^aws_(?:security_group|default_security_group|security_group_rule|vpc_security_group_(?:in|e)gress_rule|vpc_endpoint|vpc_endpoint_security_group_association)$/;

/** Whether functions of the stack wear the group and nothing else does, and nothing can connect to what wears it. */
export function isFunctionGroup(network: NetworkModel, key: string): boolean {
  const { resources } = network.graph.configuration;
  const wearing = resources.filter(
    ({ mode, type, values }) =>
      mode === "managed" && !describing.test(type) && JSON.stringify(values).includes(`\${${key}.`),
  );
  return (
    wearing.length > 0 &&
    wearing.every(({ type }) => type === "aws_lambda_function") &&
    network.securityGroups.has(key) &&
    rulesOf(network, [key], "ingress").length === 0
  );
}
