import type { PolicyModel } from "../iam/attachments/policy-model";
import type { DetectionKind } from "../posture/posture";
import {
  blocksOf,
  type Resource,
  resourcesOfType,
  type TerraformConfiguration,
} from "../terraform/terraform-configuration";
import {
  counterexample,
  doubt,
  type Findings,
  findingsForEach,
  findingsOf,
  mergeFindings,
  proof,
} from "../verdict/findings";
import { matchesEvery } from "./event-pattern";
import { type EventRule, eventRulesOf } from "./event-rules";
import {
  callsOnBucket,
  callsOnDnsFirewalls,
  callsOnFirewalls,
  callsOutsideVpc,
  violationOfConfigRule,
  type WatchedCall,
} from "./watched-calls";

/**
 * Whether each call that the declaration covers is told, and the rules that tell.
 *
 * @param subnets of the VPCs of Studio
 */
export function judgeWatchedCalls(
  configuration: TerraformConfiguration,
  model: PolicyModel,
  declared: DetectionKind,
  subnets: readonly Resource[],
): { readonly findings: Findings; readonly telling: readonly EventRule[] } {
  const rules = eventRulesOf(configuration, model.text);
  const subnetIds = subnets.map(({ address }) => model.text.resolve(`\${${address}.id}`));
  const calls: readonly WatchedCall[] = [
    ...callsOutsideVpc(subnetIds),
    ...model.buckets.flatMap(({ name, address }) => callsOnBucket(name, address)),
    ...whereDefined(configuration, "aws_networkfirewall_firewall", callsOnFirewalls),
    ...whereDefined(configuration, "aws_route53_resolver_firewall_rule_group_association", callsOnDnsFirewalls),
    ...(declared === "events-and-config-rules" ? violationsOf(configuration, model) : []),
  ];
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

function tells({ pattern }: EventRule, { events }: WatchedCall): boolean {
  return pattern !== undefined && matchesEvery(pattern, events);
}

function whereDefined(
  configuration: TerraformConfiguration,
  type: string,
  calls: readonly WatchedCall[],
): readonly WatchedCall[] {
  return resourcesOfType(configuration, type).length > 0 ? calls : [];
}

const configRuleType = "aws_config_config_rule";

function violationsOf(configuration: TerraformConfiguration, { text }: PolicyModel): readonly WatchedCall[] {
  return resourcesOfType(configuration, configRuleType).map(({ address }) =>
    violationOfConfigRule(text.resolve(`\${${address}.name}`), address),
  );
}

/**
 * Rules that AWS manages, by what they find.
 *
 * @see https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
const managedRules = {
  SAGEMAKER_NOTEBOOK_INSTANCE_INSIDE_VPC: "notebook instances outside the VPC",
  SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS: "notebook instances with direct internet access",
  SAGEMAKER_DOMAIN_IN_VPC: "domains with internet access of their own",
  SAGEMAKER_MODEL_IN_VPC: "models outside a VPC",
  S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED: "public buckets",
} as const;

/** Whether the rules of AWS Config that the declaration promises exist. */
export function judgeConfigRules(configuration: TerraformConfiguration): Findings {
  const sources = resourcesOfType(configuration, configRuleType).flatMap((rule) =>
    blocksOf(rule.values.source).map((source) => ({ rule, source })),
  );
  const guards = sources.filter(
    ({ rule, source }) =>
      source.owner === "CUSTOM_POLICY" &&
      blocksOf(rule.values.scope).some(
        ({ compliance_resource_types: types }) => Array.isArray(types) && types.includes("AWS::SageMaker::Model"),
      ),
  );
  return mergeFindings([
    findingsForEach(Object.entries(managedRules), ([identifier, finds]) => {
      const found = sources.find(({ source }) => source.owner === "AWS" && source.source_identifier === identifier);
      return found === undefined
        ? counterexample(`no AWS Config rule ${identifier} finds ${finds}`)
        : proof(`an AWS Config rule finds ${finds}`, found.rule.address);
    }),
    guards.length === 0
      ? counterexample("no AWS Config rule with a Guard policy is about models")
      : proof("a Guard policy is about models", ...guards.map(({ rule }) => rule.address)),
  ]);
}
