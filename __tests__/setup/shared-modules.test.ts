import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const testFiles = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));

/** Calls that change what modules hold, for all files that share them. */
const changesModules = /\bjest\.(?:mock|doMock|setMock|isolateModules|isolateModulesAsync|resetModules)\(/;
const ownModules = "/** @jest-environment node */\n";

test("every test file that replaces modules has modules of its own", () => {
  const replacing = testFiles.filter((file) => changesModules.test(readFileSync(join(root, file), "utf8")));

  expect(replacing.length).toBeGreaterThan(3);
  expect(replacing.filter((file) => !readFileSync(join(root, file), "utf8").startsWith(ownModules))).toEqual([]);
});
