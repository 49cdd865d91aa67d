import { admitsVersion } from "../../../rehearsal/folder/version-constraint";

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
  ["no constraint", true],
])("the constraint %s admits 6.25.0: %s", (constraint, expected) => {
  expect(admitsVersion(constraint, "6.25.0")).toBe(expected);
});
