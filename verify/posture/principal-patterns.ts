import type { JsonObject } from "../terraform/terraform-configuration";
import { requireStrings } from "./declared-fields";

/** A name pattern with fewer literal characters does not identify a principal. */
const MINIMUM_LITERAL_CHARACTERS = 3;

/**
 * Reads patterns of principals. Declared principals are exempt from policies, so a pattern must not match every principal.
 *
 * @throws when one does, or the field is no known list of texts
 */
export function requirePrincipalPatterns(declared: JsonObject, key: string, where: string): readonly string[] {
  const patterns = requireStrings(declared, key, where);
  const wide = patterns.find((pattern) => !identifiesPrincipal(pattern));
  if (wide !== undefined) {
    throw new Error(
      `${where}.${key}: matches too many principals, got ${wide}; list role/NAME or user/NAME of one account, with at least ${MINIMUM_LITERAL_CHARACTERS} characters of the name in a row`,
    );
  }
  return patterns;
}

/**
 * Whether the pattern identifies a principal: of one account, and with enough literal characters in a row. Single letters between wildcards
 * are in nearly every name.
 */
export function identifiesPrincipal(pattern: string): boolean {
  const [, name = ""] = /^(?:arn:[^:*?]*:iam::[^:*?]+:)?(?:role|user)\/(.*)$/u.exec(pattern) ?? [];
  const isRoot = /^arn:[^:*?]*:iam::[^:*?]+:root$/.test(pattern);
  return isRoot || name.split(/[*?/]/).some((part) => part.length >= MINIMUM_LITERAL_CHARACTERS);
}
