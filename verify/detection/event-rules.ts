import type { PolicyModel } from "../iam/attachments/policy-model";
import { parseJson } from "../terraform/read/json/parse-json";
import {
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";

/** An enabled EventBridge rule on the default bus, which receives the events of AWS. */
export interface EventRule {
  readonly address: string;
  readonly arn: string;
  /** @default - a pattern that the configuration does not tell */
  readonly pattern?: Json;
  /** Topics of the configuration that the rule tells. */
  readonly topics: readonly Resource[];
}

/** A topic that subscribers are told by. */
type Text = PolicyModel["text"];

/** The rules of a configuration that can match an event of AWS. */
export function eventRulesOf(configuration: TerraformConfiguration, text: Text): readonly EventRule[] {
  const targets = resourcesOfType(configuration, "aws_cloudwatch_event_target").filter(isOnDefaultBus);
  const topics = resourcesOfType(configuration, "aws_sns_topic");
  return resourcesOfType(configuration, "aws_cloudwatch_event_rule")
    .filter((rule) => isOnDefaultBus(rule) && isEnabled(rule))
    .map((rule) => {
      const { address } = rule;
      const name = text.resolve(`\${${address}.name}`);
      const arns = targets.flatMap(({ values }) =>
        resolved(text, values.rule) === name ? (resolved(text, values.arn) ?? []) : [],
      );
      const pattern = readPattern(text, rule.values.event_pattern);
      return {
        address,
        arn: text.resolve(`\${${address}.arn}`),
        ...(pattern === undefined ? {} : { pattern }),
        topics: topics.filter((topic) => arns.includes(text.resolve(`\${${topic.address}.arn}`))),
      };
    });
}

function resolved(text: Text, value: Json | undefined): string | undefined {
  return typeof value === "string" ? text.resolve(value) : undefined;
}

function isOnDefaultBus({ values: { event_bus_name: bus } }: Resource): boolean {
  return bus === undefined || bus === null || bus === "default";
}

const enabledStates: readonly (Json | undefined)[] = [
  undefined,
  null,
  "ENABLED",
  "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS",
];

function isEnabled({ values: { state, is_enabled: enabled } }: Resource): boolean {
  return enabledStates.includes(state) && [undefined, null, true, "true"].includes(enabled as null);
}

/** A text with an unknown part may be any pattern, and one with a key twice may be read as either. */
function readPattern(text: Text, value: Json | undefined): Json | undefined {
  if (typeof value !== "string") {
    return undefined;
  }
  try {
    const { json, duplicates } = parseJson(text.resolveJson(value));
    return duplicates.length === 0 ? json : undefined;
  } catch {
    return undefined;
  }
}
