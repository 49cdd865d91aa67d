import { referencedResource } from "../terraform/references/referenced-resources";
import {
  blocksOf,
  type Json,
  type JsonObject,
  jsonText,
  type Resource,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";

/** The rule groups that a policy refers to, in the order of their priorities, and what could not be resolved. */
export interface RuleGroupReferences {
  readonly found: readonly Resource[];
  readonly doubts: readonly string[];
}

/** What follows `ThreatSignatures` in the names of the groups that AWS manages. */
const threatSignatures = [
  ...["Botnet", "BotnetWeb", "BotnetWindows", "DoS", "EmergingEvents", "Exploits", "FUP", "IOC", "Malware"],
  ...["MalwareCoinmining", "MalwareMobile", "MalwareWeb", "Phishing", "Scanners", "Suspect", "WebAttacks"],
].join("|");

/**
 * Rule groups that AWS manages. They contain only drop, reject and alert rules, so they pass no traffic. A name that is not in
 * this list may belong to a group with pass rules. Partition and Region may be references.
 *
 * @see https://docs.aws.amazon.com/network-firewall/latest/developerguide/nwfw-managed-rule-groups.html
 */
const awsManagedRuleGroup = new RegExp(
  "^arn:[^:]+:network-firewall:[^:]+:aws-managed:stateful-rulegroup/" +
    `(?:(?:AbusedLegit)?(?:MalwareDomains|BotNetCommandAndControlDomains)|AttackInfrastructure|ThreatSignatures(?:${threatSignatures}))` +
    "(?:StrictOrder|ActionOrder)$",
);

/**
 * Resolves the references of a policy to rule groups.
 *
 * @param order what orders the groups: their priorities, under strict order and for stateless groups, or the actions of their rules
 */
export function readRuleGroupReferences(
  configuration: TerraformConfiguration,
  value: Json | undefined,
  order: "by priority" | "by action",
): RuleGroupReferences {
  const references = blocksOf(value);
  const ordered = [...references].sort((left, right) => priorityOf(left) - priorityOf(right));
  const own = ordered.filter(({ resource_arn }) => !awsManagedRuleGroup.test(jsonText(resource_arn)));
  const resolved = own.map(({ resource_arn: arn }) => ({
    arn: jsonText(arn),
    group: referencedResource(configuration, jsonText(arn)),
  }));
  return {
    found: resolved.flatMap(({ group }) => (group === undefined ? [] : [group])),
    doubts: [
      ...resolved.flatMap(({ arn, group }) =>
        group === undefined ? [`the rule group ${arn} is not in the JSON, and no drop-only group of AWS`] : [],
      ),
      ...(order === "by priority" ? ambiguousPriorities(ordered) : []),
      ...references.flatMap((reference) => unknownOverrides(reference, own)),
    ],
  };
}

/** A priority may be written as text. */
function priorityOf({ priority }: JsonObject): number {
  return /^\d+$/.test(jsonText(priority)) ? Number(priority) : Number.NaN;
}

/** AWS refuses references without priorities, and with equal ones. */
function ambiguousPriorities(references: readonly JsonObject[]): readonly string[] {
  const priorities = references.map(priorityOf);
  const isClear = !priorities.some(Number.isNaN) && new Set(priorities).size === priorities.length;
  return isClear ? [] : [`the order of the rule groups is not known: priorities ${priorities.join(", ")}`];
}

/** An override turns the drops of a group into alerts. AWS permits it for the groups that it manages. */
function unknownOverrides(reference: JsonObject, own: readonly JsonObject[]): readonly string[] {
  return blocksOf(reference.override).flatMap(({ action }) =>
    action === undefined || action === null || (action === "DROP_TO_ALERT" && !own.includes(reference))
      ? []
      : [`the override ${jsonText(action)} changes the actions of ${jsonText(reference.resource_arn)}`],
  );
}
