import { ownEntry } from "../../verify/collections/own-entry";
import { singleReference } from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { isUnset } from "../../verify/terraform/resource-types/argument-uses";
import { METADATA, STRICTER } from "../../verify/terraform/resource-types/neutral-reasons";
import {
  blocksOf,
  isExpressionText,
  type Json,
  type JsonObject,
  resourcesOfType,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import type { ArgumentChange, ChangedResource } from "./argument-changes";

/** Whether a change of an argument leaves less of a safeguard. An absent value is `null`. `values` are those of the resource after it. */
type IsLess = (before: Json, after: Json, values: JsonObject) => boolean;

const no: readonly Json[] = [null, false, 0, ""];

/** It was set or on, and is not any more. */
const isGone: IsLess = (before, after) => isOn(before) && !isOn(after);
/** It was this value, and is another one. */
const isNoLonger =
  (value: Json): IsLess =>
  (before, after) =>
    before === value && after !== value;
/** It is this value, and was another one. */
const isNow =
  (value: Json): IsLess =>
  (before, after) =>
    before !== value && after === value;
/** A block of settings, of which one keeps less. A setting that is not written has the default of AWS. */
const isAnyLess =
  (settings: Readonly<Record<string, IsLess>>): IsLess =>
  (before, after) => {
    const [one, other] = [before, after].map((value) => blocksOf(value)[0] ?? {});
    return Object.entries(settings).some(([name, isLess]) => isLess(one?.[name] ?? null, other?.[name] ?? null, {}));
  };
const isSmaller: IsLess = (before, after) => typeof before === "number" && typeof after === "number" && after < before;
/** It was not set or off, and is on. */
const isNewlyOn = (before: Json, after: Json): boolean => !isOn(before) && isOn(after);
/** A threshold that fewer measurements cross. Of a comparison of two metrics, or with a band, any other value may be that. */
const isHarderToCross: IsLess = (before, after, { comparison_operator: operator }) => {
  if (typeof before !== "number" || typeof after !== "number" || typeof operator !== "string") {
    return true;
  }
  return operator.startsWith("Greater") ? after > before : !operator.startsWith("Less") || after < before;
};
/** What is watched changes, so that nothing watches what it was. */
const isAnother: IsLess = () => true;
/** It is larger. Without a value, AWS takes the one that is named. */
const isLargerThan =
  (unset: number): IsLess =>
  (before, after) =>
    Number(after ?? unset) > Number(before ?? unset);
const isLarger = isLargerThan(1);

/** Objects that are locked for a shorter time, or no longer against everybody. */
const isLessRetention: IsLess = (before, after, values) => {
  const [one, other] = [before, after].map((rule) =>
    blocksOf(rule).flatMap((block) => blocksOf(block.default_retention)),
  );
  const isLess = isAnyLess({ mode: isNoLonger("COMPLIANCE"), days: isSmaller, years: isSmaller });
  return (one ?? []).length > (other ?? []).length || isLess(one ?? null, other ?? null, values);
};

/** Arguments that keep data, logs or resources, and give nobody access: when less is kept, by resource type and path. */
const safeguards: Readonly<Record<string, Readonly<Record<string, IsLess>>>> = {
  aws_cloudtrail: {
    enable_logging: isNow(false),
    enable_log_file_validation: isGone,
    is_multi_region_trail: isGone,
    include_global_service_events: isNow(false),
  },
  aws_cloudwatch_event_rule: { state: isNow("DISABLED"), is_enabled: isNow(false) },
  aws_cloudwatch_log_group: { deletion_protection_enabled: isGone },
  aws_cloudwatch_log_metric_filter: { pattern: isAnother, log_group_name: isAnother, metric_transformation: isAnother },
  aws_cloudwatch_metric_alarm: {
    actions_enabled: isNow(false),
    alarm_actions: isGone,
    comparison_operator: isAnother,
    datapoints_to_alarm: isLarger,
    dimensions: isAnother,
    evaluation_periods: isLarger,
    extended_statistic: isAnother,
    metric_name: isAnother,
    metric_query: isAnother,
    namespace: isAnother,
    period: isLarger,
    statistic: isAnother,
    threshold: isHarderToCross,
    threshold_metric_id: isAnother,
    treat_missing_data: isNoLonger("breaching"),
  },
  aws_dynamodb_table: {
    deletion_protection_enabled: isGone,
    point_in_time_recovery: isAnyLess({ enabled: isGone }),
  },
  aws_ec2_transit_gateway: { auto_accept_shared_attachments: isNow("enable") },
  aws_ecr_repository: {
    image_scanning_configuration: isAnyLess({ scan_on_push: isGone }),
    image_tag_mutability: isNoLonger("IMMUTABLE"),
  },
  aws_efs_file_system: { protection: isAnyLess({ replication_overwrite: isNow("DISABLED") }) },
  aws_emr_cluster: { termination_protection: isGone },
  aws_flow_log: { traffic_type: isNoLonger("ALL") },
  aws_iam_account_password_policy: {
    max_password_age: isLarger,
    minimum_password_length: isSmaller,
    password_reuse_prevention: isSmaller,
    require_lowercase_characters: isGone,
    require_numbers: isGone,
    require_symbols: isGone,
    require_uppercase_characters: isGone,
  },
  aws_instance: {
    disable_api_stop: isGone,
    disable_api_termination: isGone,
    metadata_options: isAnyLess({
      http_tokens: isNoLonger("required"),
      http_put_response_hop_limit: isLarger,
      instance_metadata_tags: isNow("enabled"),
    }),
  },
  // Without a period, a key is rotated every 365 days.
  aws_kms_key: { deletion_window_in_days: isSmaller, rotation_period_in_days: isLargerThan(365) },
  aws_lb: {
    "access_logs.enabled": isGone,
    "connection_logs.enabled": isGone,
    desync_mitigation_mode: isNow("monitor"),
    drop_invalid_header_fields: isGone,
    enable_waf_fail_open: isNewlyOn,
  },
  aws_lb_listener: {
    "mutual_authentication.ignore_client_certificate_expiry": isNewlyOn,
    "mutual_authentication.mode": isNoLonger("verify"),
    ssl_policy: isAnother,
  },
  aws_networkfirewall_firewall: {
    delete_protection: isGone,
    firewall_policy_change_protection: isGone,
    subnet_change_protection: isGone,
  },
  aws_networkfirewall_tls_inspection_configuration: {
    "tls_inspection_configuration.server_certificate_configuration.check_certificate_revocation_status.unknown_status_action":
      isNow("PASS"),
  },
  aws_route53_resolver_firewall_rule_group_association: { mutation_protection: isNoLonger("ENABLED") },
  aws_s3_bucket: { force_destroy: isNewlyOn },
  aws_s3_bucket_object_lock_configuration: { rule: isLessRetention },
  aws_s3_bucket_versioning: {
    "versioning_configuration.mfa_delete": isNoLonger("Enabled"),
    "versioning_configuration.status": isNoLonger("Enabled"),
  },
  aws_sagemaker_notebook_instance: {
    // Without a value, users have root access.
    root_access: isNoLonger("Disabled"),
    instance_metadata_service_configuration: isAnyLess({
      minimum_instance_metadata_service_version: isNoLonger("2"),
    }),
  },
  aws_secretsmanager_secret: { recovery_window_in_days: isSmaller },
  aws_sagemaker_domain: { "retention_policy.home_efs_file_system": isNoLonger("Retain") },
};

/** Whether the argument of an existing resource is a safeguard that no longer keeps, refuses, checks or renews what it did. */
export function isLostSafeguard(
  { type, after: resource }: Pick<ChangedResource, "type" | "after">,
  { path, before = null, after = null, use }: ArgumentChange,
): boolean {
  const isLess = ownEntry(ownEntry(safeguards, type) ?? {}, path) ?? (isStrictness(use) ? isGone : undefined);
  return isLess?.(before, after, resource?.values ?? {}) ?? false;
}

/** Whether a value that was written becomes one that only Terraform knows, so that nobody can tell whether the safeguard stays. */
export function isUnknownSafeguard(type: string, { path, before = null, after = null, use }: ArgumentChange): boolean {
  const isSafeguard = isStrictness(use) || ownEntry(ownEntry(safeguards, type) ?? {}, path) !== undefined;
  return isSafeguard && before !== null && !isExpressionText(before) && isExpressionText(after);
}

/** Arguments that are on or off, and refuse more while they are on. */
const refusals: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket_public_access_block: [
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
  ],
};

/** Whether the change of an existing resource can only refuse more. */
export function isTightened(type: string, { path, before = null, after = null }: ArgumentChange): boolean {
  return (
    ((ownEntry(refusals, type) ?? []).includes(path) && isNewlyOn(before, after)) ||
    (type === "aws_vpc_endpoint" && path === "security_group_ids" && isPartOf(after, before))
  );
}

/** Whether one list has nothing that the other one lacks. An endpoint without a security group has the default one of the VPC. */
function isPartOf(one: Json, other: Json): boolean {
  const items = Array.isArray(other) ? other : [];
  return Array.isArray(one) && one.length > 0 && one.every((item) => items.some((known) => jsonEquals(item, known)));
}

/** Whether the registry says that the argument can only refuse more, and that no claim relies on it. */
export function isStrictness(use: ArgumentChange["use"]): boolean {
  return use === STRICTER || use === METADATA;
}

function isOn(value: Json): boolean {
  return !no.includes(value) && !isUnset(value);
}

/** Types whose resources protect another resource: the argument that names that one, and whether the protection is on. */
const safeguardTypes: Readonly<
  Record<string, { readonly of: string; readonly isOn: (values: JsonObject) => boolean }>
> = {
  aws_s3_bucket_versioning: {
    of: "bucket",
    isOn: ({ versioning_configuration }) =>
      blocksOf(versioning_configuration).some(({ status }) => status === "Enabled"),
  },
  // While they exist, Terraform takes away every policy that anyone else gives the role.
  aws_iam_role_policies_exclusive: { of: "role_name", isOn: () => true },
  aws_iam_role_policy_attachments_exclusive: { of: "role_name", isOn: () => true },
};

/**
 * Whether a resource that goes kept something of a resource that stays, and that no other one keeps.
 *
 * @param configuration after the change
 */
export function isRemovedSafeguard(
  { type, before, after }: Pick<ChangedResource, "type" | "before" | "after">,
  configuration: TerraformConfiguration,
): boolean {
  const safeguard = safeguardTypes[type];
  const subject = safeguard && before?.values[safeguard.of];
  if (safeguard === undefined || before === undefined || after !== undefined || typeof subject !== "string") {
    return false;
  }
  const address = singleReference(subject)?.address;
  const stays = address === undefined || configuration.resources.some((resource) => resource.address === address);
  const isKept = resourcesOfType(configuration, type).some(
    ({ values }) => values[safeguard.of] === subject && safeguard.isOn(values),
  );
  return safeguard.isOn(before.values) && stays && !isKept;
}
