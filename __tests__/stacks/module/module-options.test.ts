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

/** What a module has for what stacks have without options, with each alternative of a choice, and with another option in addition. */
function writtenOfChoice(trees: Readonly<Record<string, JsonTree>>): JsonTree {
  const choice = { name: "either", condition: "var.kind != null" };
  const variants = Object.entries(trees).map(([names, tree]) => ({
    on: new Set(
      names
        .split(" ")
        .filter((name) => name !== "none")
        .flatMap((name) => (name === "c" ? ["c"] : ["either", name])),
    ),
    tree,
  }));
  const known = [
    { ...option("a"), choice, condition: 'var.kind == "a"' },
    { ...option("b"), choice, condition: 'var.kind == "b"' },
    option("c"),
  ];
  return substituteInputs(mergeVariants(variants, "x"), { rules: [], options: known });
}

test("a part of every alternative of a choice is there if one of them is chosen, and a part of one with this one", () => {
  expect(writtenOfChoice({ none: [], a: ["x", "y"], b: ["x"], c: [], "a c": ["x", "y"], "b c": ["x"] })).toBe(
    '${concat(var.kind != null ? ["x"] : [], var.kind == "a" ? ["y"] : [])}',
  );
});

test("inside a part of a choice, the condition of another option does not repeat that of the choice", () => {
  const none = { n: 1 };
  const [chosen, both] = [
    { n: 1, m: ["x"] },
    { n: 1, m: ["x", "y"] },
  ];

  expect(writtenOfChoice({ none, a: chosen, b: chosen, c: none, "a c": both, "b c": both })).toEqual({
    n: 1,
    m: '${var.kind != null ? concat(["x"], var.c ? ["y"] : []) : null}',
  });
});

test("an order of resources names all of any variant, because Terraform takes no expression there", () => {
  const none = { depends_on: ["aws_vpc.v"] };
  const a = { depends_on: ["aws_vpc.v", "aws_subnet.a"] };

  expect(written(none, a, none, a)).toEqual({ depends_on: ["aws_vpc.v", "aws_subnet.a"] });
  expect(written({ n: 1 }, { n: 1, ...a }, { n: 1 }, { n: 1, ...a })).toEqual({ n: 1, ...a });
});

test("a part that only all options show stops the export, because it may depend on any two of them", () => {
  const variants = [[], ["a"], ["b"], ["c"], ["a", "b", "c"]].map((on) => ({
    on: new Set(on),
    tree: on.length === 3 ? ["x"] : [],
  }));

  expect(() => mergeVariants(variants, "x")).toThrow("synthesize more of them together");
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
