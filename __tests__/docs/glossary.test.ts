import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rowsBelow } from "./fixtures/controls-page";

const page = readFileSync(join(__dirname, "..", "..", "docs", "glossary.md"), "utf8");
const rows = rowsBelow(`\n${page}`, "# Glossary").map(([term = "", meaning = ""]) => ({ term, meaning }));

test("the glossary lists each term once, in alphabetical order", () => {
  const terms = rows.map(({ term }) => term);

  expect(terms.length).toBeGreaterThan(25);
  expect(terms).toEqual([...new Set(terms)].sort((one, other) => one.localeCompare(other, "en")));
});

test("each meaning in the glossary is one sentence of at most 25 words", () => {
  const unclear = rows.filter(
    ({ meaning }) =>
      !/^[A-Z`][^.]*(?:\.\d[^.]*)*\.$/.test(meaning.replaceAll(/`[^`]*`/g, "X")) || meaning.split(" ").length > 25,
  );

  expect(unclear).toEqual([]);
});
