import { templateExpression } from "../../../stacks/module/hcl/expression";
import type { JsonTree } from "../../../stacks/module/json-tree";
import { mergeVariants } from "../../../stacks/module/options/merge-variants";
import type { ModuleOption } from "../../../stacks/module/options/module-option";
import { substituteInputs } from "../../../stacks/module/substitute-inputs";

const option = (name: string): ModuleOption => ({
  name,
  condition: `var.${name}`,
  turnOn: (environment) => environment,
});
const options = [option("a"), option("b")];

/** What a module has for what stacks have with no option, with a, with b, and with both. */
function written(none: JsonTree, a: JsonTree, b: JsonTree, both: JsonTree): JsonTree {
  const variants = [[], ["a"], ["b"], ["a", "b"]].map((on, index) => ({
    on: new Set(on),
    tree: [none, a, b, both][index],
  }));
  return substituteInputs(mergeVariants(variants, "x"), { rules: [], options });
}

test.each<[what: string, none: JsonTree, a: JsonTree, b: JsonTree, both: JsonTree, expected: JsonTree]>([
  [
    "what never changes stays as it is",
    { x: ["${aws_vpc.v.id}"] },
    { x: ["${aws_vpc.v.id}"] },
    { x: ["${aws_vpc.v.id}"] },
    { x: ["${aws_vpc.v.id}"] },
    { x: ["${aws_vpc.v.id}"] },
  ],
  [
    "an item of a list",
    ["x"],
    ["x", "p-${aws_vpc.v.id}"],
    ["x"],
    ["x", "p-${aws_vpc.v.id}"],
    '${concat(["x"], var.a ? ["p-${aws_vpc.v.id}"] : [])}',
  ],
  [
    "an item of either option",
    ["x"],
    ["y", "x"],
    ["y", "x"],
    ["y", "x"],
    '${concat(var.a || var.b ? ["y"] : [], ["x"])}',
  ],
  [
    "an item of both options together",
    ["x"],
    ["x"],
    ["x"],
    ["x", "y"],
    '${concat(["x"], var.a && var.b ? ["y"] : [])}',
  ],
  [
    "an item that an option takes away",
    ["x", "y"],
    ["x"],
    ["x", "y"],
    ["x"],
    '${concat(["x"], !(var.a) ? ["y"] : [])}',
  ],
  ["an argument", { n: 1 }, { n: 1, m: 2 }, { n: 1 }, { n: 1, m: 2 }, { n: 1, m: "${var.a ? 2 : null}" }],
  ["a value", { n: false }, { n: true }, { n: false }, { n: true }, { n: "${!(var.a) ? false : true}" }],
  [
    "a statement of a policy",
    '{"S":[{"Sid":"A"}]}',
    '{"S":[{"Sid":"A"},{"Sid":"B"}]}',
    '{"S":[{"Sid":"A"}]}',
    '{"S":[{"Sid":"A"},{"Sid":"B"}]}',
    '{"S":[{"Sid":"A"}${var.a ? ",{\\"Sid\\":\\"B\\"}" : ""}]}',
  ],
  [
    "the only items of a policy's list",
    '{"S":[]}',
    '{"S":["p"]}',
    '{"S":["q"]}',
    '{"S":["p","q"]}',
    '{"S":[${var.a ? "\\"p\\"" : ""}${var.b ? "${var.a ? "," : ""}\\"q\\"" : ""}]}',
  ],
  [
    "a part of a statement",
    '{"S":[{"Sid":"A","R":["x"]}]}',
    '{"S":[{"Sid":"A","R":["x","y"]}]}',
    '{"S":[{"Sid":"A","R":["x"]},{"Sid":"B"}]}',
    '{"S":[{"Sid":"A","R":["x","y"]},{"Sid":"B"}]}',
    '{"S":[{"Sid":"A","R":["x"${var.a ? ",\\"y\\"" : ""}]}${var.b ? ",{\\"Sid\\":\\"B\\"}" : ""}]}',
  ],
])("a module has %s under the condition of its options", (_, none, a, b, both, expected) => {
  expect(written(none, a, b, both)).toEqual(expected);
});

test("a part that no condition over the options explains stops the export with its place", () => {
  expect(() => written(["x"], ["x", "y"], ["x"], ["x"])).toThrow(
    'x."y": no condition over the options tells when it exists; synthesize more of them together',
  );
});

test("a list that has one item twice stops the export, because a condition would belong to both", () => {
  expect(() => written(["x", "x"], ["x", "x", "y"], ["x", "x"], ["x", "x", "y"])).toThrow("x: has one item twice");
});

test("parts that variants have in different orders stop the export", () => {
  expect(() => written(["x", "y", "z"], ["y", "x"], ["x", "y", "z"], ["y", "x"])).toThrow(
    "x: variants have their parts in different orders",
  );
});

test.each([
  ["plain", '"plain"'],
  ["${var.x}", "var.x"],
  ['say "${var.x}"\n', '"say \\"${var.x}\\"\\n"'],
  ['${{ a = "}" }["a"]}', '{ a = "}" }["a"]'],
  ['a-${join(",", [for n in var.l : "<${n}>"])}', '"a-${join(",", [for n in var.l : "<${n}>"])}"'],
  ["$${x}", '"$${x}"'],
])("the text %j is the expression %j, whose interpolations keep their quotes", (text, expression) => {
  expect(templateExpression(text)).toBe(expression);
});
