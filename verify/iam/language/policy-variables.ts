import { memoizeByText } from "../../collections/memoize";
import type { ContextValues } from "./authorization-request";

const variablePattern = /\$\{\s*([\w:./@-]+)\s*(?:,\s*'([^']*)'\s*)?\}/g;

/** Whether the text holds an IAM policy variable, such as `${aws:username}`. */
export function hasVariables(text: string): boolean {
  return variableKeys(text).length > 0;
}

/** The condition keys that the text's variables read, in lower case. */
export function variableKeys(text: string): readonly string[] {
  return text.includes("${") ? [...text.matchAll(variablePattern)].map((match) => (match[1] ?? "").toLowerCase()) : [];
}

/**
 * The condition key of a text that consists of one variable, in lower case. `undefined` for a variable with a default,
 * because a caller without the key would be taken for the one that the default names.
 */
export function soleVariableKey(text: string): string | undefined {
  return /^\$\{\s*([\w:./@-]+)\s*\}$/.exec(text)?.[1]?.toLowerCase();
}

/** `*` for a text with variables, which may stand for any text; otherwise the text. */
export function wildcardIfVariable(text: string): string {
  return hasVariables(text) ? "*" : text;
}

/** The text with the defaults of its variables, as of a request without their keys; `*` if a variable has none. */
export function defaultOfVariables(text: string): string {
  return substituteVariables(text, noValues) ?? "*";
}

const noValues: ContextValues = new Map();

/**
 * Replaces policy variables by the values of the request. `undefined` when a variable has neither a value nor a default; the
 * text then matches nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substituteVariables(text: string, context: ContextValues): string | undefined {
  if (!text.includes("${")) {
    return text;
  }
  let substituted = "";
  for (const { literal, variable } of piecesOf(text)) {
    substituted += literal;
    if (variable !== undefined) {
      const values = context.get(variable.key);
      const value = values?.length === 1 ? values[0] : variable.standard;
      if (value === undefined) {
        return undefined;
      }
      substituted += escapeWildcards(value);
    }
  }
  return substituted;
}

/** Plain characters, and the variable after them. */
interface VariablePiece {
  readonly literal: string;
  /** @default - none: the text ends here */
  readonly variable?: { readonly key: string; readonly standard: string | undefined };
}

/** A text is substituted for thousands of requests. */
const piecesOf = memoizeByText((text): readonly VariablePiece[] => {
  let end = 0;
  const pieces = [...text.matchAll(variablePattern)].map((match): VariablePiece => {
    const [written, key = "", standard] = match;
    const literal = text.slice(end, match.index);
    end = match.index + written.length;
    return { literal, variable: { key: key.toLowerCase(), standard } };
  });
  return [...pieces, { literal: text.slice(end) }];
});

/** A `*` in a substituted value is plain text, not a wildcard. */
function escapeWildcards(value: string): string {
  return value.replace(/[*?]/g, (character) => `\${${character}}`);
}

/** The text with variables and IAM's escapes as plain characters. */
export function escapeVariables(text: string): string {
  return text.replaceAll("${", "${$}{");
}
