import { issuesWith } from "../../fixtures/sample-environment";

const names = (changes: object) => issuesWith({ packages: { kind: "codeartifact", ...changes } });

test("Names of public packages and of the company are accepted, each as a name or as a word with -*.", () => {
  expect(names({ publicNames: ["numpy", "types-*", "acme"], ownNames: ["acme-client", "billing-*"] })).toEqual([]);
  expect(names({ publicNames: [] })).toEqual([]);
});

test.each(["NumPy", "scikit_learn", "scikit--learn", "numpy*", "*", "-*", "a b", ""])(
  "%j is refused as a name of packages, because it is not normalized",
  (name) => {
    expect(names({ publicNames: [name] })).toEqual([
      expect.stringMatching(
        /^packages\.publicNames\[0\]: is not a package name, got .*; use the normalized name of a Python/,
      ),
    ]);
  },
);

test("A name that is listed twice is refused in each list.", () => {
  expect(names({ publicNames: ["numpy", "numpy"], ownNames: ["acme-*", "acme-*"] })).toEqual([
    "packages.publicNames[1]: is listed twice, got numpy; list every name once",
    "packages.ownNames[1]: is listed twice, got acme-*; list every name once",
  ]);
});

test.each([
  ["acme", "acme"],
  ["acme", "acme-*"],
  ["acme-client", "acme-*"],
  ["acme-client-*", "acme-*"],
])("The public name %s is refused next to the company's name %s.", (name, own) => {
  expect(names({ publicNames: ["numpy", name], ownNames: [own] })).toEqual([
    `packages.publicNames[1]: is a name of the company by packages.ownNames[0], ${own}, got ${name}; remove it from one of the two lists`,
  ]);
});

test("A name of the company inside a public prefix stays the company's.", () => {
  expect(names({ publicNames: ["acme-*"], ownNames: ["acme-client"] })).toEqual([]);
});

test("More names than a CloudFormation template takes are refused with what to do.", () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `package-${index}`);

  expect(names({ publicNames: many(150) })).toEqual([]);
  expect(names({ publicNames: many(400) })).toEqual([
    expect.stringMatching(
      /^packages: has more names than a CloudFormation template takes: \d+ bytes too many, got 400 names; use prefixes such as types-\*/,
    ),
  ]);
});
