import fc from "fast-check";
import { isNestedTooDeep, MAXIMUM_NESTING } from "../../../../../verify/terraform/read/json/nesting";

const nested = (levels: number, open = "[", close = "]") => open.repeat(levels) + close.repeat(levels);

test("a JSON text may be nested to the limit, and no deeper", () => {
  expect(isNestedTooDeep(nested(MAXIMUM_NESTING))).toBe(false);
  expect(isNestedTooDeep(nested(MAXIMUM_NESTING + 1))).toBe(true);
  expect(isNestedTooDeep(`${'{"a":'.repeat(MAXIMUM_NESTING + 1)}1${"}".repeat(MAXIMUM_NESTING + 1)}`)).toBe(true);
});

test("brackets inside strings, and lists next to each other, do not nest", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("[", "{", '"', "\\", "a") }), { minLength: 600 }),
      (texts) => {
        expect(isNestedTooDeep(JSON.stringify(texts.map((text) => [{ [text]: text }])))).toBe(false);
      },
    ),
    { numRuns: 20 },
  );
});
