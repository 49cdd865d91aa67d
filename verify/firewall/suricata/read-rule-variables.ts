import { allAddresses } from "../../../ip/internet-addresses";
import { subtract } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { PortSet } from "../../../ip/port-set";
import { resolveTexts } from "../../terraform/references/resolve-text";
import { blocksOf, type JsonObject, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { parseRuleAddresses, parseRulePorts, type RuleVariables } from "./rule-variables";

/**
 * The variables of a policy, which its rule groups inherit. `HOME_NET` defaults to the addresses of the VPC, `EXTERNAL_NET`
 * to all other addresses.
 */
export function readPolicyVariables(
  configuration: TerraformConfiguration,
  block: JsonObject | undefined,
  vpcAddresses: AddressSet | undefined,
): RuleVariables {
  const none: RuleVariables = { addresses: new Map(), ports: new Map() };
  const variables = blocksOf(block?.policy_variables).flatMap((variable) => blocksOf(variable.rule_variables));
  const written = new Map(ipSetEntries(configuration, variables, none));
  const isWritten = variables.some((variable) => variable.key === "HOME_NET");
  const home = isWritten ? written.get("HOME_NET") : vpcAddresses;
  return {
    addresses: new Map(
      home === undefined ? [] : [["HOME_NET", home], ["EXTERNAL_NET", subtract(allAddresses, home)], ...written],
    ),
    ports: new Map(),
  };
}

/** The variables of a rule group. They override those of the policy; a new `HOME_NET` does not change `EXTERNAL_NET`. */
export function readRuleGroupVariables(
  configuration: TerraformConfiguration,
  block: JsonObject | undefined,
  policyVariables: RuleVariables,
): RuleVariables {
  const variables = blocksOf(block?.rule_variables);
  const addresses = variables.flatMap((variable) =>
    ipSetEntries(configuration, blocksOf(variable.ip_sets), policyVariables),
  );
  const ports = variables.flatMap((variable) =>
    portSetEntries(configuration, blocksOf(variable.port_sets), policyVariables),
  );
  return {
    addresses: new Map([...policyVariables.addresses, ...addresses]),
    ports: new Map([...policyVariables.ports, ...ports]),
  };
}

/** Unresolved sets are left out. A rule that uses one does not compile and becomes a doubt. */
function ipSetEntries(
  configuration: TerraformConfiguration,
  sets: readonly JsonObject[],
  variables: RuleVariables,
): readonly (readonly [string, AddressSet])[] {
  return sets.flatMap((set) => {
    const found = setDefinition(configuration, blocksOf(set.ip_set), (list) => parseRuleAddresses(list, variables));
    return found === undefined || typeof set.key !== "string" ? [] : [[set.key, found] as const];
  });
}

function portSetEntries(
  configuration: TerraformConfiguration,
  sets: readonly JsonObject[],
  variables: RuleVariables,
): readonly (readonly [string, PortSet])[] {
  return sets.flatMap((set) => {
    const found = setDefinition(configuration, blocksOf(set.port_set), (list) => parseRulePorts(list, variables));
    return found === undefined || typeof set.key !== "string" ? [] : [[set.key, found] as const];
  });
}

function setDefinition(
  configuration: TerraformConfiguration,
  blocks: readonly JsonObject[],
  parse: (list: string) => AddressSet | undefined,
): AddressSet | undefined {
  const [block] = blocks;
  const { texts, unresolved } = resolveTexts(configuration, block?.definition);
  return block === undefined || unresolved.length > 0 ? undefined : parse(`[${texts.join(",")}]`);
}
