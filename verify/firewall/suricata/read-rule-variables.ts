import { allAddresses } from "../../../ip/internet-addresses";
import { subtract } from "../../../ip/interval-set";
import type { AddressSet } from "../../../ip/ip-address";
import { resolveTexts } from "../../terraform/references/resolve-text";
import {
  blocksOf,
  type JsonObject,
  jsonText,
  type TerraformConfiguration,
} from "../../terraform/terraform-configuration";
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
  const variables = blocksOf(block?.policy_variables).flatMap((variable) => blocksOf(variable.rule_variables));
  const written = definedSets(variables, (set) => setDefinition(configuration, blocksOf(set.ip_set), addressGrammar));
  const home = written.has("HOME_NET") ? written.get("HOME_NET") : vpcAddresses;
  const defaults: readonly (readonly [string, AddressSet | undefined])[] = [
    ["HOME_NET", home],
    ["EXTERNAL_NET", home === undefined ? undefined : subtract(allAddresses, home)],
  ];
  return {
    addresses: knownSets(new Map([...defaults, ...written])),
    ports: new Map(),
    negations: new Set(written.has("EXTERNAL_NET") ? [] : ["EXTERNAL_NET"]),
  };
}

/** The variables of a rule group. They override those of the policy; a new `HOME_NET` does not change `EXTERNAL_NET`. */
export function readRuleGroupVariables(
  configuration: TerraformConfiguration,
  block: JsonObject | undefined,
  policyVariables: RuleVariables,
): RuleVariables {
  const variables = blocksOf(block?.rule_variables);
  const addresses = definedSets(
    variables.flatMap((variable) => blocksOf(variable.ip_sets)),
    (set) => setDefinition(configuration, blocksOf(set.ip_set), addressGrammar),
  );
  const ports = definedSets(
    variables.flatMap((variable) => blocksOf(variable.port_sets)),
    (set) => setDefinition(configuration, blocksOf(set.port_set), portGrammar),
  );
  return {
    addresses: knownSets(new Map([...policyVariables.addresses, ...addresses])),
    ports: knownSets(new Map([...policyVariables.ports, ...ports])),
    negations: new Set([...policyVariables.negations].filter((name) => !addresses.has(name))),
  };
}

type DefinedSets = ReadonlyMap<string, AddressSet | undefined>;

/**
 * Sets by name. A set that is defined twice or not resolved has no value, also where it replaces one of the policy: a rule that
 * uses it does not compile and becomes a doubt.
 */
function definedSets(
  sets: readonly JsonObject[],
  definitionOf: (set: JsonObject) => AddressSet | undefined,
): DefinedSets {
  const names = sets.map(({ key }) => jsonText(key));
  return new Map(
    sets.map((set, index) => {
      const name = names[index] ?? "";
      return [name, names.indexOf(name) === names.lastIndexOf(name) ? definitionOf(set) : undefined] as const;
    }),
  );
}

function knownSets(sets: DefinedSets): ReadonlyMap<string, AddressSet> {
  return new Map([...sets].flatMap(([name, set]) => (set === undefined ? [] : [[name, set] as const])));
}

interface DefinitionGrammar {
  readonly item: RegExp;
  readonly parse: (list: string, variables: RuleVariables) => AddressSet | undefined;
}

/** AWS takes addresses and blocks, without negations. */
const addressGrammar: DefinitionGrammar = { item: /^[0-9a-fA-F.:]+(?:\/\d+)?$/, parse: parseRuleAddresses };
const portGrammar: DefinitionGrammar = { item: /^\d+(?::\d+)?$/, parse: parseRulePorts };

const noVariables: RuleVariables = { addresses: new Map(), ports: new Map(), negations: new Set() };

function setDefinition(
  configuration: TerraformConfiguration,
  [block, ...others]: readonly JsonObject[],
  { item, parse }: DefinitionGrammar,
): AddressSet | undefined {
  const { texts, unresolved } = resolveTexts(configuration, block?.definition);
  const isKnown = block !== undefined && others.length === 0 && unresolved.length === 0;
  return isKnown && texts.every((text) => item.test(text)) ? parse(`[${texts.join(",")}]`, noVariables) : undefined;
}
