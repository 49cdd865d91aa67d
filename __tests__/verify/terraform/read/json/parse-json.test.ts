import fc from "fast-check";
import { hasPrototypeMember, parseJson } from "../../../../../verify/terraform/read/json/parse-json";
import { propertyRuns } from "../../../../fixtures/property-runs";

test("JSON without duplicate keys is parsed as JSON.parse does", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.constantFrom(0, 2), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), null, indent);

      expect(parseJson(spaced)).toEqual({ json: JSON.parse(spaced), duplicates: [] });
    }),
    propertyRuns(300),
  );
});

test("a duplicate key that is added anywhere in a JSON text is found, with its lines", () => {
  const entry = fc.record({ at: fc.nat(), key: fc.string(), value: fc.json({ maxDepth: 1 }) });
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), entry, (text, { at, key, value }) => {
      const openings = [...text.matchAll(/"(?:[^"\\]|\\.)*"|\{(?!\})/g)].filter(([token]) => token === "{");
      const opening = openings[at % openings.length];
      fc.pre(opening !== undefined);
      const end = (opening?.index ?? 0) + 1;
      const member = `${JSON.stringify(key)}:${value},\n`;
      const edited = `${text.slice(0, end)}${member}${member}${text.slice(end)}`;

      const { duplicates } = parseJson(edited);

      expect(duplicates[0]).toMatchObject({ line: 2, firstLine: 1 });
      expect(duplicates[0]?.path.at(-1)).toBe(key);
    }),
    propertyRuns(300),
  );
});

test("the values of a duplicate key become one list, whatever escapes the key is written with", () => {
  expect(parseJson('{"a": {"b": [1, "}"], "\\u0062": {}},\n"a": null, "c": [], "d": {}}')).toEqual({
    json: { a: [{ b: [1, "}", {}] }, null], c: [], d: {} },
    duplicates: [
      { path: ["a", "b"], line: 1, firstLine: 1 },
      { path: ["a"], line: 2, firstLine: 1 },
    ],
  });
});

test("an escaped half of a character is U+FFFD, as in Terraform, in keys and values, and nothing else changes", () => {
  const units = fc.array(fc.constantFrom(0xd83d, 0xde00, 0xd800, 0x5c, 0x75, 0x61), { maxLength: 8 });
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes);
      const wellFormed = Buffer.from(text, "utf8").toString("utf8");

      expect(parseJson(JSON.stringify({ [text]: text })).json).toEqual({ [wellFormed]: wellFormed });
    }),
    propertyRuns(300),
  );
});

test.each([
  ['{ "__proto__": {} }', true],
  ['[{ "tags": { "\\u005f_proto__": "a" } }]', true],
  ['{ "name": "__proto__" }', false],
  ['{ "constructor": "a\\u0020b" }', false],
])("whether an object of %s has the member __proto__ is %s", (text, expected) => {
  expect(hasPrototypeMember(text, parseJson(text).json)).toBe(expected);
});
