import fc from "fast-check";
import { sortedByContent } from "../../../verify/collections/sorted-by-content";

test("sortedByContent gives the same values in one order, however they were ordered", () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.jsonValue())
        .chain((values) => fc.tuple(fc.constant(values), fc.shuffledSubarray(values, { minLength: values.length }))),
      ([values, shuffled]) => {
        const sorted = sortedByContent(values);

        expect(sorted).toHaveLength(values.length);
        expect(JSON.stringify(sortedByContent(shuffled))).toBe(JSON.stringify(sorted));
      },
    ),
  );
});

test("sortedByContent compares what values contain", () => {
  expect(sortedByContent([{ a: [2] }, { a: [1] }, "b", "a"])).toEqual(["a", "b", { a: [1] }, { a: [2] }]);
});
