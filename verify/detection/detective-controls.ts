import type { PolicyModel } from "../iam/attachments/policy-model";
import type { DetectionKind } from "../posture/posture";
import { resourcesOfType, type TerraformConfiguration } from "../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  proof,
} from "../verdict/findings";
import { configRuleType } from "./config-rules";
import { matchesEvery } from "./event-pattern";
import { type EventRule, eventRulesOf } from "./event-rules";
import {
  callsOnBucket,
  callsOnDnsFirewalls,
  callsOnFirewalls,
  callsOutsideVpc,
  onDefaultBus,
  violationOfConfigRule,
  type WatchedCall,
} from "./watched-calls";

/**
 * Whether each call that the declaration covers is told, and the rules that tell.
 *
 * @param subnetIds subnets of the VPCs of Studio
 */
export function judgeWatchedCalls(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  declared: DetectionKind,
  subnetIds: readonly string[],
): { readonly findings: Findings; readonly telling: readonly EventRule[] } {
  const rules = eventRulesOf(configuration, model.text);
  const calls = [
    ...callsOutsideVpc(subnetIds),
    ...model.buckets.flatMap(callsOnBucket),
    ...whereDefined(configuration, "aws_networkfirewall_firewall", callsOnFirewalls),
    ...whereDefined(configuration, "aws_route53_resolver_firewall_rule_group_association", callsOnDnsFirewalls),
    ...(declared === "events-and-config-rules" ? violationsOf(configuration, model) : []),
  ].map((call) => onDefaultBus(model.text, call));
  const telling = rules.filter(({ pattern, topics }) => pattern !== undefined && topics.length > 0);
  const unknown = rules.filter(({ pattern }) => pattern === undefined).map(({ address }) => address);
  const judged = calls.map((call) => ({ call, by: telling.filter((rule) => tells(rule, call)) }));
  const missed = judged.filter(({ by }) => by.length === 0);
  const used = [...new Set(judged.flatMap(({ by }) => by))];
  return {
    findings: mergeFindings([
      findingsForEach(missed, ({ call: { what } }) =>
        unknown.length > 0
          ? doubt(`it is not known whether a rule tells of ${what}`, ...unknown)
          : counterexample(`no enabled rule tells a topic of ${what}`),
      ),
      missed.length === calls.length
        ? findingsOf({})
        : proof(
            `rules tell a topic of ${calls.length - missed.length} kinds of calls`,
            ...used.map(({ address }) => address),
          ),
    ]),
    telling: used,
  };
}

/** The rules that are read are in the Region of the provider, and CloudTrail tells EventBridge in the Region of the call. */
function tells({ pattern }: EventRule, { events, region }: WatchedCall): boolean {
  return pattern !== undefined && region === undefined && matchesEvery(pattern, events);
}

function whereDefined(
  configuration: TerraformConfiguration,
  type: string,
  calls: readonly WatchedCall[],
): readonly WatchedCall[] {
  return resourcesOfType(configuration, type).length > 0 ? calls : [];
}

function violationsOf(configuration: TerraformConfiguration, { text }: PolicyModel): readonly WatchedCall[] {
  return resourcesOfType(configuration, configRuleType).map(({ address }) =>
    violationOfConfigRule(text.resolve(`\${${address}.name}`), address),
  );
}
