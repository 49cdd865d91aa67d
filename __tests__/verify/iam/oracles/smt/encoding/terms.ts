import { memoizeByText } from "../../../../../../verify/collections/memoize";

/**
 * SMT-LIB terms of sort Bool as text.
 *
 * @see https://smt-lib.org/theories-UnicodeStrings.shtml
 */
export type Term = string;

export function and(terms: readonly Term[]): Term {
  const kept = [...new Set(terms.filter((term) => term !== "true"))];
  return kept.includes("false") ? "false" : combined("and", "true", merged("re.inter", kept, [membership]));
}

export function or(terms: readonly Term[]): Term {
  const kept = [...new Set(terms.filter((term) => term !== "false"))];
  return kept.includes("true") ? "true" : combined("or", "false", merged("re.union", kept, [membership, equality]));
}

function combined(operator: string, ofNone: Term, [first, ...others]: readonly Term[]): Term {
  return first === undefined ? ofNone : others.length === 0 ? first : `(${operator} ${[first, ...others].join(" ")})`;
}

export function not(term: Term): Term {
  const found = membership(term);
  return (
    { true: "false", false: "true" }[term] ??
    (found === undefined ? `(not ${term})` : isIn(found.text, `(re.comp ${found.expression})`))
  );
}

/** Whether a text matches a regular expression. */
export function isIn(text: string, expression: string): Term {
  return `(str.in_re ${text} ${expression})`;
}

/** A constant that is compared with one regular expression. */
interface Membership {
  readonly text: string;
  readonly expression: string;
}

function membership(term: Term): Membership | undefined {
  const [, text, expression] = /^\(str\.in_re (\|[^|]*\|) (.*)\)$/s.exec(term) ?? [];
  return text === undefined || expression === undefined ? undefined : { text, expression };
}

function equality(term: Term): Membership | undefined {
  const [, text, literal] = /^\(= (\|[^|]*\|) ("(?:[^"]|"")*")\)$/.exec(term) ?? [];
  return text === undefined ? undefined : { text, expression: `(str.to_re ${literal})` };
}

/**
 * One expression for all that a constant is compared with: z3 decides its derivatives at once, and takes minutes to find a text that
 * two expressions have in common.
 */
function merged(
  operator: "re.inter" | "re.union",
  terms: readonly Term[],
  readers: readonly ((term: Term) => Membership | undefined)[],
): readonly Term[] {
  const expressions = new Map<string, readonly string[]>();
  const firsts = new Map<string, Term>();
  const others: Term[] = [];
  for (const term of terms) {
    const found = readers.map((read) => read(term)).find((one) => one !== undefined);
    if (found === undefined) {
      others.push(term);
    } else {
      expressions.set(found.text, [...(expressions.get(found.text) ?? []), found.expression]);
      firsts.set(found.text, firsts.get(found.text) ?? term);
    }
  }
  const ofTexts = [...expressions].map(([text, [first = "", ...more]]) =>
    more.length === 0 ? (firsts.get(text) ?? "true") : isIn(text, `(${operator} ${[first, ...more].join(" ")})`),
  );
  return [...others, ...ofTexts];
}

export function equal(one: string, other: string): Term {
  const areLiterals = one.startsWith('"') && other.startsWith('"');
  return one === other ? "true" : areLiterals ? "false" : `(= ${one} ${other})`;
}

/** A text as an SMT-LIB string literal. */
export const quote: (text: string) => string = memoizeByText((text) => {
  const escaped = [...text].map((character) =>
    /[\u0020-\u007e]/.test(character) && character !== "\\"
      ? character
      : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
  return `"${escaped.join("").replaceAll('"', '""')}"`;
});

/** Name of the constant that says whether the request has a condition key. */
export function has(key: string): Term {
  return `|has ${key.toLowerCase()}|`;
}

/** Name of the constant with the value of a condition key; of one of its values, where it has several. */
export function value(key: string, slot?: number): string {
  return `|value ${key.toLowerCase()}${slot === undefined ? "" : ` ${slot}`}|`;
}

/** What IAM makes of something that its documentation leaves open: `surely` implies `maybe`. They are one term where nothing is open. */
export interface Reading {
  readonly surely: Term;
  readonly maybe: Term;
}

export function certain(term: Term): Reading {
  return { surely: term, maybe: term };
}

/** A thing of which the documentation does not say whether it holds. */
export const open: Reading = { surely: "false", maybe: "true" };

export function everyReading(readings: readonly Reading[]): Reading {
  return { surely: and(readings.map(({ surely }) => surely)), maybe: and(readings.map(({ maybe }) => maybe)) };
}

export function someReading(readings: readonly Reading[]): Reading {
  return { surely: or(readings.map(({ surely }) => surely)), maybe: or(readings.map(({ maybe }) => maybe)) };
}

export function notReading({ surely, maybe }: Reading): Reading {
  return { surely: not(maybe), maybe: not(surely) };
}

/** The reading where the condition holds, and the other where it does not. */
export function choose(condition: Term, then: Reading, otherwise: Reading): Reading {
  return someReading([everyReading([certain(condition), then]), everyReading([certain(not(condition)), otherwise])]);
}
