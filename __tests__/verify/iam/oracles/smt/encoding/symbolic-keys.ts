import { isArnConditionKey, isMultivaluedKey } from "../../../../../../verify/iam/aws/action-catalog";
import { listOf, type PolicyStatement } from "../../reference-evaluator";
import type { SymbolicPart, SymbolicText } from "./pattern-matching";
import { NotEncodable, variablesIn } from "./patterns";
import { and, equal, has, type Term, value } from "./terms";

/** One test of a `Condition` element. */
export interface KeyTest {
  readonly quantifier: "ForAllValues" | "ForAnyValue" | "none";
  readonly operator: string;
  readonly isNegated: boolean;
  readonly ifExists: boolean;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** The tests of a statement. `StringNotLike` is a negated `StringLike`. */
export function testsOf({ Condition = {} }: PolicyStatement): readonly KeyTest[] {
  return Object.entries(Condition).flatMap(([written, tests]) => {
    const [, quantifier = "none", name = "", ifExists] =
      /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(written) ?? [];
    return Object.entries(tests).map(([key, values]) => ({
      quantifier: quantifier as KeyTest["quantifier"],
      operator: name.replace("Not", ""),
      isNegated: name.includes("Not"),
      ifExists: ifExists !== undefined,
      key: key.toLowerCase(),
      values: listOf(values).map(String),
    }));
  });
}

/** How the value of a condition key is written: as a text, an ARN in parts, a number, an IPv4 address or a truth value. */
export type KeyKind = "text" | "arn" | "number" | "address" | "boolean";

/** A condition key with a constant for each of its values. */
export interface SymbolicKey {
  readonly name: string;
  readonly kind: KeyKind;
  /** Whether the request has it. */
  readonly isPresent: Term;
  /** Texts, where the kind has some. A request has all of them, and may have one several times. */
  readonly texts: readonly SymbolicText[];
  /** Terms of the values; of an ARN, of its parts. */
  readonly values: readonly string[];
  /** Whether all values are one. */
  readonly isSingle: Term;
}

const kindsByOperator: readonly (readonly [RegExp, KeyKind])[] = [
  [/^(?:Numeric|Date)/, "number"],
  [/^IpAddress$/, "address"],
  [/^Bool$/, "boolean"],
];

function kindOfOperator(operator: string): KeyKind {
  return kindsByOperator.find(([pattern]) => pattern.test(operator))?.[1] ?? "text";
}

/** Parts of the caller's ARN. */
export const callerParts: readonly SymbolicPart[] = [
  ...[{ start: "arn" }, { start: "aws" }, { start: "", rest: "|principal service|" }],
  ...[{ start: "" }, { start: "", rest: "|account|" }, { start: "", rest: "|principal|" }],
];

/** Keys with one value for all requests of a question. */
export type Definitions = Readonly<Record<string, { readonly isPresent: Term; readonly value: string }>>;

/** Every condition key that statements or constraints read. */
export function symbolicKeys(
  statements: readonly PolicyStatement[],
  further: readonly string[],
  definitions: Definitions,
): ReadonlyMap<string, SymbolicKey> {
  const tests = statements.flatMap(testsOf);
  const variables = statements.flatMap((statement) => variablesIn(JSON.stringify(statement)));
  const names = new Set([...further, ...variables, ...tests.map(({ key }) => key)]);
  return new Map(
    [...names].map((name) => [
      name,
      symbolicKey(
        name,
        tests.filter(({ key }) => key === name),
        variables,
        definitions[name],
      ),
    ]),
  );
}

function symbolicKey(
  name: string,
  tests: readonly KeyTest[],
  variables: readonly string[],
  defined: Definitions[string] | undefined,
): SymbolicKey {
  const compared = tests.filter(({ operator }) => operator !== "Null").map(({ operator }) => kindOfOperator(operator));
  const kinds = new Set<KeyKind>([...compared, ...(variables.includes(name) ? ["text" as const] : [])]);
  const isText = kinds.has("text") || kinds.size === 0;
  const others = [...kinds].filter((kind) => kind !== "text" && !(kind === "boolean" && isText));
  if (others.length > (isText ? 0 : 1)) {
    throw new NotEncodable(`two kinds of comparison of ${name}`);
  }
  const kind = isText ? (isArnConditionKey(name) && !variables.includes(name) ? "arn" : "text") : (others[0] ?? "text");
  // A test needs one value that fits it or does not, and equal tests need the same.
  const unlike = new Set(tests.map(({ operator, isNegated, values }) => JSON.stringify([operator, isNegated, values])));
  const slots = isMultivaluedKey(name) && defined === undefined ? Math.max(1, unlike.size) : 1;
  const texts = Array.from({ length: slots }, (_, at): SymbolicText => {
    const term = value(name, slots === 1 ? undefined : at + 1);
    if (name === "aws:principalarn") {
      return { parts: callerParts };
    }
    if (defined !== undefined) {
      return { text: defined.value };
    }
    return kind === "arn"
      ? { parts: [{ start: "arn" }, ...[1, 2, 3, 4, 5].map((part) => ({ start: "", rest: partName(term, part) }))] }
      : { text: term };
  });
  const values = texts.flatMap((text) => ("text" in text ? [text.text] : text.parts.flatMap(({ rest }) => rest ?? [])));
  return {
    name,
    kind,
    isPresent: defined?.isPresent ?? has(name),
    texts,
    values,
    isSingle: slots === 1 ? "true" : and(values.slice(1).map((one) => equal(values[0] ?? "", one))),
  };
}

function partName(term: string, part: number): string {
  return `${term.slice(0, -1)} part ${part}|`;
}
