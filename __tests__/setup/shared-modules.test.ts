import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const testFiles = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));

/** Calls that change what modules hold, for all files that share them. */
const changesModules = /\bjest\.(?:mock|doMock|setMock|isolateModules|isolateModulesAsync|resetModules)\(/;
/** Calls that change what `expect` knows, which is a shared module too. */
const changesExpect = /\bexpect\.(?:extend|addSnapshotSerializer|addEqualityTesters)\(/;
const ownModules = "/** @jest-environment node */\n";

test("every test file that replaces modules has modules of its own", () => {
  const replacing = testFiles.filter((file) => changesModules.test(readFileSync(join(root, file), "utf8")));

  expect(replacing.length).toBeGreaterThan(3);
  expect(replacing.filter((file) => !readFileSync(join(root, file), "utf8").startsWith(ownModules))).toEqual([]);
});

test("no test file changes what `expect` knows in the others", () => {
  const changing = testFiles
    .map((file) => readFileSync(join(root, file), "utf8"))
    .filter((text) => changesExpect.test(text));

  expect(changing.filter((text) => !text.startsWith(ownModules))).toEqual([]);
});

test("no test file draws its texts from a table of all characters, which stays in memory for all other files", () => {
  const drawing = testFiles.filter((file) =>
    /unit: "(?:binary|grapheme)"/.test(readFileSync(join(root, file), "utf8")),
  );

  expect(drawing).toEqual([]);
});
