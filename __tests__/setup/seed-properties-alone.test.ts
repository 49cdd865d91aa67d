/** @jest-environment node */
import fc from "fast-check";
import { propertySeed } from "../fixtures/property-runs";

test("a file with modules of its own draws from the one seed too", () => {
  expect(fc.check(fc.property(fc.integer(), () => true)).seed).toBe(propertySeed);
});
