import { attributeFacts, resourceLines, tagLine } from "../../../review/attributes/attribute-facts";
import type { ResourceSides } from "../../../review/attributes/resource-sides";
import type { JsonObject } from "../../../verify/terraform/terraform-configuration";

function linesOf(before: JsonObject, after: JsonObject, more: Partial<ResourceSides> = {}): readonly string[] {
  const found = attributeFacts([{ address: "aws_x.y", type: "aws_instance", before, after, ...more }]);
  return (found?.resources ?? []).flatMap(resourceLines).map((line) => line.replace(/^aws_x\.y: /, ""));
}

const policy = (...actions: readonly string[]) =>
  JSON.stringify({ Statement: [{ Sid: "A", Effect: "Allow", Action: actions, Resource: "*" }] });

test.each<[string, JsonObject, JsonObject, Partial<ResourceSides>, readonly string[]]>([
  ["a value", { a: 1, b: 2 }, { a: 1, b: 3 }, {}, ["b: 2 -> 3"]],
  ["a value that was not set", { a: null }, { a: "x" }, {}, ["a: (not set) -> x"]],
  ["an empty list that was not set", { a: null }, { a: [] }, {}, []],
  ["an empty list that somebody wrote", { a: null }, { a: [] }, { areWritten: true }, ["a: (not set) -> []"]],
  ["a name of every object", { a: { b: 1 } }, { a: { b: 1, toString: "x" } }, {}, ["a.toString: (not set) -> x"]],
  ["a name of every object, removed", { constructor: "x" }, {}, {}, ["constructor: x -> (not set)"]],
  ["a list", { a: ["x", "y"] }, { a: ["y", "z"] }, {}, ["a: + z - x"]],
  ["a list in another order", { a: ["x", "y"] }, { a: ["y", "x"] }, {}, ["a: only the order changes"]],
  ["a nested block", { a: [{ b: 1, c: 2 }] }, { a: [{ b: 1, c: 3 }] }, {}, ["a.c: 2 -> 3"]],
  ["one of several blocks", { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 2 }, { b: 3 }] }, {}, ["a[1].b: 1 -> 3"]],
  ["a block more", { a: [{ b: 1 }] }, { a: [{ b: 1 }, { b: 2 }] }, {}, ['a: + {"b":2}']],
  ["a map with dots in a key", { a: { "b.c": 1 } }, { a: { "b.c": 2 } }, {}, ['a["b.c"]: 1 -> 2']],
  ["a policy", { p: policy("s3:a") }, { p: policy("s3:b") }, {}, ['p: statement "A" changes: Action + s3:b - s3:a']],
  ["other JSON", { p: '{"a":{"b":1}}' }, { p: '{"a":{"b":2}}' }, {}, ["p.a.b: 1 -> 2"]],
  ["the form of JSON", { p: '{"a":1}' }, { p: '{ "a": 1 }' }, {}, []],
  ["a text", { t: "a\nb\nc" }, { t: "a\nB\nc" }, {}, ["t: - b", "t: + B"]],
  ["a value that the apply shows", { a: "x" }, {}, { unknown: { a: true } }, ["a: x -> (known after apply)"]],
  [
    "an item that the apply shows",
    { a: ["x"] },
    { a: ["x", null] },
    { unknown: { a: [false, true] } },
    ["a: + (known after apply)"],
  ],
  ["what AWS computes", { id: "x", arn: "y" }, {}, { unknown: { id: true, arn: true } }, []],
  ["a marked value", { a: "x" }, { a: "z" }, { marks: { before: {}, after: { a: true } } }, ["a: changes (hidden)"]],
  ["a value with the name of a secret", { password: "x" }, { password: "z" }, {}, ["password: changes (hidden)"]],
  [
    "a variable of a program",
    { environment: [{ variables: { A: "x" } }] },
    { environment: [{ variables: { A: "z" } }] },
    {},
    ["environment.variables.A: changes (hidden)"],
  ],
  ["meta-arguments", { lifecycle: [] }, { lifecycle: [{ a: 1 }], "//": {} }, {}, []],
])(
  "The attributes of a changed resource are printed from before to after: %s.",
  (_name, before, after, more, lines) => {
    expect(linesOf(before, after, more)).toEqual(lines);
  },
);

test("Of two long values that begin alike, the part from the difference on is printed.", () => {
  const start = "x".repeat(300);

  expect(linesOf({ a: `${start}1` }, { a: `${start}2` })).toEqual([
    `a: ...${"x".repeat(20)}1 -> ...${"x".repeat(20)}2`,
  ]);
});

test("A policy that only the apply completes is compared as it is written.", () => {
  const written = { before: { p: policy("s3:a") }, after: { p: policy("s3:a", "s3:b") } };

  expect(linesOf({ p: policy("s3:a") }, {}, { unknown: { p: true }, written })).toEqual([
    'p: statement "A" changes: Action + s3:b',
    "p: some values are known after apply",
  ]);
});

test("All resources of which only tags change are one line, with the number of resources of each change.", () => {
  const tagged = (address: string, after: JsonObject): ResourceSides => ({
    ...{ address, type: "aws_vpc", before: { tags: { A: "1" }, tags_all: { A: "1" } } },
    after: { tags: after, tags_all: after },
  });
  const found = attributeFacts([tagged("aws_vpc.a", { A: "2" }), tagged("aws_vpc.b", { A: "2", B: "3" })]);

  expect(found?.resources).toEqual([]);
  expect(found?.tagsOnly && tagLine(found.tagsOnly)).toBe(
    "Only tags change in 2 resources (A: 1 -> 2 and B: (not set) -> 3 in 1): aws_vpc.a and aws_vpc.b",
  );
});

test("A mask is applied to whole values, before long ones are shortened.", () => {
  const secret = "s".repeat(500);
  const sides = { address: "aws_x.y", type: "aws_instance", before: { a: "x" }, after: { a: `key ${secret} end` } };
  const found = attributeFacts([sides], (text) => text.replaceAll(secret, "(hidden)"));

  expect((found?.resources ?? []).flatMap(resourceLines)).toEqual(["aws_x.y: a: x -> key (hidden) end"]);
});
