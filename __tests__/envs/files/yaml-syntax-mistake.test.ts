import fc from "fast-check";
import { readYamlDocument } from "../../../envs/files/yaml-document";

function mistakesOf(text: string): readonly string[] {
  const document = readYamlDocument(text);
  return document.kind === "refused" ? document.mistakes.map((mistake) => `${mistake.line}: ${mistake.text}`) : [];
}

test.each([
  ["a double quote that is not closed", 'name: "dev\nregion: eu-west-1\n', 1, "begins a text in quotes"],
  ["a single quote that is not closed", "name: dev\nregion: 'eu-west-1\nvpcCidr: x\n", 2, "begins a text in quotes"],
  ["a tab", "name: dev\negress:\n\tkind: none\n", 3, "is indented with a tab"],
  [
    "a field that is indented too far",
    "name: dev\negress:\n  kind: none\n   x: 1\n",
    3,
    "is read together with line 4",
  ],
  ["a list entry that is indented too little", "zones:\n  - a\n - b\n", 3, "indented unlike the entries above"],
  ["a list that is not closed", "name: dev\nzones: [a, b\nregion: x\n", 2, "opens a bracket"],
  ["an object that is not closed", "egress: {kind: none\nname: dev\n", 1, "opens a bracket"],
  ["JSON that is not closed", '{ "a": { "b": 1 },\n"name": "dev"\n', 1, "opens a bracket"],
  ["a field without a colon", "name: dev\nregion eu-west-1\nvpc: 1\n", 2, "is read together with line 3"],
  ["a last field without a colon", "name: dev\nregion eu-west-1\n", 2, "has no colon"],
  ["a colon without a space", "name:dev\nregion: x\n", 1, "a space after the colon"],
  ["a value with a colon", "name: dev\nreason: see: below\n", 2, "has a second colon"],
  ["a value that begins with @", "name: @dev\n", 1, "begins with @; put the value in quotes"],
  ["values without a comma", '{ "name": "dev" "region": "x" }\n', 1, "without a comma"],
  ["text after a quoted value", 'name: "dev" x\nregion: y\n', 1, "goes on after the end of a value"],
  ["a wrong escape", 'name: a\nb: "de\\qv"\n', 2, "backslash"],
  ["a list entry among fields", "name: dev\n- a\n", 2, "is an entry of a list where a field is expected"],
  ["a directive", "%YAML 1.3\n---\na: b\n", 1, "directive"],
])("In a file with %s, one mistake is told on the line where it is.", (_, text, line, words) => {
  const mistakes = mistakesOf(text);

  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toMatch(new RegExp(`^${line}: `));
  expect(mistakes[0]).toContain(words);
});

test("Each key that is there twice is told next to the first syntax error.", () => {
  expect(mistakesOf("a: 1\na: 2\nb: @x\na: 3\n")).toEqual([
    "3: has a value that begins with @; put the value in quotes",
    "2: has this key twice; keep one of them",
    "4: has this key twice; keep one of them",
  ]);
});

test("No mistake is told in the words of the parser, and its line is one of the file.", () => {
  const pieces = [
    "a: b",
    "- c",
    "  d: e",
    "\tf",
    '"',
    "'",
    "[",
    "{",
    "}",
    ",",
    "@x",
    "%y",
    "?",
    ": ",
    "|z",
    "&q",
    "!t",
    "#",
    "\n",
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (chosen) => {
      const text = chosen.join("");
      const lines = text.split("\n").length;
      for (const mistake of mistakesOf(text)) {
        expect(mistake).not.toMatch(/implicit|scalar|token|flow|block|mapping|sequence|node|collection/i);
        expect(Number(mistake.split(":")[0])).toBeLessThanOrEqual(lines);
      }
    }),
  );
});
