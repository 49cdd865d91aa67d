import type { PackageGroup } from "../../../terraform/cloudformation/package-groups";

/** A set of names of Python packages: all, one name, or a word and the names that begin with it and a hyphen. */
export type PythonNames =
  | { readonly kind: "all" }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "name"; readonly name: string };

/** Every Python package. */
export const everyPythonName: PythonNames = { kind: "all" };

/** A group with the names that its pattern matches. */
export interface PythonGroup extends PackageGroup {
  readonly names: PythonNames;
}

const namePattern = "[a-z0-9]+(?:-[a-z0-9]+)*";

/** The names that a declaration means: `numpy`, or `acme-*`, which has `acme` too. */
export function declaredPythonNames(text: string): PythonNames {
  return text.endsWith("-*") ? { kind: "word", word: text.slice(0, -"-*".length) } : { kind: "name", name: text };
}

/**
 * The names of Python packages that the pattern of a package group matches.
 *
 * A name that differs in case or separators is a weak match, of which AWS blocks every version. So such a pattern, and any other form, is
 * not understood here.
 *
 * @returns `undefined` if the pattern is not understood, and `"other-format"` for packages of another language
 * @see https://docs.aws.amazon.com/codeartifact/latest/ug/package-group-definition-syntax-matching-behavior.html
 */
export function pythonNamesOf(pattern: string): PythonNames | "other-format" | undefined {
  if (pattern === "/pypi/*") {
    return everyPythonName;
  }
  const [, text = "", suffix] = new RegExp(`^/pypi//(${namePattern})([~$])$`).exec(pattern) ?? [];
  if (suffix !== undefined) {
    return suffix === "~" ? { kind: "word", word: text } : { kind: "name", name: text };
  }
  return /^\/(?:npm|maven|nuget|generic|ruby|swift|cargo)\//.test(pattern) ? "other-format" : undefined;
}

/** Whether a set has every name of another one. */
export function includesNames(outer: PythonNames, inner: PythonNames): boolean {
  if (outer.kind === "all" || inner.kind === "all") {
    return outer.kind === "all";
  }
  if (outer.kind === "name") {
    return inner.kind === "name" && inner.name === outer.name;
  }
  const text = inner.kind === "word" ? inner.word : inner.name;
  return text === outer.word || text.startsWith(`${outer.word}-`);
}

/**
 * Whether groups block a set of names at external connections. The narrowest group with the names decides, and what it inherits comes from
 * the next wider one. Beyond all of them is the group of every package, which allows.
 */
export function blocksNames(groups: readonly PythonGroup[], names: PythonNames): boolean {
  const deciding = groups.filter((group) => group.externalUpstream !== "INHERIT" && includesNames(group.names, names));
  const narrowest = deciding.filter((group) => deciding.every((other) => includesNames(other.names, group.names)));
  return narrowest.length > 0 && narrowest.every(({ externalUpstream }) => externalUpstream === "BLOCK");
}
