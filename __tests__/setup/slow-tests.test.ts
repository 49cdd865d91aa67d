import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import slowTests from "./slow-tests.json";

const root = join(__dirname, "..");
const listed: readonly string[] = Object.values(slowTests).flat();

/** Fixtures that play Terraform, or compile the program and start it. */
const slowFixtures = /fixtures\/(?:terraform-suites|terraform-test-bed|built-program|compiled-program)"/;

/** Stand-ins and programs that these files start take less than a second. */
const fast: readonly string[] = ["constructs/storage/deployer-check.test.ts", "setup/slow-tests.test.ts"];

const testFiles = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".test.ts"));

test("every file that npm run test:fast leaves out exists, and is listed once", () => {
  expect(listed.filter((file) => !testFiles.includes(file))).toEqual([]);
  expect(new Set(listed).size).toBe(listed.length);
});

test("npm run test:fast leaves out every test file that plays Terraform or starts the compiled program", () => {
  const slow = testFiles.filter((file) => slowFixtures.test(readFileSync(join(root, file), "utf8")));

  expect(slow.length).toBeGreaterThan(10);
  expect(slow.filter((file) => !listed.includes(file) && !fast.includes(file))).toEqual([]);
});
