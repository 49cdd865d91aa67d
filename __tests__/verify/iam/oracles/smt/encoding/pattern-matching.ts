import { memoizeByKey } from "../../../../../../verify/collections/memoize";
import { NotEncodable, type Token } from "./patterns";
import { and, equal, isIn, or, quote, type Term, value } from "./terms";

/** A text that begins with known characters. */
export interface SymbolicPart {
  readonly start: string;
  /** Term of what follows. @default - nothing follows */
  readonly rest?: string;
  /** What that is not. @default - it may be anything */
  readonly except?: string;
}

/** A text of the request: one constant, or the six parts of an ARN, of which only the last holds colons. */
export type SymbolicText = { readonly text: string } | { readonly parts: readonly SymbolicPart[] };

/** Whether a text of the request matches a pattern: found once for all questions, which have most of their statements in common. */
export const matchesTokens: (text: SymbolicText, tokens: readonly Token[], ignoreCase?: boolean) => Term = memoizeByKey(
  (...all) => JSON.stringify(all),
  matchTerm,
);

function matchTerm(text: SymbolicText, tokens: readonly Token[], ignoreCase = false): Term {
  if ("text" in text) {
    return matchesWhole(partOf(text.text), tokens, { ignoreCase, isPart: false });
  }
  const split = tokens.flatMap(splitAtColons);
  return variableMayHoldColons(split)
    ? matchesWhole(partOf(wholeOf(text.parts)), tokens, { ignoreCase, isPart: false })
    : matchesParts(text.parts, split, ignoreCase);
}

/** Whether a variable stands before the fifth colon of a pattern: its value may be the first parts of an ARN at once. */
function variableMayHoldColons(tokens: readonly Token[]): boolean {
  const colons = tokens.flatMap((token, at) => (token.kind === "text" && token.text === ":" ? [at] : []));
  return tokens.slice(0, colons[4]).some(({ kind }) => kind === "variable");
}

/** The term of an ARN as one text. */
function wholeOf(parts: readonly SymbolicPart[]): string {
  const pieces: string[] = [];
  let literal = "";
  for (const [at, { start, rest }] of parts.entries()) {
    literal += `${at === 0 ? "" : ":"}${start}`;
    if (rest !== undefined) {
      pieces.push(...(literal === "" ? [] : [quote(literal)]), rest);
      literal = "";
    }
  }
  return joined(literal === "" ? pieces : [...pieces, quote(literal)]);
}

function partOf(term: string): SymbolicPart {
  const [, literal] = /^"([^"\\]*)"$/.exec(term) ?? [];
  return literal === undefined ? { start: "", rest: term } : { start: literal };
}

function splitAtColons(token: Token): readonly Token[] {
  return token.kind === "text"
    ? token.text.split(/(:)/).flatMap((text): readonly Token[] => (text === "" ? [] : [{ kind: "text", text }]))
    : [token];
}

/** Each part of the ARN against a piece of the pattern: it is cut at its colons, and at wildcards that a colon may be within. */
function matchesParts(
  [part = { start: "" }, ...others]: readonly SymbolicPart[],
  tokens: readonly Token[],
  ignoreCase: boolean,
): Term {
  if (others.length === 0) {
    return matchesWhole(part, tokens, { ignoreCase, isPart: false });
  }
  const cuts: Term[] = [];
  for (const [at, token] of tokens.entries()) {
    const before = tokens.slice(0, at);
    if (token.kind === "text" && token.text === ":") {
      cuts.push(
        and([
          matchesWhole(part, before, { ignoreCase, isPart: true }),
          matchesParts(others, tokens.slice(at + 1), ignoreCase),
        ]),
      );
      break;
    }
    if (token.kind === "wildcard" && token.isOverColons) {
      const [ended, rest] = token.isMany ? [[...before, token], tokens.slice(at)] : [before, tokens.slice(at + 1)];
      cuts.push(and([matchesWhole(part, ended, { ignoreCase, isPart: true }), matchesParts(others, rest, ignoreCase)]));
    }
  }
  return or(cuts);
}

interface Matching {
  readonly ignoreCase: boolean;
  /** Whether the term holds no colon anyway. */
  readonly isPart: boolean;
}

function matchesWhole(
  { start, rest = '""', except }: SymbolicPart,
  tokens: readonly Token[],
  matching: Matching,
): Term {
  if (except !== undefined && tokens.every(({ kind }) => kind === "text") && textOf(tokens) === except) {
    return "false";
  }
  const whole = start === "" ? rest : rest === '""' ? quote(start) : `(str.++ ${quote(start)} ${rest})`;
  const characters = tokens.flatMap((token): readonly Token[] =>
    token.kind === "text" ? [...token.text].map((text) => ({ kind: "text", text })) : [token],
  );
  const afterStart = tokensAfter(characters, start, matching);
  if (afterStart === undefined) {
    return matchesRest(whole, tokens, matching);
  }
  return or(afterStart.map((left) => (rest === '""' ? String(isEmpty(left)) : matchesRest(rest, left, matching))));
}

/** What is left of a pattern after a text that it begins with, in each way that is possible; `undefined` where a variable decides. */
function tokensAfter(
  tokens: readonly Token[],
  start: string,
  { ignoreCase, isPart }: Matching,
): readonly (readonly Token[])[] | undefined {
  let left: readonly (readonly Token[])[] = [tokens];
  for (const character of start) {
    const open = left.flatMap((one) => withoutLeadingStars(one));
    if (open.some(([first]) => first?.kind === "variable")) {
      return undefined;
    }
    const next = open.flatMap(([first, ...more]): readonly (readonly Token[])[] => {
      if (first?.kind === "wildcard") {
        const isFitting = character !== ":" || first.isOverColons || isPart;
        return isFitting ? [first.isMany ? [first, ...more] : more] : [];
      }
      const isEqual = first?.kind === "text" && first.text === character;
      const isAlike = first?.kind === "text" && ignoreCase && first.text.toLowerCase() === character.toLowerCase();
      return isEqual || isAlike ? [more] : [];
    });
    left = [...new Map(next.map((one) => [one.length, one])).values()];
  }
  return left;
}

/** The tokens, and what follows if a `*` at their beginning stands for nothing. */
function withoutLeadingStars(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const [first, ...more] = tokens;
  return first?.kind === "wildcard" && first.isMany ? [tokens, ...withoutLeadingStars(more)] : [tokens];
}

function isEmpty(tokens: readonly Token[]): boolean {
  return tokens.every((token) => token.kind === "wildcard" && token.isMany);
}

function matchesRest(term: string, tokens: readonly Token[], matching: Matching): Term {
  const wildcards = tokens.filter((token) => token.kind === "wildcard");
  if (tokens.some(({ kind }) => kind === "variable")) {
    if (
      matching.ignoreCase ||
      wildcards.some(({ isMany, isOverColons }) => !(isMany && (isOverColons || matching.isPart)))
    ) {
      throw new NotEncodable("a variable next to a ? or in a comparison without case");
    }
    return matchesPieces(term, joinTexts(tokens));
  }
  if (wildcards.length === 0 && !matching.ignoreCase) {
    return equal(term, quote(textOf(tokens)));
  }
  const isAnything = tokens.length > 0 && isEmpty(tokens);
  if (isAnything && wildcards.some(({ isOverColons }) => isOverColons || matching.isPart)) {
    return "true";
  }
  return isIn(term, concatenation(joinTexts(tokens).map((token) => expressionOf(token, matching))));
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.kind === "text" ? token.text : "")).join("");
}

/** Texts that follow each other as one. */
function joinTexts(tokens: readonly Token[]): readonly Token[] {
  const joined: Token[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token.kind === "text" && last?.kind === "text") {
      joined[joined.length - 1] = { kind: "text", text: last.text + token.text };
    } else {
      joined.push(token);
    }
  }
  return joined;
}

function concatenation([first = '(str.to_re "")', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `(re.++ ${[first, ...others].join(" ")})`;
}

const noColon = '(re.diff re.allchar (str.to_re ":"))';

function expressionOf(token: Token, { ignoreCase, isPart }: Matching): string {
  if (token.kind === "wildcard") {
    const one = token.isOverColons || isPart ? "re.allchar" : noColon;
    return token.isMany ? (one === noColon ? `(re.* ${noColon})` : "re.all") : one;
  }
  const text = token.kind === "text" ? token.text : "";
  const letters = [...text].map((letter) => {
    const forms = [...new Set([letter.toLowerCase(), letter.toUpperCase()])].map(
      (form) => `(str.to_re ${quote(form)})`,
    );
    return forms.length === 1 ? (forms[0] ?? "") : `(re.union ${forms.join(" ")})`;
  });
  return ignoreCase ? concatenation(letters) : `(str.to_re ${quote(text)})`;
}

/** Texts and variables between `*`: each is found after the one before it, as far to the left as it can be. */
function matchesPieces(term: string, tokens: readonly Token[]): Term {
  const pieces: string[][] = [[]];
  for (const token of tokens) {
    if (token.kind === "wildcard") {
      pieces.push([]);
    } else {
      pieces.at(-1)?.push(token.kind === "text" ? quote(token.text) : value(token.key));
    }
  }
  const [first = [], ...others] = pieces;
  const last = others.pop();
  if (last === undefined) {
    return equal(term, joined(first));
  }
  const terms: Term[] = [`(str.prefixof ${joined(first)} ${term})`];
  let end = `(str.len ${joined(first)})`;
  for (const piece of others.filter(({ length }) => length > 0).map(joined)) {
    const found = `(str.indexof ${term} ${piece} ${end})`;
    terms.push(`(>= ${found} 0)`);
    end = `(+ ${found} (str.len ${piece}))`;
  }
  const isAtEnd = [
    `(str.suffixof ${joined(last)} ${term})`,
    `(<= (+ ${end} (str.len ${joined(last)})) (str.len ${term}))`,
  ];
  return and(last.length === 0 ? terms : [...terms, ...isAtEnd]);
}

function joined(terms: readonly string[]): string {
  return terms.length > 1 ? `(str.++ ${terms.join(" ")})` : (terms[0] ?? '""');
}
