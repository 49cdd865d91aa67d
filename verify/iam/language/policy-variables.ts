import type { RequestContext } from "./authorization-request";

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
 * The condition key of a text that is one variable and nothing else, in lower case. One with a default is none: whoever lacks
 * the key would be whom the default names.
 */
export function soleVariableKey(text: string): string | undefined {
  return /^\$\{\s*([\w:./@-]+)\s*\}$/.exec(text)?.[1]?.toLowerCase();
}

/** The text as a pattern for whatever it may mean: any text at all where a variable stands in it. */
export function wildcardIfVariable(text: string): string {
  return hasVariables(text) ? "*" : text;
}

/**
 * Puts the request's values in place of policy variables; `undefined` when one has neither value nor default, which makes
 * the text match nothing.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function substituteVariables(text: string, context: RequestContext): string | undefined {
  if (!text.includes("${")) {
    return text;
  }
  let resolved = true;
  const substituted = text.replace(variablePattern, (_, key: string, standard: string | undefined) => {
    const values = context.get(key.toLowerCase());
    const value = values?.length === 1 ? values[0] : standard;
    resolved = resolved && value !== undefined;
    return escapeWildcards(value ?? "");
  });
  return resolved ? substituted : undefined;
}

/** A substituted value is text: a `*` in it is no wildcard. */
function escapeWildcards(value: string): string {
  return value.replace(/[*?]/g, (character) => `\${${character}}`);
}

/** The text with everything that looks like a variable as plain characters; IAM's escapes are variables too. */
export function escapeVariables(text: string): string {
  return text.replaceAll("${", "${$}{");
}
