import fc from "fast-check";
import { exceededLimit, JSON_LIMITS } from "../../../../../verify/terraform/read/json/json-limits";
import { propertyRuns } from "../../../../fixtures/property-runs";

const nested = (levels: number, open = "[", close = "]") => open.repeat(levels) + close.repeat(levels);

test("a JSON text may be nested to the limit, and no deeper", () => {
  const { levels } = JSON_LIMITS;

  expect(exceededLimit(nested(levels))).toBeUndefined();
  expect(exceededLimit(nested(levels + 1))).toBe("levels");
  expect(exceededLimit(`${'{"a":'.repeat(levels + 1)}1${"}".repeat(levels + 1)}`)).toBe("levels");
});

test("a JSON text may have as many values as the limit, and no more", () => {
  const limits = { ...JSON_LIMITS, values: 1000 };

  expect(exceededLimit(`[${"1,".repeat(1000)}1]`, limits)).toBeUndefined();
  expect(exceededLimit(`[${"1,".repeat(1001)}1]`, limits)).toBe("values");
});

test.each(["[]", "{}"])("a JSON text may have as many %s as the limit, and no more", (container) => {
  const limits = { ...JSON_LIMITS, containers: 1000 };
  const text = (count: number): string => `[${Array.from({ length: count - 1 }, () => container).join(",")}]`;

  expect(exceededLimit(text(1000), limits)).toBeUndefined();
  expect(exceededLimit(text(1001), limits)).toBe("containers");
});

test.each([
  ["in one object", ","],
  ["in many objects", "},{"],
])("a JSON text with more different keys than the limit is refused: %s", (_where, separator) => {
  const limits = { ...JSON_LIMITS, keys: 1000 };
  const text = (count: number): string =>
    `[{${Array.from({ length: count }, (_none, index) => `"key-${index}": 1`).join(separator)}}]`;

  expect(exceededLimit(text(1000), limits)).toBeUndefined();
  expect(exceededLimit(text(1010), limits)).toBe("keys");
});

test("a key that is there two thousand times is one key", () => {
  expect(exceededLimit(`[${'{"key":1},'.repeat(2000)}{}]`, { ...JSON_LIMITS, keys: 1 })).toBeUndefined();
});

test("brackets inside strings, and lists next to each other, do not nest", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom("[", "{", '"', "\\", "a") }), { minLength: 600 }),
      (texts) => {
        expect(exceededLimit(JSON.stringify(texts.map((text) => [{ [text]: text }])))).toBeUndefined();
      },
    ),
    propertyRuns(20),
  );
});
