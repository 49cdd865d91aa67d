import { groupBy } from "../../verify/collections/group-by";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  namedBlocks,
  objectOf,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { withoutComments } from "../model/json-comments";
import { printablePair, printableValue } from "../model/printable-value";
import { createDifference, formatList, type ReviewDifference, type Severity } from "../model/review-difference";

/** How a change in each top-level section of Terraform's JSON matters. Every other section runs something or moves state. */
const severityOfSection: Readonly<Record<string, Severity | "compared elsewhere">> = {
  "//": "compared elsewhere",
  resource: "compared elsewhere",
  data: "compared elsewhere",
  output: "changes",
  locals: "changes",
  variable: "changes",
};

/**
 * Meta-arguments of a resource or data source: who creates it, what else Terraform runs, and what it keeps, ignores, replaces or
 * checks. Terraform expands the others.
 */
const metaArgumentSeverities: Readonly<Record<string, Severity>> = {
  provider: "executes",
  provisioner: "executes",
  connection: "executes",
  lifecycle: "executes",
  count: "changes",
  for_each: "changes",
  depends_on: "changes",
};

/** The root modules of both sides, as Terraform JSON. */
export interface ComparedFiles {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** The same as the models read them, where they do. */
export interface ComparedConfigurations {
  readonly before?: TerraformConfiguration;
  readonly after?: TerraformConfiguration;
}

/**
 * Changes of what Terraform runs, with which provider and credentials, and where it keeps its state: provider sources, versions and
 * arguments, the backend, modules, imports, moved and removed resources, provisioners, lifecycles. No model of the perimeter reads
 * them. A local value, a variable or a data source that no model could evaluate cannot be determined.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function executionDifferences(
  { before, after }: ComparedFiles,
  configurations: ComparedConfigurations = {},
): readonly ReviewDifference[] {
  const sections = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const isUnresolved = unresolvedReferences(configurations);
  return [
    ...sections.flatMap((section) => sectionDifferences(section, before[section], after[section], isUnresolved)),
    ...foldedMetaArguments([
      ...metaArgumentDifferences(before.resource, after.resource, ""),
      ...metaArgumentDifferences(before.data, after.data, "data."),
    ]),
    ...dataSourceDifferences(before.data, after.data, isUnresolved),
    ...organizationDifferences(before, after),
  ];
}

/** Whether the normal form of either side still refers to a name, such as `local.cidr`. */
function unresolvedReferences({ before, after }: ComparedConfigurations): (reference: string) => boolean {
  const texts = [before, after].map((configuration) =>
    JSON.stringify((configuration?.resources ?? []).map(({ values }) => values)),
  );
  return (reference) => {
    const pattern = new RegExp(`(?<![\\w.-])${reference.replaceAll(".", "\\.")}(?![\\w-])`);
    return texts.some((text) => pattern.test(text));
  };
}

/** The accounts of the declared organization count as the stack's own. */
function organizationDifferences(before: JsonObject, after: JsonObject): readonly ReviewDifference[] {
  const path = `${posturePath}.value.organization_id`;
  const [one, other] = [organizationOf(before), organizationOf(after)];
  return one === other
    ? []
    : [createDifference(other === undefined ? "changes" : "opens", leafText(path, one, other), [path])];
}

function organizationOf({ output }: JsonObject): Json | undefined {
  return objectOf(objectOf(objectOf(output).perimeter_posture).value).organization_id;
}

/** Whether two files are equal but for formatting, the order of names and comments. */
export function isSameText(before: Json, after: Json): boolean {
  return jsonEquals(withoutComments(before), withoutComments(after));
}

function sectionDifferences(
  section: string,
  before: Json | undefined,
  after: Json | undefined,
  isUnresolved: (reference: string) => boolean,
): readonly ReviewDifference[] {
  const severity = severityOfSection[section] ?? "executes";
  if (severity === "compared elsewhere") {
    return [];
  }
  return changedLeaves(section, before, after).map(({ path, text }) => {
    const [, name = ""] = path.split(".");
    const reference = { locals: `local.${name}`, variable: `var.${name}` }[section];
    const isUnclear = reference !== undefined && isUnresolved(reference);
    return isUnclear
      ? createDifference("unclear", `${text}: what refers to it cannot be compared`, [path])
      : createDifference(severity, text, [path]);
  });
}

function metaArgumentDifferences(
  before: Json | undefined,
  after: Json | undefined,
  prefix: string,
): readonly ReviewDifference[] {
  const [bodiesBefore, bodiesAfter] = [resourceBodies(before), resourceBodies(after)];
  const addresses = [...new Set([...bodiesBefore.keys(), ...bodiesAfter.keys()])];
  return addresses.flatMap((address) => {
    const [one, other] = [bodiesBefore.get(address), bodiesAfter.get(address)];
    return Object.entries(metaArgumentSeverities).flatMap(([argument, severity]) => {
      // The lifecycle of a resource that comes or goes changes nothing that exists.
      const isOneSided = (one === undefined || other === undefined) && !alwaysExecuting.has(argument);
      const leaves = isOneSided
        ? []
        : changedLeaves(`${prefix}${address}.${argument}`, one?.[argument], other?.[argument]);
      return leaves.map(({ path, text }) => createDifference(severity, text, [path, `${prefix}${address}`]));
    });
  });
}

/** From this number on, resources with the same change of a meta-argument are one item. */
const minimumGroup = 3;

function foldedMetaArguments(differences: readonly ReviewDifference[]): readonly ReviewDifference[] {
  const changeOf = ({ text, addresses: [, address = ""] }: ReviewDifference): string => text.slice(address.length + 1);
  const alike = groupBy(differences, (difference) => `${difference.severity} ${changeOf(difference)}`);
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length < minimumGroup) {
      return group;
    }
    const names = group.map(({ addresses: [, address = ""] }) => address);
    return [
      {
        ...createDifference(first.severity, `${changeOf(first)} (${formatList(names)})`, names),
        details: group.map(({ text }) => text),
      },
    ];
  });
}

/** Meta-arguments that matter for a new resource, too. */
const alwaysExecuting: ReadonlySet<string> = new Set(["provider", "provisioner", "connection"]);

/** What a data source returns is not known. One that a resource refers to may change anything. */
function dataSourceDifferences(
  before: Json | undefined,
  after: Json | undefined,
  isUnresolved: (reference: string) => boolean,
): readonly ReviewDifference[] {
  const [bodiesBefore, bodiesAfter] = [resourceBodies(before), resourceBodies(after)];
  return [...new Set([...bodiesBefore.keys(), ...bodiesAfter.keys()])].flatMap((name) => {
    const address = `data.${name}`;
    const leaves = changedLeaves(address, argumentsOf(bodiesBefore.get(name)), argumentsOf(bodiesAfter.get(name)));
    const isNamed = isUnresolved(address);
    return leaves.map(({ path, text }) =>
      isNamed
        ? createDifference("unclear", `${text}: what it returns is not known`, [path, address])
        : createDifference("changes", text, [path, address]),
    );
  });
}

function argumentsOf(body: JsonObject | undefined): JsonObject | undefined {
  return (
    body && Object.fromEntries(Object.entries(body).filter(([name]) => !Object.hasOwn(metaArgumentSeverities, name)))
  );
}

/** The arguments of each resource by address. */
function resourceBodies(section: Json | undefined): ReadonlyMap<string, JsonObject> {
  return new Map(
    namedBlocks(section).flatMap(([type, names]) =>
      namedBlocks(names).map(([name, body]) => [`${type}.${name}`, body] as const),
    ),
  );
}

interface ChangedLeaf {
  readonly path: string;
  readonly text: string;
}

/** The declared posture, which is compared field by field. */
const posturePath = "output.perimeter_posture";

/** The innermost values that differ, with both values. Values of a sensitive variable or output are not shown. */
function changedLeaves(
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
      changedLeaves(`${path}.${name}`, objectOf(one)[name], objectOf(other)[name], isHidden && name !== "sensitive"),
    );
    const isOneSided = one === undefined || other === undefined;
    return inner.length > 0 || !isOneSided
      ? inner
      : [{ path, text: `${path} ${one === undefined ? "is added" : "is removed"}` }];
  }
  return [{ path, text: isSensitive ? hiddenLeafText(path, one, other) : leafText(path, one, other) }];
}

function leafText(path: string, before: Json | undefined, after: Json | undefined): string {
  if (before === undefined) {
    return `${path} is added: ${shownValue(path, after)}`;
  }
  return after === undefined
    ? `${path} is removed; it was ${shownValue(path, before)}`
    : `${path} changes from ${shownPair(path, before, after).join(" to ")}`;
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

function shownPair(path: string, before: Json, after: Json): readonly string[] {
  return isShown(path) ? printablePair(path, before, after) : ["(hidden)", "(hidden)"];
}

function isShown(path: string): boolean {
  const isSetting = /^(?:provider|terraform\.(?:backend|cloud))\./.test(path);
  return !isSetting || path.split(".").some((part) => shownSettings.has(part));
}

/** In Terraform's JSON, a list with one block is that block. */
function unwrapped(value: Json | undefined): Json | undefined {
  return Array.isArray(value) && value.length === 1 && isJsonObject(value[0]) ? value[0] : value;
}
