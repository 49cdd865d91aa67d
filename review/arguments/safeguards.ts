import { isUnset } from "../../verify/terraform/resource-types/argument-uses";
import { METADATA, STRICTER } from "../../verify/terraform/resource-types/neutral-reasons";
import type { Json } from "../../verify/terraform/terraform-configuration";
import type { ArgumentChange } from "./argument-changes";

/** Whether a change of an argument leaves less of a safeguard. An absent value is `null`. */
type IsLess = (before: Json, after: Json) => boolean;

const no: readonly Json[] = [null, false, 0, ""];

/** It was set or on, and is not any more. */
const isGone: IsLess = (before, after) => isOn(before) && !isOn(after);
/** It was this value, and is another one. */
const isNoLonger =
  (value: Json): IsLess =>
  (before, after) =>
    before === value && after !== value;
const isSmaller: IsLess = (before, after) => typeof before === "number" && typeof after === "number" && after < before;
/** It allows what was refused. */
const isAllowed: IsLess = (before, after) => !isOn(before) && isOn(after);

/** Arguments that keep data, logs or resources, and give nobody access: when less is kept, by resource type and path. */
const safeguards: Readonly<Record<string, Readonly<Record<string, IsLess>>>> = {
  aws_cloudwatch_metric_alarm: { alarm_actions: isGone },
  aws_flow_log: { traffic_type: isNoLonger("ALL") },
  aws_kms_key: { deletion_window_in_days: isSmaller },
  aws_networkfirewall_firewall: {
    delete_protection: isGone,
    firewall_policy_change_protection: isGone,
    subnet_change_protection: isGone,
  },
  aws_route53_resolver_firewall_rule_group_association: { mutation_protection: isNoLonger("ENABLED") },
  aws_s3_bucket: { force_destroy: isAllowed },
  aws_s3_bucket_versioning: { "versioning_configuration.status": isNoLonger("Enabled") },
  aws_sagemaker_domain: { "retention_policy.home_efs_file_system": isNoLonger("Retain") },
};

/** Whether the argument of an existing resource is a safeguard that no longer keeps, refuses, checks or renews what it did. */
export function isLostSafeguard(type: string, { path, before = null, after = null, use }: ArgumentChange): boolean {
  const isLess = safeguards[type]?.[path] ?? (isStrictness(use) ? isGone : undefined);
  return isLess?.(before, after) ?? false;
}

/** Whether the registry says that the argument can only refuse more, and that no claim relies on it. */
export function isStrictness(use: ArgumentChange["use"]): boolean {
  return use === STRICTER || use === METADATA;
}

function isOn(value: Json): boolean {
  return !no.includes(value) && !isUnset(value);
}
