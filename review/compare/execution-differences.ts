import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { isJsonObject, type Json, type JsonObject, namedBlocks } from "../../verify/terraform/terraform-configuration";
import { createDifference, type ReviewDifference, type Severity } from "../model/review-difference";

/** How a change in each top-level section of Terraform's JSON matters. Every other section runs something or moves state. */
const severityOfSection: Readonly<Record<string, Severity | "compared elsewhere">> = {
  "//": "compared elsewhere",
  resource: "compared elsewhere",
  data: "changes",
  output: "changes",
  locals: "changes",
  variable: "changes",
};

/** Arguments of a resource that say who creates it, or what else Terraform runs. */
const executingArguments = ["provider", "provisioner", "connection"];

/** Longest value in a sentence. */
const maximumValueLength = 60;

/**
 * Changes of what Terraform runs, with which provider and credentials, and where it keeps its state: provider sources, versions and
 * arguments, the backend, modules, imports, moved and removed resources, provisioners. No model of the perimeter reads them.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json
 */
export function executionDifferences(before: JsonObject, after: JsonObject): readonly ReviewDifference[] {
  const sections = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return [
    ...sections.flatMap((section) => sectionDifferences(section, before[section], after[section])),
    ...resourceDifferences(before.resource, after.resource),
    ...organizationDifferences(before, after),
  ];
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
): readonly ReviewDifference[] {
  const severity = severityOfSection[section] ?? "executes";
  return severity === "compared elsewhere"
    ? []
    : changedLeaves(section, before, after).map(({ path, text }) => createDifference(severity, text, [path]));
}

function resourceDifferences(before: Json | undefined, after: Json | undefined): readonly ReviewDifference[] {
  const [bodiesBefore, bodiesAfter] = [resourceBodies(before), resourceBodies(after)];
  const addresses = [...new Set([...bodiesBefore.keys(), ...bodiesAfter.keys()])];
  return addresses.flatMap((address) =>
    executingArguments.flatMap((argument) =>
      changedLeaves(
        `${address}.${argument}`,
        bodiesBefore.get(address)?.[argument],
        bodiesAfter.get(address)?.[argument],
      ).map(({ path, text }) => createDifference("executes", text, [path])),
    ),
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

/** The innermost values that differ, with both values. */
function changedLeaves(path: string, before: Json | undefined, after: Json | undefined): readonly ChangedLeaf[] {
  if (path === posturePath) {
    return [];
  }
  const [one, other] = [unwrapped(before), unwrapped(after)];
  if (isSameText(one ?? null, other ?? null)) {
    return [];
  }
  const objects = [one, other].filter(isJsonObject);
  if (objects.length > 0 && (isJsonObject(one) || one === undefined) && (isJsonObject(other) || other === undefined)) {
    const names = [...new Set(objects.flatMap((object) => Object.keys(object)))].filter((name) => name !== "//");
    const inner = names.flatMap((name) => changedLeaves(`${path}.${name}`, objectOf(one)[name], objectOf(other)[name]));
    const isOneSided = one === undefined || other === undefined;
    return inner.length > 0 || !isOneSided
      ? inner
      : [{ path, text: `${path} ${one === undefined ? "is added" : "is removed"}` }];
  }
  return [{ path, text: leafText(path, one, other) }];
}

function leafText(path: string, before: Json | undefined, after: Json | undefined): string {
  if (before === undefined) {
    return `${path} is added: ${shortValue(after)}`;
  }
  return after === undefined
    ? `${path} is removed; it was ${shortValue(before)}`
    : `${path} changes from ${shortValue(before)} to ${shortValue(after)}`;
}

function shortValue(value: Json | undefined): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length > maximumValueLength ? `${text.slice(0, maximumValueLength)}...` : text;
}

/** In Terraform's JSON, a list with one block is that block. */
function unwrapped(value: Json | undefined): Json | undefined {
  return Array.isArray(value) && value.length === 1 && isJsonObject(value[0]) ? value[0] : value;
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** `//` is a comment in Terraform's JSON syntax. cdktf writes its metadata there. */
function withoutComments(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(withoutComments);
  }
  return isJsonObject(value)
    ? Object.fromEntries(
        Object.entries(value).flatMap(([name, inner]) => (name === "//" ? [] : [[name, withoutComments(inner)]])),
      )
    : value;
}
