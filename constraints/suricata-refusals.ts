import { suricataRules } from "./arguments/network/suricata-rules";
import type { AwsConfiguration } from "./configuration/aws-configuration";
import type { Refusal } from "./refusal";

/**
 * Suricata rules that AWS Network Firewall would refuse, in any configuration or plan. Every verification asks for them, and loads
 * none of the schemas for other arguments.
 */
export function suricataRefusals({ resources }: AwsConfiguration): readonly Refusal[] {
  return resources
    .filter(({ type }) => suricataRules.types.includes(type))
    .flatMap(({ address, values }) => suricataRules.check(values).map((refusal) => ({ address, ...refusal })));
}
