import { and, has, not, type Term } from "./terms";

/** A policy holds something that this encoding does not express. */
export class NotEncodable extends Error {}

/**
 * What `*` and `?` stand for.
 *
 * - `exact`: for themselves.
 * - `text`: for any characters.
 * - `arn`: for characters of one of the six parts of an ARN.
 * - `resource`: the same, but a `*` at the end of its part also for the parts after it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export type Wildcards = "exact" | "text" | "arn" | "resource";

/** A part of a pattern. */
export type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "wildcard"; readonly isMany: boolean; readonly isOverColons: boolean }
  | { readonly kind: "variable"; readonly key: string };

/** Stands for a value that nobody knows before the apply; written by `real-policies.ts`. */
export const unknownValue = "\u{f0000}";

const variable = /^\$\{\s*([\w:./@-]+)\s*(?:,\s*'([^']*)'\s*)?\}$/;
const escape_ = /^\$\{([*?$])\}$/;

/** Keys that the variables of a text read, in lower case. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{[^}]*\}/g)].flatMap(([piece]) => variable.exec(piece)?.[1]?.toLowerCase() ?? []);
}

/** A reading of a pattern where some keys of its variables are in the request: no tokens where a variable has no value. */
export interface PatternCase {
  readonly condition: Term;
  readonly tokens: readonly Token[] | undefined;
}

/**
 * The readings of a pattern, one for each set of its variables that have a value.
 *
 * @param isSingle whether a key has exactly one value, where the request has it
 */
export function patternCases(
  pattern: string,
  wildcards: Wildcards,
  isSingle: (key: string) => Term,
): readonly PatternCase[] {
  const keys = [...new Set(variablesIn(pattern))];
  const subsets = keys.reduce<readonly (readonly string[])[]>(
    (all, key) => all.flatMap((subset) => [subset, [...subset, key]]),
    [[]],
  );
  return subsets.map((present) => ({
    condition: and(
      keys.map((key) => {
        const isPresent = and([has(key), isSingle(key)]);
        return present.includes(key) ? isPresent : not(isPresent);
      }),
    ),
    tokens: tokensOf(pattern, wildcards, present),
  }));
}

function tokensOf(pattern: string, wildcards: Wildcards, present: readonly string[]): readonly Token[] | undefined {
  const pieces = pattern.split(/(\$\{[^}]*\}|[*?:])/u).filter((piece) => piece !== "");
  const tokens: Token[] = [];
  let colons = 0;
  for (const [at, piece] of pieces.entries()) {
    const [, key, standard] = variable.exec(piece) ?? [];
    if ((piece === "*" || piece === "?") && wildcards !== "exact") {
      const endsPart = at === pieces.length - 1 || pieces[at + 1] === ":";
      const isOverColons =
        wildcards === "text" || colons >= 5 || (wildcards === "resource" && piece === "*" && endsPart);
      tokens.push({ kind: "wildcard", isMany: piece === "*", isOverColons });
    } else if (key === undefined) {
      colons += piece === ":" ? 1 : 0;
      tokens.push({ kind: "text", text: escape_.exec(piece)?.[1] ?? piece });
    } else if (present.includes(key.toLowerCase())) {
      tokens.push({ kind: "variable", key: key.toLowerCase() });
    } else if (standard === undefined) {
      return undefined;
    } else {
      tokens.push({ kind: "text", text: standard });
    }
  }
  return tokens;
}
