import fc from "fast-check";
import {
  blocksNames,
  includesNames,
  type PythonNames,
  pythonNamesOf,
} from "../../../../../verify/iam/questions/packages/python-names";
import type { RestrictionMode } from "../../../../../verify/terraform/cloudformation/package-groups";

test.each([
  ["/pypi/*", { kind: "all" }],
  ["/pypi//numpy$", { kind: "name", name: "numpy" }],
  ["/pypi//scikit-learn~", { kind: "word", word: "scikit-learn" }],
  ["/npm/*", "other-format"],
  ["/*", undefined],
  ["/pypi//*", undefined],
  ["/pypi//acme-*", undefined],
  ["/pypi//NumPy$", undefined],
  ["/pypi//scikit_learn$", undefined],
  ["/python//numpy$", undefined],
])("The pattern %s of a package group means %j.", (pattern, expected) => {
  expect(pythonNamesOf(pattern)).toEqual(expected);
});

/** Texts of patterns, and names: each text, and each text with one more word. */
const words = ["a", "b", "ab"];
const texts = words.flatMap((one) => [one, ...words.map((two) => `${one}-${two}`)]);
const universe = [...new Set([...texts, ...texts.flatMap((text) => [`${text}-a`, `${text}-b`])])];
const pattern = fc.oneof(
  fc.constant("/pypi/*"),
  fc.tuple(fc.constantFrom(...texts), fc.constantFrom("~", "$")).map(([text, suffix]) => `/pypi//${text}${suffix}`),
);
const mode = fc.constantFrom<RestrictionMode>("ALLOW", "ALLOW_SPECIFIC_REPOSITORIES", "BLOCK", "INHERIT");

const namesOf = (text: string) => pythonNamesOf(text) as PythonNames;

/** As the page of AWS says it: a word matches up to the end of a word. */
function matches(text: string, name: string): boolean {
  const inner = text.slice("/pypi//".length, -1);
  return (
    text === "/pypi/*" || name === inner || (text.endsWith("~") && name.startsWith(inner) && name[inner.length] === "-")
  );
}

test("A pattern includes another one if and only if it matches every name that the other one matches.", () => {
  fc.assert(
    fc.property(pattern, pattern, (outer, inner) => {
      const isIncluded = universe.filter((name) => matches(inner, name)).every((name) => matches(outer, name));
      expect(includesNames(namesOf(outer), namesOf(inner))).toBe(isIncluded);
    }),
  );
});

test("A name is blocked if and only if the longest pattern that matches it, and that inherits nothing, blocks.", () => {
  const groups = fc.uniqueArray(fc.record({ pattern, externalUpstream: mode }), {
    maxLength: 6,
    selector: (group) => group.pattern,
  });

  fc.assert(
    fc.property(groups, fc.constantFrom(...universe), (listed, name) => {
      // Of one text, the exact name is narrower than the word.
      const [narrowest] = listed
        .filter((group) => group.externalUpstream !== "INHERIT" && matches(group.pattern, name))
        .sort((a, b) => b.pattern.length - a.pattern.length || (a.pattern.endsWith("$") ? -1 : 1));
      const read = listed.map((group) => ({ ...group, domain: "packages", names: namesOf(group.pattern) }));
      expect(blocksNames(read, { kind: "name", name })).toBe(narrowest?.externalUpstream === "BLOCK");
    }),
  );
});
