import { matchesTokens, type SymbolicText } from "./pattern-matching";
import { NotEncodable, patternCases, type Token, unknownValue, type Wildcards } from "./patterns";
import type { KeyTest, SymbolicKey } from "./symbolic-keys";
import {
  and,
  certain,
  choose,
  equal,
  everyReading,
  not,
  notReading,
  open,
  or,
  quote,
  type Reading,
  someReading,
  type Term,
} from "./terms";

export type SymbolicKeys = ReadonlyMap<string, SymbolicKey>;

/** Whether a condition holds, by IAM's rules for absent keys and for keys with several values. */
export function testReading(test: KeyTest, keys: SymbolicKeys): Reading {
  const { operator, quantifier, isNegated, ifExists, key, values } = test;
  const known = keys.get(key);
  if (known === undefined) {
    throw new Error(`smt: the key ${key} is not declared`);
  }
  const { isPresent } = known;
  if (operator === "Null") {
    return someReading(
      values.map((one) => truthReading(one, (isTrue) => certain(isTrue ? not(isPresent) : isPresent))),
    );
  }
  const holdsWhenAbsent = quantifier === "ForAllValues" || ifExists || (quantifier === "none" && isNegated);
  return choose(isPresent, presentReading(test, known, keys), certain(String(holdsWhenAbsent)));
}

function presentReading(
  { quantifier, operator, isNegated, values }: KeyTest,
  key: SymbolicKey,
  keys: SymbolicKeys,
): Reading {
  const slots = key.texts.map((text, at) => {
    const matched = someReading(values.map((one) => comparison(operator, isNegated, one, { key, text, at }, keys)));
    return isNegated ? notReading(matched) : matched;
  });
  switch (quantifier) {
    case "ForAllValues":
      return everyReading(slots);
    case "ForAnyValue":
      return someReading(slots);
    case "none":
      // What a plain operator does with several values is not documented.
      return choose(key.isSingle, slots[0] ?? open, open);
  }
}

/** One value of a key. */
interface KeyValue {
  readonly key: SymbolicKey;
  readonly text: SymbolicText;
  readonly at: number;
}

function comparison(operator: string, isNegated: boolean, written: string, one: KeyValue, keys: SymbolicKeys): Reading {
  const term = one.key.values[one.at] ?? "";
  const wildcards = wildcardsByOperator[operator];
  if (wildcards !== undefined) {
    return textComparison(operator, isNegated, written, one.text, keys, wildcards);
  }
  if (operator === "Bool") {
    const truth = (isTrue: boolean): Term => equal(term, quote(String(isTrue)));
    const isTruth = or([truth(true), truth(false)]);
    return truthReading(written, (isTrue) =>
      one.key.kind === "boolean" ? certain(truth(isTrue)) : choose(isTruth, certain(truth(isTrue)), open),
    );
  }
  if (operator === "BinaryEquals") {
    // Texts that differ may still encode the same bytes.
    return { surely: equal(term, quote(written)), maybe: "true" };
  }
  if (operator === "IpAddress") {
    return rangeReading(term, written);
  }
  const [, family = "", relation = ""] = /^(Numeric|Date)(.*)$/.exec(operator) ?? [];
  const compared = relations[relation];
  if (compared === undefined) {
    throw new NotEncodable(`the operator ${operator}`);
  }
  const bound =
    family === "Date" ? secondsOf(written) : /^[+-]?\d+(?:\.\d+)?$/.test(written) ? Number(written) : Number.NaN;
  return Number.isNaN(bound)
    ? open
    : certain(`(${compared} ${term} ${bound < 0 ? `(- ${(-bound).toFixed(4)})` : bound.toFixed(4)})`);
}

const relations: Readonly<Record<string, string>> = {
  Equals: "=",
  LessThan: "<",
  LessThanEquals: "<=",
  GreaterThan: ">",
  GreaterThanEquals: ">=",
};

const wildcardsByOperator: Readonly<Record<string, Wildcards>> = {
  StringEquals: "exact",
  StringEqualsIgnoreCase: "exact",
  StringLike: "text",
  ArnEquals: "arn",
  ArnLike: "arn",
};

/** ISO 8601 as the W3C profiles it, or seconds since 1970; few digits may be a year. */
function secondsOf(text: string): number {
  if (/^\d{9,}(?:\.\d+)?$/.test(text)) {
    return Number(text);
  }
  const isDate = /^\d{4}-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?$/.test(text);
  return isDate ? Date.parse(text) / 1000 : Number.NaN;
}

/** What an operator for truth values makes of another text is not documented. */
function truthReading(written: string, read: (isTrue: boolean) => Reading): Reading {
  const text = written.toLowerCase();
  return text === "true" || text === "false" ? read(text === "true") : open;
}

const arnShape = /^arn:(?:[^:]*:){4}./su;

function textComparison(
  operator: string,
  isNegated: boolean,
  written: string,
  text: SymbolicText,
  keys: SymbolicKeys,
  wildcards: Wildcards,
): Reading {
  const cases = patternCases(written, wildcards, (key) => keys.get(key)?.isSingle ?? "true");
  return someReading(
    cases.map(({ condition, tokens }): Reading => {
      if (tokens === undefined) {
        // A variable without a value may invalidate the statement, so that a negated test on it proves nothing.
        return everyReading([certain(condition), isNegated ? open : certain("false")]);
      }
      const matched = tokensReading(text, tokens, operator === "StringEqualsIgnoreCase");
      const shaped = wildcards === "arn" ? onlyArns(text, tokens, matched) : matched;
      return everyReading([certain(condition), shaped]);
    }),
  );
}

/** A value that nobody knows may be any text. */
export function tokensReading(text: SymbolicText, tokens: readonly Token[], ignoreCase = false): Reading {
  const pieces = tokens.flatMap((token): readonly Token[] =>
    token.kind !== "text" || !token.text.includes(unknownValue)
      ? [token]
      : token.text
          .split(unknownValue)
          .flatMap((piece, at): readonly Token[] => [
            ...(at === 0 ? [] : [{ kind: "wildcard", isMany: true, isOverColons: true } as const]),
            { kind: "text", text: piece },
          ]),
  );
  const isKnown = pieces.length === tokens.length;
  const maybe = matchesTokens(text, pieces, ignoreCase);
  return isKnown ? certain(maybe) : { surely: "false", maybe };
}

/** What an operator for ARNs does with a text that is none is not documented. */
function onlyArns(text: SymbolicText, tokens: readonly Token[], matched: Reading): Reading {
  const skeleton = tokens.map((token) =>
    token.kind === "text" ? token.text : token.kind === "wildcard" ? "*" : "value",
  );
  if (!arnShape.test(skeleton.join(""))) {
    return open;
  }
  return "parts" in text ? matched : choose(isArn(text.text), matched, open);
}

function isArn(term: string): Term {
  const part = '(re.* (re.diff re.allchar (str.to_re ":"))) (str.to_re ":")';
  return `(str.in_re ${term} (re.++ (str.to_re "arn:") ${Array(4).fill(part).join(" ")} (re.+ re.allchar)))`;
}

function rangeReading(term: string, range: string): Reading {
  if (range.includes(":")) {
    throw new NotEncodable("an IPv6 range");
  }
  const [, address = "", length = "32"] = /^(\d+\.\d+\.\d+\.\d+)(?:\/(\d+))?$/.exec(range) ?? [];
  const octets = address.split(".").map(Number);
  if (octets.length !== 4 || octets.some((octet) => octet > 255) || Number(length) > 32) {
    return open;
  }
  const bits = octets
    .map((octet) => octet.toString(2).padStart(8, "0"))
    .join("")
    .slice(0, Number(length));
  return certain(bits === "" ? "true" : and([`(= ((_ extract 31 ${32 - bits.length}) ${term}) #b${bits})`]));
}
