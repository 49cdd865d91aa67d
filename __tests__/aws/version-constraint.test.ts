import { admitsVersion } from "../../aws/version-constraint";

test.each([
  [">= 5.0", true],
  [">= 5.0, < 6.0", false],
  ["~> 5.40", false],
  ["~> 6.0", true],
  ["~> 6.25.0", true],
  ["~> 6.24.9", false],
  ["~> 6", true],
  ["~> 5", true],
  ["~> 7", false],
  ["6.25.0", true],
  ["= 6.26.0", false],
  ["!= 6.25.0", false],
  ["> 6.25.0", false],
  ["<= 6.25", true],
  ["< 6.25", false],
  ["no constraint", undefined],
  [">= 5.0, no constraint", undefined],
  ["6.25.0-beta1", false],
])("the constraint %s admits 6.25.0: %s", (constraint, expected) => {
  expect(admitsVersion(constraint, "6.25.0")).toBe(expected);
});

test.each([
  ["6.25.0-beta1", true],
  [">= 6.24", false],
])(
  "a release before another one is admitted by its exact version only: the constraint %s admits 6.25.0-beta1: %s",
  (constraint, expected) => {
    expect(admitsVersion(constraint, "6.25.0-beta1")).toBe(expected);
  },
);

test("a version that is not understood is neither admitted nor refused", () => {
  expect(admitsVersion(">= 5.0", "latest")).toBeUndefined();
});
