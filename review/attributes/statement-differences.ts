import { isJsonObject, type Json, type JsonObject } from "../../verify/terraform/terraform-configuration";

/** A difference between two policy documents. */
export type StatementDifference =
  | { readonly change: "added" | "removed"; readonly statement: string; readonly content: string }
  | { readonly change: "changed"; readonly statement: string; readonly elements: readonly ElementDifference[] }
  | { readonly change: "reordered" };

/** An element of a statement with the items that only one side has: `Action`, `Principal`, `Condition`. */
export interface ElementDifference {
  readonly element: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Whether a value is a policy document: an object with statements. */
export function isPolicyDocument(value: Json | undefined): value is JsonObject {
  return isJsonObject(value) && statementsIn(value).length > 0 && statementsIn(value).every(isJsonObject);
}

/**
 * Statements that one document has and the other does not, by their Sid, else by their content. A statement without a partner of the
 * same Sid or content is paired with the one that shares the most elements with it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function statementDifferences(
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): readonly StatementDifference[] {
  const read = (document: JsonObject | undefined): readonly StatementElements[] =>
    document === undefined ? [] : statementsIn(document).filter(isJsonObject).map(elementsOf);
  const [one, other] = [read(before), read(after)];
  const pairs = pairStatements(one, other);
  const changed = pairs.flatMap(([first, second]): readonly StatementDifference[] => {
    const elements = elementDifferences(first, second);
    return elements.length === 0 ? [] : [{ change: "changed", statement: nameOf(second), elements }];
  });
  const [paired, partners] = [new Set(pairs.map(([first]) => first)), new Set(pairs.map(([, second]) => second))];
  const whole = (change: "added" | "removed", statement: StatementElements): StatementDifference => ({
    ...{ change, statement: nameOf(statement), content: contentOf(statement) },
  });
  const found = [
    ...other.filter((statement) => !partners.has(statement)).map((statement) => whole("added", statement)),
    ...changed,
    ...one.filter((statement) => !paired.has(statement)).map((statement) => whole("removed", statement)),
    ...documentDifferences(before, after),
  ];
  const places = pairs.map(([, second]) => other.indexOf(second));
  return found.length === 0 && places.some((place, index) => index > 0 && place < (places[index - 1] ?? 0))
    ? [{ change: "reordered" }]
    : found;
}

/** The items of each element of a statement: `Action` with its actions, `Condition` with a text for each key and value. */
type StatementElements = ReadonlyMap<string, readonly string[]>;

function statementsIn({ Statement: statement }: JsonObject): readonly Json[] {
  return Array.isArray(statement) ? statement : statement === undefined ? [] : [statement];
}

function elementsOf(statement: JsonObject): StatementElements {
  return new Map(
    Object.entries(statement).map(([name, value]) => [
      name,
      name === "Condition"
        ? conditionItems(value)
        : /^(?:Not)?Principal$/.test(name)
          ? keyedItems(value)
          : items(value),
    ]),
  );
}

function items(value: Json): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((item: Json) =>
    typeof item === "string" ? item : JSON.stringify(item),
  );
}

/** `{AWS: [a, b]}` gives `AWS a` and `AWS b`. */
function keyedItems(value: Json): readonly string[] {
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => items(inner).map((item) => `${key} ${item}`))
    : items(value);
}

function conditionItems(value: Json): readonly string[] {
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([operator, keys]) => keyedItems(keys).map((item) => `${operator} ${item}`))
    : items(value);
}

/** What the document says outside its statements, such as `Version`. */
function documentDifferences(
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): readonly StatementDifference[] {
  if (before === undefined || after === undefined) {
    return [];
  }
  const outside = ({ Statement: _statements, ...rest }: JsonObject): StatementElements => elementsOf(rest);
  const elements = elementDifferences(outside(before), outside(after));
  return elements.length === 0 ? [] : [{ change: "changed", statement: "(document)", elements }];
}

type StatementPair = readonly [before: StatementElements, after: StatementElements];

/** In the order of the earlier document. */
function pairStatements(
  before: readonly StatementElements[],
  after: readonly StatementElements[],
): readonly StatementPair[] {
  const left = new Set(after);
  const pairs = new Map<StatementElements, StatementElements>();
  const pair = (isPartner: (one: StatementElements, other: StatementElements) => boolean): void => {
    for (const one of before.filter((statement) => !pairs.has(statement))) {
      const partner = [...left].find((other) => isPartner(one, other));
      if (partner !== undefined) {
        pairs.set(one, partner);
        left.delete(partner);
      }
    }
  };
  pair((one, other) => elementDifferences(one, other).length === 0);
  pair((one, other) => sidOf(one) !== undefined && sidOf(one) === sidOf(other));
  pair((one, other) => equalElements(one, other) >= minimumEqualElements);
  return before.flatMap((one) => {
    const partner = pairs.get(one);
    return partner === undefined ? [] : [[one, partner] as const];
  });
}

/** Two statements with fewer equal elements are one statement less and another one more. */
const minimumEqualElements = 2;

/** Elements other than the Sid that both sides have alike. */
function equalElements(one: StatementElements, other: StatementElements): number {
  const different = new Set(elementDifferences(one, other).map(({ element }) => element));
  return [...one.keys()].filter((name) => name !== "Sid" && other.has(name) && !different.has(name)).length;
}

function elementDifferences(before: StatementElements, after: StatementElements): readonly ElementDifference[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((element) => {
    const [one, other] = [before.get(element) ?? [], after.get(element) ?? []];
    const [known, kept] = [new Set(one), new Set(other)];
    const added = [...kept].filter((item) => !known.has(item));
    const removed = [...known].filter((item) => !kept.has(item));
    const isOnlyOnOneSide = before.has(element) !== after.has(element);
    return added.length + removed.length > 0 || isOnlyOnOneSide ? [{ element, added, removed }] : [];
  });
}

function sidOf(statement: StatementElements): string | undefined {
  return statement.get("Sid")?.[0];
}

function nameOf(statement: StatementElements): string {
  const sid = sidOf(statement);
  return sid === undefined ? contentOf(statement) : `"${sid}"`;
}

/** `Allow s3:GetObject on arn:... to AWS *`, with negations and conditions. */
function contentOf(statement: StatementElements): string {
  const words: readonly (readonly [element: string, word: string])[] = [
    ["Effect", ""],
    ["Action", ""],
    ["NotAction", "every action except "],
    ["Resource", "on "],
    ["NotResource", "on everything except "],
    ["Principal", "to "],
    ["NotPrincipal", "to everybody except "],
    ["Condition", "if "],
  ];
  return words
    .flatMap(([element, word]) => {
      const found = statement.get(element);
      return found === undefined ? [] : [`${word}${found.join(", ")}`];
    })
    .join(" ");
}
