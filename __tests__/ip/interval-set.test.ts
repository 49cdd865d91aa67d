import fc from "fast-check";
import {
  contains,
  containsPoint,
  emptySet,
  type IntervalSet,
  intersection,
  overlaps,
  representativePoints,
  subtract,
  union,
} from "../../ip/interval-set";

const universe = Array.from({ length: 32 }, (_, number) => BigInt(number));

const someSet: fc.Arbitrary<IntervalSet> = fc
  .array(fc.tuple(fc.nat({ max: 31 }), fc.nat({ max: 31 })), { maxLength: 6 })
  .map((pairs) =>
    union(...pairs.map(([a, b]): IntervalSet => [{ first: BigInt(Math.min(a, b)), last: BigInt(Math.max(a, b)) }])),
  );

function members(set: IntervalSet): readonly bigint[] {
  return universe.filter((number) => containsPoint(set, number));
}

describe("an interval set", () => {
  test("the union, intersection and difference of two sets have the members that set theory says", () => {
    fc.assert(
      fc.property(someSet, someSet, (a, b) => {
        const [inA, inB] = [members(a), members(b)];

        expect(members(union(a, b))).toEqual(universe.filter((each) => inA.includes(each) || inB.includes(each)));
        expect(members(intersection(a, b))).toEqual(inA.filter((each) => inB.includes(each)));
        expect(members(subtract(a, b))).toEqual(inA.filter((each) => !inB.includes(each)));
      }),
    );
  });

  test("a set overlaps or contains another set exactly when their members do", () => {
    fc.assert(
      fc.property(someSet, someSet, (a, b) => {
        const [inA, inB] = [members(a), members(b)];

        expect(overlaps(a, b)).toBe(inA.some((each) => inB.includes(each)));
        expect(contains(a, b)).toBe(inB.every((each) => inA.includes(each)));
      }),
    );
  });

  test("equal sets have equal intervals, whatever operations made them", () => {
    fc.assert(
      fc.property(someSet, someSet, (a, b) => {
        expect(union(subtract(a, b), intersection(a, b))).toEqual(a);
        expect(subtract(a, a)).toEqual(emptySet);
      }),
    );
  });

  test("the representative points show every combination of sets once", () => {
    fc.assert(
      fc.property(fc.array(someSet, { maxLength: 4 }), someSet, fc.nat({ max: 31 }), (sets, within, preferred) => {
        const signature = (point: bigint): string => sets.map((set) => Number(containsPoint(set, point))).join("");

        const points = representativePoints(sets, within, [BigInt(preferred)]);

        const expected = [...new Set(members(within).map(signature))];
        expect(points.map(signature).sort()).toEqual(expected.sort());
        expect(points.includes(BigInt(preferred))).toBe(containsPoint(within, BigInt(preferred)));
      }),
    );
  });
});
