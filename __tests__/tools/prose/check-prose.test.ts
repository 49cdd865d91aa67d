import { checkProse } from "../../../tools/prose/check-prose";
import { passagesOf } from "../../../tools/prose/text-passages";
import { wordRules } from "../../../tools/prose/word-rules";

const wordsIn = (path: string, text: string) => checkProse(path, text).map(({ word }) => word);

const PHRASES = [
  "from whence it came",
  "whoever may call it",
  "the end thereof",
  "roles are read likewise",
  "a role beside Studio's",
  "all save for one",
  "albeit rare",
  "it stands in a subnet",
  "an instance that wears the group",
  "the rule lets in a caller",
  "a route leads to the gateway",
  "a policy that speaks of keys",
  "callers that are told apart",
  "a stranger may call",
  "writes that are excused",
  "the fate of a packet",
  "the tenants of a subnet",
  "a loose end",
  "no way out",
  "a misspelt key",
  "the others fare alike",
  "whom it hands on to",
  "a user of IAM",
  "the agent of Systems Manager",
  "the function of self-service",
  "URLs of Studio",
  "a machine of EC2",
  "a service of AWS",
  "<<<<<<< HEAD",
  "its behaviour",
  "a coloured line",
  "the most favourable answer",
  "a neighbour",
  "an honoured flag",
  "the organisation",
  "an authorised caller",
  "a recognised form",
  "an initialised array",
  "a normalised value",
  "serialised",
  "summarised",
  "minimised",
  "memoised",
  "a synthesised stack",
  "analysed",
  "what is unmodelled",
  "labelled",
  "cancelled",
  "travelled",
  "signalled",
  "the catalogue",
  "a judgement",
  "a licence",
  "its defences",
  "an artefact",
  "in the centre",
  "a grey box",
  "towards it",
];

test.each(PHRASES)("the phrase %j is found in a comment and in a document", (phrase) => {
  expect(wordsIn("a.ts", `/** ${phrase} */`)).toHaveLength(1);
  expect(wordsIn("a.md", phrase)).toHaveLength(1);
});

test("each rule is tried by one of the phrases", () => {
  const untried = wordRules.filter(({ pattern }) => !PHRASES.some((phrase) => phrase.search(pattern) >= 0));

  expect(untried).toEqual([]);
});

test("a finding has the line and the column of the word, from 1", () => {
  expect(checkProse("a.md", "One line.\nIts colour is red.\n")).toEqual([
    { path: "a.md", line: 2, column: 5, word: "colour", advice: "American spelling: color" },
  ]);
});

test("code of a document is not prose: blocks, spans and targets of links", () => {
  const text = "`colour`\n\n    colour\n\n```\ncolour\n```\n[docs](a/colour.md)\n\n[colour.md]: colour.md\n";

  expect(wordsIn("a.md", text)).toEqual([]);
});

test("texts of one word are identifiers, texts of several words are prose", () => {
  expect(wordsIn("a.ts", 'id("entrance", "colour", "its colour");')).toEqual(["colour"]);
});

test("code of a source is not prose, and no text ends early at a quote in a regular expression or a template", () => {
  const source = [
    'const colour = /["`\'] colour/.test(x) ? a / b : "no match";',
    "const text = `a ${f(`inner colour`, { colour: 1 })} grey end`;",
    "const rest = 1; // last colour",
  ].join("\n");

  expect(passagesOf("a.ts", source).map(({ text }) => text)).toEqual([
    "no match",
    "inner colour",
    " grey end",
    "// last colour",
  ]);
});

test("a text with an escaped quote is read to its end", () => {
  expect(passagesOf("a.ts", 'f("a \\" b colour", \'c d\');').map(({ text }) => text)).toEqual([
    'a \\" b colour',
    "c d",
  ]);
});
