import fc from "fast-check";
import { readDocumentOfFile, readYamlDocument } from "../../../envs/files/yaml-document";

/** What is read, or the mistakes with their lines. */
function reading(text: string, path = "a.yaml"): unknown {
  const document = readDocumentOfFile(text, path);
  return document.kind === "read"
    ? document.value
    : document.mistakes.map(({ line, text: what }) => `${line}: ${what}`);
}

test.each<[what: string, text: string, value: unknown]>([
  ["booleans of YAML 1.1 are texts", "a: yes\nb: off\nc: n\nd: True\n", { a: "yes", b: "off", c: "n", d: true }],
  ["a number with a leading zero is decimal", "a: 010\nb: 0o10\nc: 0x1F\nd: '010'\n", { a: 10, b: 8, c: 31, d: "010" }],
  ["numbers to base 60 and with underscores are texts", "a: 12:30\nb: 1_000\n", { a: "12:30", b: "1_000" }],
  ["a date is a text", "a: 2026-11-30\n", { a: "2026-11-30" }],
  ["an account ID without quotes is a number, so that its field refuses it", "a: 012345678901\n", { a: 12345678901 }],
  ["keys that differ in case are two keys", "A: 1\na: 2\n", { A: 1, a: 2 }],
  [
    "a byte order mark, line ends of Windows and tabs after a colon count for nothing",
    "\uFEFFa:\t1\r\nb: x\r\n",
    { a: 1, b: "x" },
  ],
  ["a document may have its marks", "---\na: 1\n...\n", { a: 1 }],
  ["names of JavaScript are keys like others", "constructor: 1\n", { constructor: 1 }],
  ["text after a block mark keeps its lines", "a: |\n  x\n  y\n", { a: "x\ny\n" }],
])("YAML is read as version 1.2: %s", (_, text, value) => {
  expect(reading(text)).toEqual(value);
});

test.each<[what: string, text: string, line: number, words: string]>([
  ["a key that is there twice", "a: 1\nb: 2\na: 3\n", 3, "has this key twice"],
  ["a key that is there twice in other letters", 'a: 1\n"\\x61": 2\n', 2, "has this key twice"],
  ["a key that is there twice in brackets", "a:\n  - {b: 1, b: 2}\n", 2, "has this key twice"],
  ["a merge key", "a:\n  <<: {b: 1}\n", 2, "a: has a merge key"],
  ["an anchor", "a: 1\nb: &x 1\n", 2, "b: uses an anchor or an alias"],
  ["an anchor of a key", "a: 1\n&x b: 1\n", 2, "has a key that is not a plain text"],
  ["a tag", "a: 1\nb: !!binary aGk=\n", 2, "b: has the tag tag:yaml.org,2002:binary"],
  ["a tag of a program", "a: 1\nb: !!js/function 'x'\n", 2, "has a tag of YAML"],
  ["a tag of a key", "a: 1\n!!str b: 1\n", 2, "has a key that is not a plain text"],
  ["another version of YAML", "# x\n%YAML 1.1\n---\na: yes\n", 2, "is a directive of YAML"],
  ["tags of its own", "%TAG ! tag:x,2000:\n---\na: 1\n", 1, "is a directive of YAML"],
  ["a second document", "a: 1\n---\nb: 2\n", 1, "holds 2 documents"],
  ["a second document without fields", "a: 1\n---\n", 1, "holds 2 documents"],
  ["something after the end of the document", "a: 1\n...\nb: 2\n", 1, "holds 2 documents"],
  ["the prototype as a key", "a: 1\n__proto__: {b: 1}\n", 2, "has a key that is not a plain text"],
  [
    "the prototype as a key in other letters",
    'a: 1\n"__\\x70roto__": {b: 1}\n',
    2,
    "has a key that is not a plain text",
  ],
  ["a number as a key", "a: 1\n2: b\n", 2, "has a key that is not a plain text"],
  ["a control character", "a: 1\nb: x\u0007y\n", 2, "has a control character"],
  ["half of a character", 'a: 1\nb: "\\ud800"\n', 2, "b: has half of a character"],
  ["a tab as indentation", "a:\n\tb: 1\n", 2, "is indented with a tab"],
])("YAML with %s is refused on its line", (_, text, line, words) => {
  expect(reading(text)).toEqual([expect.stringContaining(`${line}: ${words}`)]);
});

test("A file that is named JSON is no more than JSON, and a mistake is told on its line.", () => {
  expect(reading('{\n\t"a": 1\n}', "a.json")).toEqual({ a: 1 });
  expect(reading('{\n"a": 1,\n}', "a.json")).toEqual([expect.stringContaining("3: is not valid JSON")]);
  expect(reading('{"a": 1, "a": 2}', "a.json")).toEqual([expect.stringContaining("1: has this key twice")]);
});

test.each([
  ["brackets", "[".repeat(5000)],
  ["maps", Array.from({ length: 1200 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join("")],
  ["lists", "- ".repeat(5000)],
  ["a hundred maps and one more", `${"{a: ".repeat(101)}1${"}".repeat(101)}`],
  ["a hundred lists and one more", `${"[".repeat(101)}1${"]".repeat(101)}`],
])("%s inside each other without end are refused", (_, text) => {
  expect(reading(text)).toEqual([expect.stringContaining("is nested too deeply")]);
});

test("Aliases that multiply a text are refused before they are read.", () => {
  const laughs = Array.from({ length: 20 }, (_, at) => `k${at + 1}: &k${at + 1} [*k${at}, *k${at}]\n`).join("");

  expect(reading(`k0: &k0 x\n${laughs}`)).toContain("1: k0: uses an anchor or an alias; write the value out");
});

test("A file with very many keys is read in time, so that a large file stops no pipeline.", () => {
  const keys = Array.from({ length: 20_000 }, (_, at) => `k${at}: 1\n`).join("");

  expect(Object.keys(reading(keys) as object)).toHaveLength(20_000);
}, 10_000);

test("Any data is read from YAML as it is from JSON.", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (data) => {
      const names = (value: unknown): readonly string[] =>
        typeof value === "object" && value !== null
          ? [...(Array.isArray(value) ? [] : Object.keys(value)), ...Object.values(value).flatMap(names)]
          : [];
      fc.pre(!names(data).some((name) => ["<<", "__proto__"].includes(name)));
      const text = JSON.stringify(data);

      expect(readYamlDocument(text)).toMatchObject({ kind: "read", value: JSON.parse(text) });
    }),
  );
});
