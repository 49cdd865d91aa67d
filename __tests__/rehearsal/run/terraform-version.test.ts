import fc from "fast-check";
import { isAtLeast, parseVersion } from "../../../rehearsal/run/terraform-version";

const MINIMUM = { major: 1, minor: 10, patch: 0 };

describe("versions of Terraform", () => {
  test.each([
    ["1.10.0", true],
    ["1.9.99", false],
    ["1.10.0-rc1", false],
    ["1.10.1-rc1", true],
    ["1.100.0", true],
    ["0.99.0", false],
    ["10.0.0", true],
    ["1.11.4+ent", true],
  ])("Whether version %s is at least 1.10.0: %s.", (text, expected) => {
    const version = parseVersion(text);

    expect(version !== undefined && isAtLeast(version, MINIMUM)).toBe(expected);
  });

  test.each(["", "X.Y", "1", "1.11", "1.11.x", "01.2.3", "1.11.4 ", "1.11.4-", "v1.11.4", "NaN.NaN.NaN"])(
    "The text '%s' is not a version.",
    (text) => {
      expect(parseVersion(text)).toBeUndefined();
    },
  );

  test("Versions are compared by their numbers, not as text.", () => {
    const version = fc.record({ major: fc.nat(30), minor: fc.nat(30), patch: fc.nat(30) });
    fc.assert(
      fc.property(version, version, (one, other) => {
        const rank = ({ major, minor, patch }: typeof one): number => (major * 100 + minor) * 100 + patch;
        const parsed = parseVersion(`${one.major}.${one.minor}.${one.patch}`);
        expect(parsed).toEqual(one);
        expect(isAtLeast(one, other)).toBe(rank(one) >= rank(other));
      }),
    );
  });
});
