import { ownEntry } from "../../verify/collections/own-entry";
import { singleReference } from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import {
  type Json,
  type JsonObject,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import type { BothSides, ChangedResource } from "./argument-changes";

/** Arguments that say how a resource is called and described, and not what it watches. */
const names: ReadonlySet<string> = new Set([
  ...["name", "name_prefix", "alarm_name", "target_id", "description", "alarm_description", "tags", "tags_all"],
  ...["id", "arn", "force_destroy", "skip_destroy"],
]);

const always = (): boolean => true;

/** Types that record, watch or report what happens, and whether a resource does so. They refuse nothing, and give nobody anything. */
const detectors: Readonly<Record<string, (values: JsonObject) => boolean>> = {
  aws_accessanalyzer_analyzer: always,
  aws_cloudtrail: ({ enable_logging }) => enable_logging !== false,
  aws_cloudwatch_composite_alarm: ({ actions_enabled }) => actions_enabled !== false,
  aws_cloudwatch_event_rule: ({ state, is_enabled }) => state !== "DISABLED" && is_enabled !== false,
  aws_cloudwatch_event_target: always,
  aws_cloudwatch_log_metric_filter: always,
  aws_cloudwatch_log_subscription_filter: always,
  aws_cloudwatch_metric_alarm: ({ actions_enabled }) => actions_enabled !== false,
  aws_config_config_rule: always,
  aws_config_configuration_recorder: always,
  aws_config_delivery_channel: always,
  aws_flow_log: always,
  aws_guardduty_detector: ({ enable }) => enable !== false,
  aws_inspector2_enabler: always,
  aws_macie2_account: always,
  aws_networkfirewall_logging_configuration: always,
  aws_route53_resolver_query_log_config: always,
  aws_route53_resolver_query_log_config_association: always,
  aws_securityhub_account: always,
  aws_sns_topic_subscription: always,
};

/** Whether resources of the type record, watch or report what happens. */
export function isDetector(type: string): boolean {
  return Object.hasOwn(detectors, type);
}

/**
 * Whether a resource that goes recorded, watched or reported something, and no other one does the same: in its Region, and with a target if
 * it is a rule that had one.
 */
export function isLostDetector(
  { type, before, after }: Pick<ChangedResource, "type" | "before" | "after">,
  sides: BothSides,
): boolean {
  const isOn = ownEntry(detectors, type);
  if (isOn === undefined || before === undefined || after !== undefined || !isOn(before.values)) {
    return false;
  }
  const watched = watchedBy(sides.before, before);
  return !resourcesOfType(sides.after, type).some(
    (other) => isOn(other.values) && jsonEquals(watchedBy(sides.after, other), watched),
  );
}

function watchedBy(configuration: TerraformConfiguration, { type, address, values }: Resource): JsonObject {
  const compared = Object.entries(values).filter(([name, value]) => !names.has(name) && value !== null);
  const { region = configuration.region ?? null } = values;
  return {
    ...Object.fromEntries(compared),
    region,
    ...(type === "aws_cloudwatch_event_rule" && { targets: targetsOf(configuration, address) }),
  };
}

/** What an event rule tells, in any order: a rule without a target tells nobody. */
function targetsOf(configuration: TerraformConfiguration, rule: string): Json {
  return resourcesOfType(configuration, "aws_cloudwatch_event_target")
    .filter(({ values }) => typeof values.rule === "string" && singleReference(values.rule)?.address === rule)
    .map(({ values: { rule: _rule, target_id: _target, id: _id, ...told } }) => JSON.stringify(told))
    .sort();
}
