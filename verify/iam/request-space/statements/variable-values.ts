import { wildcardSource } from "../../../../aws/wildcard-pattern";
import type { Statement } from "../../language/parse-policy";
import { variableKeys } from "../../language/policy-variables";

/**
 * Values of a condition key that make some policy text with the key as a variable mean what a request has: without them, a
 * request for `.../administrator` would never be one by the user of that name.
 *
 * @param key in lower case
 * @param resource of the request
 * @param valuesOf what the request may hold under another key
 */
export function variableValuesFromPatterns(
  key: string,
  statements: readonly Statement[],
  resource: string,
  valuesOf: (key: string) => readonly string[],
): readonly string[] {
  const found = statements.flatMap((statement) => [
    ...(statement.resource?.patterns ?? []).flatMap((pattern) => captureVariable(pattern, key, () => [resource])),
    ...statement.conditions.flatMap((test) =>
      test.values.flatMap((value) => captureVariable(value, key, () => valuesOf(test.key))),
    ),
  ]);
  return [...new Set(found)];
}

function captureVariable(pattern: string, key: string, texts: () => readonly string[]): readonly string[] {
  if (!variableKeys(pattern).includes(key)) {
    return [];
  }
  const fitting = capturingRegExp(pattern, key);
  return texts().flatMap((text) => fitting.exec(text)?.[1] ?? []);
}

/** Keys with names that contain no slash. */
const nameKeys = ["sagemaker:domainid", "sagemaker:userprofilename"];

const variablePieces = /(\$\{[^}]*\})/;

function capturingRegExp(pattern: string, key: string): RegExp {
  let isCaptured = false;
  const source = pattern.split(variablePieces).map((piece) => {
    if (!variableKeys(piece).includes(key)) {
      return variableKeys(piece).length > 0 ? ".*" : regExpSource(piece);
    }
    const group = isCaptured ? "\\1" : nameKeys.includes(key) ? "([^/]+)" : "(.+)";
    isCaptured = true;
    return group;
  });
  return new RegExp(`^${source.join("")}$`, "su");
}

const iamEscape = /^\$\{([*?$])\}$/;

/** IAM's wildcards as a regular expression's, and everything else as itself. */
function regExpSource(piece: string): string {
  const escaped = iamEscape.exec(piece)?.[1];
  return escaped === undefined ? wildcardSource(piece) : `\\${escaped}`;
}
