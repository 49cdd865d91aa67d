import type { PolicyModel } from "../iam/attachments/policy-model";
import {
  type Json,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import { resolvedJson } from "./resolved-json";

/** An enabled EventBridge rule on the default bus, which receives the events of AWS. */
export interface EventRule {
  readonly address: string;
  readonly arn: string;
  /** @default - a pattern that the configuration does not tell */
  readonly pattern?: Json;
  /** Topics of the configuration that the rule tells. */
  readonly topics: readonly Resource[];
  /** Targets that tell a topic by a role, instead of by the policy of the topic. */
  readonly roles: readonly TargetRole[];
}

/** A target of a rule with a role of its own. */
export interface TargetRole {
  readonly address: string;
  readonly topic: Resource;
  /** As Terraform names it. */
  readonly arn: string;
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
      const told = targets
        .filter(({ values }) => resolved(text, values.rule) === name)
        .flatMap((target) => {
          const arn = resolved(text, target.values.arn);
          const topic = topics.find((one) => arn === text.resolve(`\${${one.address}.arn}`));
          return topic === undefined ? [] : [{ target, topic }];
        });
      const pattern = resolvedJson(text, rule.values.event_pattern);
      return {
        address,
        arn: text.resolve(`\${${address}.arn}`),
        ...(pattern === undefined ? {} : { pattern }),
        topics: [...new Set(told.map(({ topic }) => topic))],
        roles: told.flatMap(({ target: { address: target, values }, topic }) =>
          typeof values.role_arn === "string" && values.role_arn !== ""
            ? [{ address: target, topic, arn: values.role_arn }]
            : [],
        ),
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
