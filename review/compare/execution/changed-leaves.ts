import { jsonEquals } from "../../../verify/terraform/read/agreement/json-shape";
import { isJsonObject, type Json, memberOf } from "../../../verify/terraform/terraform-configuration";
import { withoutComments } from "../../model/json-comments";
import { printableValue, valueChange } from "../../model/printable-value";

/** Whether two files are equal but for formatting, the order of names and comments. */
export function isSameText(before: Json, after: Json): boolean {
  return jsonEquals(withoutComments(before), withoutComments(after));
}

/** An innermost value that differs. */
export interface ChangedLeaf {
  /** Names of the blocks and arguments, joined by dots. */
  readonly path: string;
  /** Both values, in a sentence that can be printed. */
  readonly text: string;
}

/** The declared posture, which is compared field by field. */
export const posturePath = "output.perimeter_posture";

/** The innermost values that differ, with both values. Values of a sensitive variable or output are not shown. */
export function changedLeaves(
  path: string,
  before: Json | undefined,
  after: Json | undefined,
  isSensitive = false,
): readonly ChangedLeaf[] {
  if (path === posturePath) {
    return [];
  }
  const [one, other] = [unwrapped(before), unwrapped(after)];
  if (isSameText(one ?? null, other ?? null)) {
    return [];
  }
  const objects = [one, other].filter(isJsonObject);
  if (objects.length > 0 && (isJsonObject(one) || one === undefined) && (isJsonObject(other) || other === undefined)) {
    const isHidden = isSensitive || objects.some(({ sensitive }) => sensitive !== undefined && sensitive !== false);
    const names = [...new Set(objects.flatMap((object) => Object.keys(object)))].filter((name) => name !== "//");
    const inner = names.flatMap((name) =>
      changedLeaves(`${path}.${name}`, memberOf(one, name), memberOf(other, name), isHidden && name !== "sensitive"),
    );
    const isOneSided = one === undefined || other === undefined;
    return inner.length > 0 || !isOneSided
      ? inner
      : [{ path, text: `${path} ${one === undefined ? "is added" : "is removed"}` }];
  }
  return [{ path, text: isSensitive ? hiddenLeafText(path, one, other) : leafText(path, one, other) }];
}

/** A sentence that says what a path was and is. */
export function leafText(path: string, before: Json | undefined, after: Json | undefined): string {
  if (before === undefined) {
    return `${path} is added: ${shownValue(path, after)}`;
  }
  return after === undefined
    ? `${path} is removed; it was ${shownValue(path, before)}`
    : `${path} ${isShown(path) ? valueChange(path, before, after) : "changes from (hidden) to (hidden)"}`;
}

function hiddenLeafText(path: string, before: Json | undefined, after: Json | undefined): string {
  const verb = before === undefined ? "is added" : after === undefined ? "is removed" : "changes";
  return `${path} ${verb} (a sensitive value)`;
}

/**
 * Providers and backends have arguments for credentials under many names. The values of these are shown, and of all that is inside
 * them; other values of providers and backends are not.
 */
const shownSettings: ReadonlySet<string> = new Set(
  `
address alias allowed_account_ids assume_role assume_role_with_web_identity bucket default_tags dynamodb_table encrypt endpoint
endpoints forbidden_account_ids hostname http_proxy https_proxy ignore_tags insecure key kms_key_id max_retries no_proxy organization
path prefix profile region required_version retry_mode skip_credentials_validation skip_metadata_api_check skip_region_validation
skip_requesting_account_id source sts_region use_dualstack_endpoint use_fips_endpoint use_lockfile version workspace_dir
workspace_key_prefix workspaces
`.split(/\s+/),
);

function shownValue(path: string, value: Json | undefined): string {
  return isShown(path) ? printableValue(path, value) : "(hidden)";
}

function isShown(path: string): boolean {
  const isSetting = /^(?:provider|terraform\.(?:backend|cloud))\./.test(path);
  return !isSetting || path.split(".").some((part) => shownSettings.has(part));
}

/** In Terraform's JSON, a list with one block is that block. */
function unwrapped(value: Json | undefined): Json | undefined {
  return Array.isArray(value) && value.length === 1 && isJsonObject(value[0]) ? value[0] : value;
}
