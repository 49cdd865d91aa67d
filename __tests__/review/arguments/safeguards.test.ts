import { changedResources } from "../../../review/arguments/argument-changes";
import { argumentDifferences } from "../../../review/arguments/argument-differences";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";
import { changeBetween, differenceLines } from "../fixtures/changed-stack";

const verifiedListener = (mode: string): JsonObject => ({ mutual_authentication: [{ mode }] });
const revocation = (unknown_status_action: string): JsonObject => ({
  tls_inspection_configuration: [
    { server_certificate_configuration: [{ check_certificate_revocation_status: [{ unknown_status_action }] }] },
  ],
});

const scanned = (scan_on_push: boolean): JsonObject => ({ image_scanning_configuration: [{ scan_on_push }] });
const protection = (replication_overwrite: string): JsonObject => ({ protection: [{ replication_overwrite }] });
const loggedRequests = (enabled: boolean): JsonObject => ({ access_logs: [{ bucket: "logs", enabled }] });
const locks = "aws_s3_bucket_object_lock_configuration";
const locked = (mode: string, days: number): JsonObject => ({ rule: [{ default_retention: [{ mode, days }] }] });
const mfaDelete = (mfa_delete: string): JsonObject => ({
  versioning_configuration: [{ status: "Enabled", mfa_delete }],
});
const notebook = "aws_sagemaker_notebook_instance";

test.each<readonly [string, string, JsonObject, JsonObject]>([
  ["root access to a notebook instance", notebook, { root_access: "Disabled" }, { root_access: "Enabled" }],
  ["root access that AWS gives by default", notebook, { root_access: "Disabled" }, {}],
  ["attachments that nobody accepts", "aws_ec2_transit_gateway", {}, { auto_accept_shared_attachments: "enable" }],
  [
    "a key that is rotated less often than once a year",
    "aws_kms_key",
    { enable_key_rotation: true },
    { enable_key_rotation: true, rotation_period_in_days: 2560 },
  ],
  ["a key that is not rotated", "aws_kms_key", { enable_key_rotation: true }, { enable_key_rotation: false }],
  ["images that nobody scans", "aws_ecr_repository", scanned(true), scanned(false)],
  ["tags of images that move", "aws_ecr_repository", { image_tag_mutability: "IMMUTABLE" }, {}],
  ["a table without recovery", "aws_dynamodb_table", { point_in_time_recovery: [{ enabled: true }] }, {}],
  ["a table that may be deleted", "aws_dynamodb_table", { deletion_protection_enabled: true }, {}],
  ["a log group that may be deleted", "aws_cloudwatch_log_group", { deletion_protection_enabled: true }, {}],
  ["a file system that a replica overwrites", "aws_efs_file_system", protection("ENABLED"), protection("DISABLED")],
  ["a cluster that may be terminated", "aws_emr_cluster", { termination_protection: true }, {}],
  ["an instance that may be terminated", "aws_instance", { disable_api_termination: true }, {}],
  ["an instance that may be stopped", "aws_instance", { disable_api_stop: true }, {}],
  [
    "shorter passwords",
    "aws_iam_account_password_policy",
    { minimum_password_length: 14 },
    { minimum_password_length: 8 },
  ],
  ["passwords without digits", "aws_iam_account_password_policy", { require_numbers: true }, {}],
  ["requests that nobody logs", "aws_lb", loggedRequests(true), loggedRequests(false)],
  ["objects that some people may delete", locks, locked("COMPLIANCE", 30), locked("GOVERNANCE", 30)],
  ["objects that are locked for fewer days", locks, locked("GOVERNANCE", 30), locked("GOVERNANCE", 7)],
  ["objects that nothing locks", locks, locked("GOVERNANCE", 30), {}],
  ["versions that are deleted without MFA", "aws_s3_bucket_versioning", mfaDelete("Enabled"), mfaDelete("Disabled")],
  [
    "secrets that are deleted sooner",
    "aws_secretsmanager_secret",
    { recovery_window_in_days: 30 },
    { recovery_window_in_days: 0 },
  ],
  [
    "requests that may be read in two ways",
    "aws_lb",
    { desync_mitigation_mode: "strictest" },
    { desync_mitigation_mode: "monitor" },
  ],
  ["headers that no server understands", "aws_lb", { drop_invalid_header_fields: true }, {}],
  ["requests that the web firewall could not judge", "aws_lb", {}, { enable_waf_fail_open: true }],
  ["clients without a certificate", "aws_lb_listener", verifiedListener("verify"), verifiedListener("passthrough")],
  [
    "certificates of which nobody says whether they are revoked",
    "aws_networkfirewall_tls_inspection_configuration",
    revocation("REJECT"),
    revocation("PASS"),
  ],
])("%s: a lost safeguard, and none the other way round", (_, type, strict, lax) => {
  expect(lostIn(type, strict, lax)).toEqual([expect.stringMatching(/: a safeguard is lost$/)]);
  expect(lostIn(type, lax, strict)).toEqual([]);
});

test.each<readonly [string, string, JsonObject, JsonObject]>([
  ["rotation of a key", "aws_kms_key", { enable_key_rotation: true }, { enable_key_rotation: "${var.rotates}" }],
  [
    "retention of images",
    "aws_ecr_repository",
    { image_tag_mutability: "IMMUTABLE" },
    { image_tag_mutability: "${var.tags}" },
  ],
  [
    "protection of a table",
    "aws_dynamodb_table",
    { deletion_protection_enabled: true },
    { deletion_protection_enabled: "${var.kept}" },
  ],
])("%s: a safeguard that becomes unknown is lost, or cannot be told", (_, type, known, unknown) => {
  const lines = linesIn(type, known, unknown);

  expect(lines).toEqual([
    expect.stringMatching(/^(?:loses: .*: a safeguard is lost|unclear: .*: review does not compare .*)$/),
  ]);
});

test("another list of ciphers of a load balancer is a lost safeguard, whichever of the two was there before", () => {
  const [newer, older] = ["ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"].map((ssl_policy) => ({
    ssl_policy,
  }));
  const lost = [expect.stringMatching(/: a safeguard is lost$/)];

  expect(lostIn("aws_lb_listener", newer ?? {}, older ?? {})).toEqual(lost);
  expect(lostIn("aws_lb_listener", older ?? {}, newer ?? {})).toEqual(lost);
});

test("exclusive policies of a role are a lost safeguard, unless the role goes with them", () => {
  const role = { aws_iam_role: { one: { name: "job" } } };
  const exclusive = { one: { role_name: "${aws_iam_role.one.name}", policy_names: [] } };
  const both = { resource: { ...role, aws_iam_role_policies_exclusive: exclusive } };
  const lostBy = (after: JsonObject) => linesBetween(both, after).filter((line) => line.startsWith("loses: "));

  expect(lostBy({ resource: role })).toEqual([
    "loses: aws_iam_role_policies_exclusive.one is removed: a safeguard is lost",
  ]);
  expect(lostBy({ resource: {} })).toEqual([]);
});

/** What a review of arguments says is lost when one resource changes. */
function lostIn(type: string, before: JsonObject, after: JsonObject): readonly string[] {
  return linesIn(type, before, after).filter((line) => line.startsWith("loses: "));
}

/** What a review of arguments says when one resource changes. */
function linesIn(type: string, before: JsonObject, after: JsonObject): readonly string[] {
  const stack = (values: JsonObject): JsonObject => ({ resource: { [type]: { one: values } } });
  return linesBetween(stack(before), stack(after));
}

function linesBetween(before: JsonObject, after: JsonObject): readonly string[] {
  const change = changeBetween(before, after);
  const { differences } = argumentDifferences(changedResources(change.before, change.after), {
    before: change.before,
    after: change.after,
    reported: [],
  });
  return differenceLines(differences);
}
