import { blocksOf, literalText, type Values } from "../../configuration/terraform-values";
import { suricataFaults } from "../../suricata/suricata-grammar";
import type { RuleProblem } from "../argument-rule";

/** Faults of the Suricata rules of a rule group, each with the page of its own. */
export const suricataRules = {
  types: ["aws_networkfirewall_rule_group"],
  check(values: Values): readonly (RuleProblem & { readonly source: string })[] {
    const variables = new Set(blocksOf(values.rule_group).flatMap(variableNames));
    return rulesTexts(values).flatMap(({ argument, text }) =>
      suricataFaults(text, { variables, isOrdered: isOrdered(values) }).map(({ line, problem, remedy, page }) => ({
        argument,
        problem: `the rule in line ${line} ${problem}`,
        remedy,
        source: page,
      })),
    );
  },
};

/** Known rule texts; a text with expressions is not checked. */
export function rulesTexts({
  rules,
  rule_group,
}: Values): readonly { readonly argument: string; readonly text: string }[] {
  const nested = blocksOf(rule_group).flatMap(({ rules_source }) => blocksOf(rules_source));
  return [
    { argument: "rules", value: rules },
    ...nested.map(({ rules_string }) => ({ argument: "rule_group.rules_source.rules_string", value: rules_string })),
  ].flatMap(({ argument, value }) => {
    const text = literalText(value);
    return text === undefined ? [] : [{ argument, text }];
  });
}

/** Whether AWS evaluates the rules in the order in which they are written. */
function isOrdered({ rule_group }: Values): boolean {
  return blocksOf(rule_group)
    .flatMap(({ stateful_rule_options }) => blocksOf(stateful_rule_options))
    .some(({ rule_order }) => rule_order === "STRICT_ORDER");
}

function variableNames({ rule_variables }: Values): readonly string[] {
  return blocksOf(rule_variables).flatMap(({ ip_sets, port_sets }) =>
    [...blocksOf(ip_sets), ...blocksOf(port_sets)].flatMap(({ key }) => literalText(key) ?? []),
  );
}
