import { createHash } from "node:crypto";
import type { ObjectValue, ProviderValue } from "../protocol/values";
import { isObjectValue, itemsOf, knownString, knownStrings } from "../protocol/values";

type Json = string | readonly Json[] | { readonly [key: string]: Json };
type Statement = Record<string, Json>;

/**
 * The document that `aws_iam_policy_document` renders: statements of the source documents, then its own, then those that override.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function renderPolicyDocument(attributes: ObjectValue): ObjectValue {
  const own = itemsOf(attributes.statement).flatMap((item) => (isObjectValue(item) ? [statementOf(item)] : []));
  const sources = knownStrings(attributes.source_policy_documents).flatMap(statementsIn);
  const overrides = knownStrings(attributes.override_policy_documents).flatMap(statementsIn);
  const statements = overrides.reduce(
    (known, next) => [...known.filter(({ Sid }) => Sid === undefined || Sid === "" || Sid !== next.Sid), next],
    [...sources, ...own],
  );
  const id = knownString(attributes.policy_id);
  const document = {
    Version: knownString(attributes.version) ?? "2012-10-17",
    ...(id === undefined ? {} : { Id: id }),
    Statement: statements.length === 1 ? (statements[0] ?? []) : statements,
  };
  const minified = JSON.stringify(document);
  return {
    id: createHash("sha256").update(minified).digest("hex").slice(0, 10),
    json: JSON.stringify(document, null, 2),
    minified_json: minified,
    version: document.Version,
  };
}

function statementsIn(text: string): readonly Statement[] {
  const document: unknown = JSON.parse(text);
  const found = typeof document === "object" && document !== null ? Reflect.get(document, "Statement") : [];
  return [found].flat() as readonly Statement[];
}

function statementOf(block: ObjectValue): Statement {
  const sid = knownString(block.sid);
  const list = (name: string, key: string): Statement => {
    const values = [...knownStrings(block[name])].sort();
    return values.length === 0 ? {} : { [key]: single(values) };
  };
  return {
    ...(sid === undefined || sid === "" ? {} : { Sid: sid }),
    Effect: knownString(block.effect) ?? "Allow",
    ...list("actions", "Action"),
    ...list("not_actions", "NotAction"),
    ...list("resources", "Resource"),
    ...list("not_resources", "NotResource"),
    ...principals(block.principals, "Principal"),
    ...principals(block.not_principals, "NotPrincipal"),
    ...conditions(block.condition),
  };
}

function principals(blocks: ProviderValue | undefined, key: string): Statement {
  const found: Record<string, string[]> = {};
  for (const block of itemsOf(blocks)) {
    if (isObjectValue(block)) {
      const type = knownString(block.type) ?? "AWS";
      found[type] = [...(found[type] ?? []), ...knownStrings(block.identifiers)];
    }
  }
  const entries = Object.entries(found).map(([type, values]): [string, Json] => [type, single(values)]);
  if (entries.length === 0) {
    return {};
  }
  return { [key]: found["*"]?.includes("*") ? "*" : Object.fromEntries(entries) };
}

function conditions(blocks: ProviderValue | undefined): Statement {
  const found: Record<string, Record<string, Json>> = {};
  for (const block of itemsOf(blocks)) {
    if (isObjectValue(block)) {
      const test = knownString(block.test) ?? "";
      found[test] = { ...found[test], [knownString(block.variable) ?? ""]: single(knownStrings(block.values)) };
    }
  }
  return Object.keys(found).length === 0 ? {} : { Condition: found };
}

function single(values: readonly string[]): Json {
  return values.length === 1 ? (values[0] ?? "") : values;
}
