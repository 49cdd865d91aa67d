import fc from "fast-check";
import { type Json, jsonText } from "../../../verify/terraform/terraform-configuration";

const scalar = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constant(null));

test("a value without objects is the text that String makes of it", () => {
  fc.assert(
    fc.property(fc.oneof(scalar, fc.array(fc.oneof(scalar, fc.array(scalar)))), (value) => {
      expect(jsonText(value)).toBe(String(value));
    }),
  );
});

test.each([
  [{ toString: "x" }, '{"toString":"x"}'],
  [[{ valueOf: 1, toString: null }, "a"], '{"valueOf":1,"toString":null},a'],
  [JSON.parse('{"__proto__":1}'), '{"__proto__":1}'],
] satisfies readonly [Json, string][])("an object with a name that every object has is text: %j", (value, text) => {
  expect(jsonText(value)).toBe(text);
});
