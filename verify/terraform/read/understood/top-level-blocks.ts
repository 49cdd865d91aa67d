import { ownEntry } from "../../../collections/own-entry";
import { activeDataSource } from "../../resource-types/data-sources";
import {
  blocksOf,
  isTrue,
  type JsonObject,
  jsonText,
  namedBlocks,
  type UnreadPart,
} from "../../terraform-configuration";
import { unreadRequiredProviders } from "./provider-sources";

/** Sections whose blocks the readers turn into resources, values and settings, or that only name or check something. */
const readSections = ["//", "resource", "data", "module", "provider", "variable", "output", "locals"];

/** Sections with a check of their own below. */
const checkedSections = ["terraform", "check", "import", "removed", "moved"];

/** Blocks at the top of a module that are not understood. */
export function unreadTopLevelBlocks(json: JsonObject, prefix: string): readonly UnreadPart[] {
  const unknown = Object.keys(json)
    .filter((name) => !readSections.includes(name) && !checkedSections.includes(name))
    .map((name) => unreadBlock(prefix, name, "is not a block that the models understand"));
  return [
    ...unknown,
    ...namedBlocks(json.output)
      .filter(([, { value }]) => value === undefined)
      .map(([name]) => unreadBlock(prefix, `output.${name}`, "has no value, so Terraform refuses it; write its value")),
    ...blocksOf(json.terraform).flatMap((settings) => unreadTerraformSettings(settings, prefix)),
    ...namedBlocks(json.check).flatMap(([name, check]) => unreadCheck(name, check, prefix)),
    ...blocksOf(json.import).flatMap((block) => unreadImport(block, json, prefix)),
    ...blocksOf(json.removed).flatMap((block) => unreadRemoval(block, prefix)),
    ...blocksOf(json.moved).flatMap((block) => unreadMove(block, prefix)),
  ];
}

function unreadBlock(prefix: string, name: string, text: string): UnreadPart {
  return { address: `${prefix}${name}`, text: `${prefix}${name} ${text}` };
}

const understoodSettings = ["//", "required_version", "required_providers", "backend", "cloud", "provider_meta"];

/**
 * Backends that only store the state, and the arguments that say where. Others can point to another service than AWS's own.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
const understoodBackends: Readonly<Record<string, readonly string[]>> = {
  local: ["path", "workspace_dir"],
  s3: [
    ...["bucket", "key", "region", "encrypt", "kms_key_id", "acl", "workspace_key_prefix"],
    ...["use_lockfile", "dynamodb_table", "allowed_account_ids", "forbidden_account_ids", "max_retries"],
    // Who reads and writes the state, not where it is.
    ...["profile", "assume_role", "assume_role_with_web_identity", "role_arn", "session_name", "external_id"],
  ],
};

function unreadTerraformSettings(settings: JsonObject, prefix: string): readonly UnreadPart[] {
  const address = `${prefix}terraform`;
  const unknown = Object.keys(settings).filter((name) => !understoodSettings.includes(name));
  return [
    ...unknown.map((name) =>
      unreadBlock(prefix, "terraform", `has ${name}, which is not understood: it can change who runs Terraform`),
    ),
    ...unreadRequiredProviders(settings.required_providers, prefix),
    ...namedBlocks(settings.provider_meta).flatMap(([name, meta]) => unreadProviderMeta(name, meta, prefix)),
    ...blocksOf(settings.cloud).map((cloud) => unreadCloud(cloud, address)),
    ...namedBlocks(settings.backend).flatMap(([type, body]) => {
      const known = ownEntry(understoodBackends, type);
      const names = Object.entries(body).filter(([name, value]) => name !== "//" && value !== null);
      return known === undefined
        ? [{ address, text: `${address}.backend.${type} is not understood; keep the state in S3 or in a file` }]
        : names
            .filter(([name]) => !known.includes(name))
            .map(([name]) => ({
              address,
              text: `${address}.backend.${type}.${name} is not understood: it can move the state`,
            }));
    }),
  ];
}

/**
 * A module tells the AWS provider its name for the user agent of calls, and nothing else.
 *
 * @see https://developer.hashicorp.com/terraform/internals/provider-meta
 */
function unreadProviderMeta(name: string, meta: JsonObject, prefix: string): readonly UnreadPart[] {
  const unknown = Object.keys(meta).filter((key) => key !== "//" && !(name === "aws" && key === "user_agent"));
  return unknown.map((key) =>
    unreadBlock(prefix, "terraform", `has provider_meta.${name}.${key}, which is not understood`),
  );
}

/** Where HCP Terraform is, unless a block names a server of Terraform Enterprise. */
const HCP_TERRAFORM = "app.terraform.io";
const cloudArguments = ["//", "hostname", "organization", "workspaces"];
const workspaceArguments = ["//", "name", "project"];

/**
 * A `cloud` block: its organization runs Terraform and keeps the state, so it is foreign until the posture declares it. Tags instead of
 * a name leave open which state it is.
 *
 * @see https://developer.hashicorp.com/terraform/cli/cloud/settings
 */
function unreadCloud(cloud: JsonObject, address: string): UnreadPart {
  const { hostname = HCP_TERRAFORM, organization, workspaces } = cloud;
  const [workspace, ...others] = blocksOf(workspaces);
  const names = [hostname, organization, workspace?.name];
  const isUnderstood =
    others.length === 0 &&
    names.every((name) => typeof name === "string" && /^[\w.:-]+$/.test(name)) &&
    Object.keys(cloud).every((name) => cloudArguments.includes(name)) &&
    Object.keys(workspace ?? {}).every((name) => workspaceArguments.includes(name));
  return isUnderstood
    ? {
        address,
        text: `${address}.cloud: HCP Terraform runs Terraform and keeps the state, and the posture does not declare ${hostname}/${organization} in hcp_organizations`,
        organization: `${hostname}/${organization}`,
      }
    : {
        address,
        text: `${address}.cloud is not understood; name the organization and one workspace, and nothing else`,
      };
}

/** A `check` block only reports: its conditions, and a data source for them that does nothing but read. */
function unreadCheck(name: string, body: JsonObject, prefix: string): readonly UnreadPart[] {
  const isReading = namedBlocks(body.data).every(([type]) => activeDataSource(type) === undefined);
  const other = Object.keys(body).find((key) => !["//", "assert", ...(isReading ? ["data"] : [])].includes(key));
  return other === undefined
    ? []
    : [unreadBlock(prefix, `check.${name}`, `contains ${other}, which is not understood`)];
}

/**
 * Types whose arguments say everything about the imported object. Others, such as a security group or a role, may have rules or
 * policies that this configuration does not contain.
 */
const wholeTypes = [
  "aws_cloudwatch_log_group",
  "aws_cloudwatch_log_metric_filter",
  "aws_cloudwatch_metric_alarm",
  "aws_cloudwatch_dashboard",
  "aws_ssm_parameter",
  "aws_budgets_budget",
];

/** Whether an import adds nothing that the arguments of the resource do not say. */
export function isWholeType(type: string): boolean {
  return wholeTypes.includes(type);
}

const understoodImportArguments = ["//", "to", "id", "for_each"];

function unreadImport(block: JsonObject, json: JsonObject, prefix: string): readonly UnreadPart[] {
  const target = typeof block.to === "string" ? block.to.replace(/^\$\{(.*)\}$/s, "$1") : "";
  const [type = "", name = ""] = target.split(/[.[]/);
  const isDefined = blocksOf(json.resource).some((section) =>
    blocksOf(section[type]).some((named) => named[name] !== undefined && named[name] !== null),
  );
  const other = Object.keys(block).find((key) => !understoodImportArguments.includes(key));
  const unread = (text: string): UnreadPart => unreadBlock(prefix, `import ${target || "of nothing"}`, text);
  if (other !== undefined) {
    return [unread(`has ${other}, which is not understood`)];
  }
  if (!isDefined) {
    return [unread("names no resource of this module")];
  }
  const adopts =
    "adopts an existing object, which may have more than this configuration says; verify its state or remove the block after the import";
  return isWholeType(type) ? [] : [{ ...unread(adopts), isInChanges: true }];
}

/** A `moved` block says where a resource was before, and nothing else: two addresses. */
function unreadMove(block: JsonObject, prefix: string): readonly UnreadPart[] {
  const { "//": _, from, to, ...others } = block;
  const [other] = Object.keys(others);
  const name = `moved ${jsonText(from)}`;
  if (other !== undefined) {
    return [unreadBlock(prefix, name, `has ${other}, which is not understood`)];
  }
  return [from, to].every((address) => typeof address === "string")
    ? []
    : [unreadBlock(prefix, name, "does not name two addresses")];
}

/** A removed resource that Terraform does not destroy stays in the account, and nothing manages it any more. */
function unreadRemoval(block: JsonObject, prefix: string): readonly UnreadPart[] {
  const lifecycle = blocksOf(block.lifecycle);
  const destroys = lifecycle.length === 1 && isTrue(lifecycle[0]?.destroy);
  const other = Object.keys(block).find((key) => !["//", "from", "lifecycle"].includes(key));
  const unread = (text: string): UnreadPart => unreadBlock(prefix, `removed ${jsonText(block.from)}`, text);
  if (other !== undefined) {
    return [unread(`has ${other}, which is not understood`)];
  }
  const leaves =
    "leaves the object in the account, where this configuration does not describe it; set lifecycle.destroy to true";
  return destroys ? [] : [{ ...unread(leaves), isInChanges: true }];
}
