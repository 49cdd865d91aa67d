import { memoizeByKey } from "../../collections/memoize";
import { parseJson } from "../../terraform/read/json/parse-json";
import { isJsonObject, type Json, type JsonObject } from "../../terraform/terraform-configuration";
import { type ConditionOperator, conditionOperatorNamed } from "./condition-operators";
import { escapeVariables } from "./policy-variables";

/** `Action` or `Resource`; negated for `NotAction` and `NotResource`. */
export interface PolicyElement {
  readonly isNegated: boolean;
  readonly patterns: readonly string[];
}

/** One entry of `Principal`: `{ kind: "AWS", value: "*" }`. */
export interface PrincipalEntry {
  readonly kind: "AWS" | "Service" | "Federated" | "CanonicalUser";
  readonly value: string;
}

/** `Principal` or `NotPrincipal`. */
export interface PrincipalElement {
  readonly isNegated: boolean;
  readonly entries: readonly PrincipalEntry[];
}

/** One key of one operator of a condition block. */
export interface ConditionTest {
  readonly setOperator: "none" | "ForAllValues" | "ForAnyValue";
  /** As written, for people. */
  readonly operatorName: string;
  readonly operator: ConditionOperator;
  readonly ifExists: boolean;
  /** In lower case; IAM's keys ignore case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of a policy. All of its conditions must hold. */
export interface Statement {
  /** Its Sid, or `statement 2`. */
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  readonly principal?: PrincipalElement;
  readonly action: PolicyElement;
  /** Absent in trust policies. */
  readonly resource?: PolicyElement;
  readonly conditions: readonly ConditionTest[];
}

/**
 * What a policy document is attached to, which says which elements its statements need and must not have: an identity; a
 * bucket, key or endpoint; the trust of a role. `any` where that is not known.
 */
export type PolicyKind = "identity" | "resource" | "trust" | "any";

/** A policy document, and the Terraform address of the resource that contains it. */
export interface Policy {
  readonly address: string;
  readonly statements: readonly Statement[];
}

const documentFields = ["Version", "Id", "Statement"];
const statementFields = [
  ...["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction"],
  ...["Resource", "NotResource", "Condition"],
];
const principalKinds = ["AWS", "Service", "Federated", "CanonicalUser"] as const;

/**
 * Reads a policy document.
 *
 * @param kind default: `any`
 * @throws on anything that the IAM policy grammar does not define, so that nothing is skipped
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicy(text: string, address: string, kind: PolicyKind = "any"): Policy {
  return { address, statements: statementsIn(text, kind) };
}

/** Documents of two or three environments. Both sides of a change share most of them. */
const maxKeptDocuments = 1000;

/** The statements of a document, one list for equal documents. */
const statementsIn = memoizeByKey(
  (text: string, kind: PolicyKind) => `${kind} ${text}`,
  parseStatements,
  maxKeptDocuments,
);

function parseStatements(text: string, kind: PolicyKind): readonly Statement[] {
  const document = requireObject(parseWithoutDuplicates(text), "policy");
  rejectUnknownFields(document, documentFields, "policy");
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement ?? null];
  const read = textTransformOfVersion(document.Version);
  return statements.map((json, index) => {
    const statement = parseStatement(json, index, read);
    rejectMisplacedElements(statement, kind);
    return sharedStatement(statement);
  });
}

/** Whether AWS takes the first of two equal keys, the last or none, it does not say. */
function parseWithoutDuplicates(text: string): Json {
  const { json, duplicates } = parseJson(text);
  const [first] = duplicates;
  if (first !== undefined) {
    throw new Error(`policy: the key ${first.path.at(-1)} is written twice`);
  }
  return json;
}

/** Whether statements of a kind have the element. */
const elementsByKind: Readonly<
  Record<Exclude<PolicyKind, "any">, Readonly<Record<"principal" | "resource", boolean>>>
> = {
  identity: { principal: false, resource: true },
  resource: { principal: true, resource: true },
  trust: { principal: true, resource: false },
};

/** AWS refuses a document with an element too many or too few, or takes the statement for none. */
function rejectMisplacedElements(statement: Statement, kind: PolicyKind): void {
  for (const [name, isNeeded] of kind === "any" ? [] : Object.entries(elementsByKind[kind])) {
    const isPresent = statement[name === "principal" ? "principal" : "resource"] !== undefined;
    if (isPresent !== isNeeded) {
      throw new Error(`${statement.sid}: a policy of this kind ${isNeeded ? "needs" : "must not have"} a ${name}`);
    }
  }
}

/** How the strings of a document are read. */
type TextTransform = (text: string) => string;

/**
 * Version 2008-10-17, the default, has no policy variables: `${aws:username}` is plain text.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
function textTransformOfVersion(version: Json = "2008-10-17"): TextTransform {
  switch (version) {
    case "2012-10-17":
      return (text) => text;
    case "2008-10-17":
      return escapeVariables;
    default:
      throw new Error(`policy: Version is neither 2012-10-17 nor 2008-10-17, got ${JSON.stringify(version)}`);
  }
}

function parseStatement(json: Json, index: number, read: TextTransform): Statement {
  const sid = isJsonObject(json) && typeof json.Sid === "string" ? json.Sid : `statement ${index + 1}`;
  const statement = requireObject(json, sid);
  rejectUnknownFields(statement, statementFields, sid);
  const { Effect: effect } = statement;
  if (effect !== "Allow" && effect !== "Deny") {
    throw new Error(`${sid}: Effect is neither Allow nor Deny, got ${JSON.stringify(effect)}`);
  }
  const action = parseElement(statement, "Action", sid, read);
  if (action === undefined) {
    throw new Error(`${sid}: has no Action`);
  }
  const principal = parsePrincipal(statement, sid);
  const resource = parseElement(statement, "Resource", sid, read);
  return {
    sid,
    effect,
    action,
    conditions: parseConditions(statement.Condition === undefined ? {} : statement.Condition, sid, read),
    ...(principal === undefined ? {} : { principal }),
    ...(resource === undefined ? {} : { resource }),
  };
}

function parseElement(
  statement: JsonObject,
  name: "Action" | "Resource",
  where: string,
  read: TextTransform,
): PolicyElement | undefined {
  const meant = statement[name];
  const excluded = statement[`Not${name}`];
  if (meant !== undefined && excluded !== undefined) {
    throw new Error(`${where}: has both ${name} and Not${name}`);
  }
  const value = meant ?? excluded;
  return value === undefined
    ? undefined
    : sharedElement({ isNegated: meant === undefined, patterns: parseTexts(value, where).map(read) });
}

/** Equal elements are one object, so that results cached for an element serve all of its copies. */
const sharedElement = memoizeByKey<[PolicyElement], PolicyElement>(JSON.stringify, (element) => element);

/** Equal statements are one object, also those of two configurations. What an operator does follows from its name. */
const sharedStatement = memoizeByKey<[Statement], Statement>(JSON.stringify, (statement) => statement);

function parsePrincipal(statement: JsonObject, where: string): PrincipalElement | undefined {
  const { Principal: meant, NotPrincipal: excluded } = statement;
  const value = meant ?? excluded;
  if (value === undefined) {
    return undefined;
  }
  if (value === "*") {
    return { isNegated: meant === undefined, entries: [{ kind: "AWS", value: "*" }] };
  }
  const kinds = requireObject(value, `${where}: Principal`);
  rejectUnknownFields(kinds, principalKinds, `${where}: Principal`);
  const entries = principalKinds.flatMap((kind) =>
    kinds[kind] === undefined
      ? []
      : parseTexts(kinds[kind], where).map((text): PrincipalEntry => ({ kind, value: text })),
  );
  return { isNegated: meant === undefined, entries };
}

function parseConditions(json: Json, where: string, read: TextTransform): readonly ConditionTest[] {
  return Object.entries(requireObject(json, `${where}: Condition`)).flatMap(([name, keys]) => {
    const tests = Object.entries(requireObject(keys, `${where}: ${name}`)).map(([key, values]) => ({
      ...parseOperator(name, where),
      operatorName: name,
      key: key.toLowerCase(),
      values: parseStrings(values, where).map(read),
    }));
    const repeated = tests.find(({ key }, index) => tests.findIndex((test) => test.key === key) !== index);
    if (repeated !== undefined) {
      throw new Error(`${where}: ${name} has the key ${repeated.key} twice, in different letter cases`);
    }
    const empty = tests.find(({ values }) => values.length === 0);
    if (empty !== undefined) {
      throw new Error(`${where}: ${name} compares ${empty.key} with no value`);
    }
    return tests;
  });
}

const operatorPattern = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

function parseOperator(name: string, where: string): Pick<ConditionTest, "setOperator" | "operator" | "ifExists"> {
  const [, quantifier, base = "", ifExists] = operatorPattern.exec(name) ?? [];
  const operator = conditionOperatorNamed(base);
  if (operator === undefined || (operator.family === "presence" && ifExists !== undefined)) {
    throw new Error(`${where}: unknown condition operator ${name}`);
  }
  return {
    setOperator: quantifier === "ForAllValues" || quantifier === "ForAnyValue" ? quantifier : "none",
    operator,
    ifExists: ifExists !== undefined,
  };
}

/** Time and memory of a decision grow with the wildcards of the patterns; no pattern that people write has so many. */
const mostWildcards = 100;

function requireFewWildcards(text: string, where: string): string {
  const count = text.split(/[*?]/).length - 1;
  if (count > mostWildcards) {
    throw new Error(
      `${where}: a text has ${count} wildcards, and patterns with more than ${mostWildcards} are not read`,
    );
  }
  return text;
}

/** Texts of an element that holds nothing else. */
function parseTexts(json: Json, where: string): readonly string[] {
  const values = Array.isArray(json) ? json : [json];
  return values.map((value) => {
    if (typeof value !== "string") {
      throw new Error(`${where}: a value is no text, got ${JSON.stringify(value)}`);
    }
    return requireFewWildcards(value, where);
  });
}

/** Values of a condition, which may be numbers and booleans. */
function parseStrings(json: Json, where: string): readonly string[] {
  const values = Array.isArray(json) ? json : [json];
  return values.map((value) => {
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      return requireFewWildcards(String(value), where);
    }
    throw new Error(`${where}: a value is neither text, number nor boolean, got ${JSON.stringify(value)}`);
  });
}

function requireObject(json: unknown, where: string): JsonObject {
  if (!isJsonObject(json)) {
    throw new Error(`${where}: is not an object, got ${JSON.stringify(json)}`);
  }
  return json;
}

function rejectUnknownFields(json: JsonObject, known: readonly string[], where: string): void {
  const unknown = Object.keys(json).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new Error(`${where}: unknown element ${unknown.join(", ")}`);
  }
}

/** The worst policy that a resource outside the configuration may have; it has no Terraform address. */
export const allowAllPolicy: Policy = parsePolicy(
  JSON.stringify({ Statement: [{ Sid: "open", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] }),
  "",
);
