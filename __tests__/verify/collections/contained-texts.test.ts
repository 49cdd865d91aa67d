import fc from "fast-check";
import { containedTexts } from "../../../verify/collections/contained-texts";
import { propertyRuns } from "../../fixtures/property-runs";

/** Texts of few characters contain each other often. */
const piece = fc.string({ unit: fc.constantFrom("a", "b", "\u{e9}", "\u{1f600}"), minLength: 1, maxLength: 4 });
const pieces = fc.uniqueArray(piece, { maxLength: 200 });

test("of any number of texts, those are found that a text contains, in their order", () => {
  fc.assert(
    fc.property(pieces, fc.nat(3), fc.array(piece, { maxLength: 12 }), (all, longer, parts) => {
      const searched = all.map((one) => "a".repeat(longer) + one);
      const text = parts.join("");

      expect(containedTexts(searched)(text)).toEqual(searched.filter((one) => text.includes(one)));
    }),
    propertyRuns(300),
  );
});

test("an empty text is in every text", () => {
  const searched = ["", ...Array.from({ length: 100 }, (_, index) => `secret ${index}`)];

  expect(containedTexts(searched)("secret 7")).toEqual(["", "secret 7"]);
});

test("ten thousand texts are searched in the time of one pass over a text", () => {
  const searched = Array.from({ length: 10_000 }, (_, index) => `secret of parameter ${index}`);
  const find = containedTexts(searched);
  let read = 0;
  const text = `${"x".repeat(5_000)}secret of parameter 77.`;
  const counted = {
    length: text.length,
    charCodeAt: (at: number) => {
      read += 1;
      return text.charCodeAt(at);
    },
    startsWith: (one: string, at: number) => text.startsWith(one, at),
  } as unknown as string;

  expect(find(counted)).toEqual(["secret of parameter 7", "secret of parameter 77"]);
  expect(read).toBeLessThan(3 * text.length);
});
