import { allAddresses } from "../../../ip/internet-addresses";
import { subtract } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import type { PortSet } from "../../../ip/port-set";
import { resolveTexts } from "../../terraform/references/resolve-text";
import { blocksOf, type JsonObject, type TerraformConfiguration } from "../../terraform/terraform-configuration";
import { parseRuleAddresses, parseRulePorts, type RuleVariables } from "./rule-variables";

/**
 * The variables that a policy gives its groups. `HOME_NET` is the VPC unless the policy says otherwise; `EXTERNAL_NET` is
 * everything else.
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

/** A group's own variables win over the policy's; `EXTERNAL_NET` is not computed anew from them. */
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

/** Sets that do not resolve are left out: a rule that uses one is then not understood, and says so. */
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
