import {
  anyPiece,
  replaceInTemplate,
  type ValuePiece,
} from "../../../../verify/terraform/expressions/built-in/replace-in-template";
import { scalarValue, unknownValue } from "../../../../verify/terraform/expressions/terraform-value";

function replaced(text: string, sought: string, pieces: readonly ValuePiece[], replacement = "!"): unknown {
  return replaceInTemplate(text, sought, replacement, () => pieces);
}

test.each([
  ["the whole text", "a_X_b", "_X_", [], "a!b"],
  ["before and after a reference", "_X_ ${aws_vpc.v.id} _X_", "_X_", [/[a-z]/], "! ${aws_vpc.v.id} !"],
  ["not in the name of a reference", "aws_vpc ${aws_vpc.v.id}", "aws_vpc", [/[a-z]/], "! ${aws_vpc.v.id}"],
  ["next to a reference that has other characters", "_X_${aws_vpc.v.id}_X_", "_X_", [/\d/], "!${aws_vpc.v.id}!"],
  ["not in an escape", "$${_X_}", "_X_", [], "$${!}"],
])("A text is replaced in a template: %s.", (_, text, sought, pieces, result) => {
  expect(replaced(text, sought, pieces)).toEqual(scalarValue(result));
});

test.each([
  ["in the value of a reference", "a ${aws_vpc.v.id}", "_X_", [anyPiece]],
  ["in a part of the value that an argument gives", "a ${aws_vpc.v.id}", "_X_", [/\d/, "my_X_", /\d/]],
  ["across two parts of the value", "a ${aws_vpc.v.id}", "a1", ["a", /\d/]],
  ["from a text into the value", "x_${aws_vpc.v.id}", "_1", [/\d/]],
  ["from the value into a text", "${aws_vpc.v.id}_X", "1_", [/\d/]],
  ["across an empty value", "_${aws_vpc.v.id}X", "_X", [/\d/]],
  ["from one value over a text into another one", "${aws_vpc.v.id}_${aws_vpc.v.id}", "1_2", [/\d/]],
  ["in an expression", "a ${f(x)}", "_X_", []],
  ["as an empty text", "abc", "", []],
])("Nobody knows the result of a replacement where the text may be found %s.", (_, text, sought, pieces) => {
  expect(replaced(text, sought, pieces)).toBe(unknownValue);
});

test("Nobody knows the result of a replacement that makes the start of a reference.", () => {
  expect(replaced("_X_{a}", "_X_", [], "$")).toBe(unknownValue);
});
