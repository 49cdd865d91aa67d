import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "../../fixtures/built-program";

const project = resolve(__dirname, "..", "..", "..");
const compiled = JSON.stringify(join(project, "dist", "cli", "shared", "young-generation.js"));

beforeAll(buildProgram);

/** Megabytes of the young generation of a process that runs the statements, and then keeps most of what it allocates. */
function youngGenerationAfter(statements: string): number {
  const script = `
    const { keepYoungGenerationSmall, countInput } = require(${compiled});
    ${statements}
    const kept = [];
    for (let at = 0; at < 600_000; at++) kept.push({ at, text: "a" + at });
    const { space_size } = require("node:v8").getHeapSpaceStatistics().find(({ space_name }) => space_name === "new_space");
    process.stdout.write(String(space_size / 2 ** 20));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  expect(stderr).toBe("");
  return Number(stdout);
}

test("the young generation stays small for the input of a stack, and grows for a large one", () => {
  expect(youngGenerationAfter("")).toBeGreaterThan(8);
  expect(youngGenerationAfter("keepYoungGenerationSmall(); countInput(300_000);")).toBeLessThan(5);
  expect(youngGenerationAfter("keepYoungGenerationSmall(); countInput(300_000); countInput(300_000);")).toBeGreaterThan(
    8,
  );
});

test("V8 accepts the code that a process with a small young generation has kept", () => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-young-"));
  const bundle = join(folder, "bundle.js");
  writeFileSync(bundle, `exports.start = require(${compiled}).keepYoungGenerationSmall;`);
  const script = `require(${JSON.stringify(join(project, "cli", "load-bundle.js"))}).loadBundle(...process.argv.slice(1)).start();`;
  const run = () => spawnSync(process.execPath, ["-e", script, bundle, join(folder, "code"), "verify"]).status;
  const kept = () =>
    readdirSync(join(folder, "code")).map((name) => {
      const path = join(folder, "code", name);
      return { name, inode: statSync(path).ino, bytes: readFileSync(path, "base64") };
    });

  expect(run()).toBe(0);
  const first = kept();
  expect(first).toHaveLength(1);
  expect(run()).toBe(0);
  expect(kept()).toEqual(first);
  rmSync(folder, { recursive: true });
});
