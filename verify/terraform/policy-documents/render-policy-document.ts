import { formatReference, parseTemplate } from "../expressions/template";
import { escapeTemplate } from "../expressions/terraform-value";
import { isJsonObject, type Json, type JsonObject, jsonText } from "../terraform-configuration";

/** A policy document: statements in their order, and what is around them. Strings may hold `${...}` references. */
export interface PolicyDocument {
  readonly version?: Json;
  readonly id?: Json;
  readonly statements: readonly JsonObject[];
}

const knownArguments = new Set([
  ...["statement", "source_policy_documents", "override_policy_documents", "version", "policy_id"],
  // Computed, and what Terraform itself reads.
  ...["id", "json", "minified_json", "depends_on", "lifecycle"],
]);

/** Lists of a statement, by the name of the element in the document. */
const statementLists: Readonly<Record<string, string>> = {
  actions: "Action",
  not_actions: "NotAction",
  resources: "Resource",
  not_resources: "NotResource",
};

const statementArguments = new Set([
  ...Object.keys(statementLists),
  ...["sid", "effect", "principals", "not_principals", "condition"],
]);

/**
 * The document that the data source `aws_iam_policy_document` renders.
 *
 * Documents are merged in order: sources, own statements, overrides. A statement replaces an earlier one with its `sid`.
 *
 * @param values arguments of the data source in the normal form
 * @param included reads a document of `source_policy_documents` or `override_policy_documents`; `undefined` when it is not understood
 * @returns `undefined` for arguments that are not understood or not known
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocumentOf(
  values: JsonObject,
  included: (text: string) => PolicyDocument | undefined,
): PolicyDocument | undefined {
  const isKnown = Object.entries(values).every(([name, value]) => value === null || knownArguments.has(name));
  const own = complete(objectsIn(values.statement)?.map(statementOf));
  const sources = complete(textsIn(values.source_policy_documents)?.map(included));
  const overrides = complete(textsIn(values.override_policy_documents)?.map(included));
  if (!isKnown || own === undefined || sources === undefined || overrides === undefined) {
    return undefined;
  }
  const { version = "2012-10-17", policy_id: id } = values;
  const sids = sources.flatMap(({ statements }) => statements.flatMap(({ Sid }) => (Sid === "" ? [] : (Sid ?? []))));
  if (new Set(sids).size < sids.length) {
    // Terraform refuses it.
    return undefined;
  }
  const written: PolicyDocument = { version, ...(isSet(id) && { id }), statements: own };
  return [...sources, written, ...overrides].reduce(merged, { statements: [] });
}

/** The text of the document, with its references. */
export function policyDocumentJson({ version, id, statements }: PolicyDocument): JsonObject {
  return {
    ...(isSet(version) && { Version: version }),
    ...(isSet(id) && { Id: id }),
    Statement: statements,
  };
}

/** Reads a document from parsed JSON; `undefined` for anything else than a version, an ID and statements. */
export function parsedPolicyDocument(json: Json): PolicyDocument | undefined {
  const { Version: version, Id: id, Statement: statement, ...others } = isJsonObject(json) ? json : ({} as JsonObject);
  const statements = Array.isArray(statement) ? statement : [statement];
  return Object.keys(others).length > 0 || !statements.every(isJsonObject)
    ? undefined
    : { ...(version !== undefined && { version }), ...(id !== undefined && { id }), statements };
}

function merged(base: PolicyDocument, next: PolicyDocument): PolicyDocument {
  const statements = [...base.statements];
  for (const statement of next.statements) {
    const { Sid: sid } = statement;
    const index = isSet(sid) && sid !== "" ? statements.findIndex(({ Sid }) => Sid === sid) : -1;
    statements.splice(index < 0 ? statements.length : index, index < 0 ? 0 : 1, statement);
  }
  return {
    ...(isSet(next.version) ? { version: next.version } : isSet(base.version) ? { version: base.version } : {}),
    ...(isSet(next.id) ? { id: next.id } : isSet(base.id) ? { id: base.id } : {}),
    statements,
  };
}

function statementOf(block: JsonObject): JsonObject | undefined {
  const { sid, effect } = block;
  const isKnown = Object.entries(block).every(([name, value]) => value === null || statementArguments.has(name));
  const isPlain = [sid, effect].every((value) => !isSet(value) || (typeof value === "string" && !value.includes("${")));
  const lists = Object.entries(statementLists).map(([name, element]) => [element, textsIn(block[name])] as const);
  const principals = principalsOf(block.principals);
  const others = principalsOf(block.not_principals);
  const conditions = conditionsOf(block.condition);
  const isRead = principals !== undefined && others !== undefined && conditions !== undefined;
  if (!isKnown || !isPlain || !isRead || lists.some(([, texts]) => texts === undefined)) {
    return undefined;
  }
  const named = lists.map(([element, texts = []]) => [element, texts.map(withVariables)] as const);
  return {
    ...(isSet(sid) && sid !== "" && { Sid: sid }),
    Effect: isSet(effect) && effect !== "" ? effect : "Allow",
    ...Object.fromEntries(named.filter(([, texts]) => texts.length > 0)),
    ...(principals !== "none" && { Principal: principals }),
    ...(others !== "none" && { NotPrincipal: others }),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

/** Principals by type; the type `*` means everybody. */
function principalsOf(value: Json | undefined): JsonObject | "*" | "none" | undefined {
  const blocks = objectsIn(value);
  if (blocks === undefined) {
    return undefined;
  }
  const byType = new Map<string, readonly string[]>();
  for (const { type, identifiers, ...others } of blocks) {
    const texts = textsIn(identifiers);
    if (
      typeof type !== "string" ||
      type.includes("${") ||
      !texts ||
      texts.length === 0 ||
      Object.keys(others).length > 0
    ) {
      return undefined;
    }
    byType.set(type, [...(byType.get(type) ?? []), ...texts.map(withVariables)]);
  }
  const everybody = byType.get("*");
  if (everybody !== undefined) {
    return byType.size === 1 && everybody.every((identifier) => identifier === "*") ? "*" : undefined;
  }
  return byType.size === 0 ? "none" : Object.fromEntries(byType);
}

/** Conditions by operator and key. A key that is there twice is not read: releases of the provider differ. */
function conditionsOf(value: Json | undefined): JsonObject | undefined {
  const blocks = objectsIn(value);
  if (blocks === undefined) {
    return undefined;
  }
  const byTest = new Map<string, Map<string, readonly string[]>>();
  for (const { test, variable, values, ...others } of blocks) {
    const texts = textsIn(values);
    const isNamed = [test, variable].every((name) => typeof name === "string" && !name.includes("${"));
    const keys = byTest.get(jsonText(test)) ?? new Map<string, readonly string[]>();
    if (!isNamed || texts === undefined || keys.has(jsonText(variable)) || Object.keys(others).length > 0) {
      return undefined;
    }
    byTest.set(jsonText(test), keys.set(jsonText(variable), texts.map(withVariables)));
  }
  return Object.fromEntries([...byTest].map(([test, keys]) => [test, Object.fromEntries(keys)]));
}

/** Blocks; `undefined` when the value is an expression. */
function objectsIn(value: Json | undefined): readonly JsonObject[] | undefined {
  const items = Array.isArray(value) ? value : isSet(value) ? [value] : [];
  return items.every(isJsonObject) ? items : undefined;
}

/** Texts of a list; `undefined` when the list is an expression, or an item is no text. */
function textsIn(value: Json | undefined): readonly string[] | undefined {
  const items = isSet(value) ? value : [];
  const isList = Array.isArray(items) && items.every((item) => ["string", "number", "boolean"].includes(typeof item));
  return isList ? items.map(String) : undefined;
}

function complete<T>(items: readonly (T | undefined)[] | undefined): readonly T[] | undefined {
  return items?.every((item): item is T => item !== undefined) === true ? items : undefined;
}

function isSet(value: Json | undefined): value is Exclude<Json, null> {
  return value !== undefined && value !== null;
}

/** The provider writes `&{aws:username}` as the policy variable `${aws:username}`, which a template has to escape. */
function withVariables(text: string): string {
  const parts = text.includes("&{") ? parseTemplate(text) : [];
  return parts.length === 0
    ? text
    : parts
        .map((part) =>
          part.kind === "literal"
            ? escapeTemplate(part.text).replaceAll("&{", () => "$${")
            : `\${${part.kind === "reference" ? formatReference(part) : part.text}}`,
        )
        .join("");
}
