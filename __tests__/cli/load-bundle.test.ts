import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "../fixtures/built-program";
import { violatedText } from "../fixtures/synthesized";
import { writeStackFile } from "./fixtures/output-folder";

const project = resolve(__dirname, "..", "..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-bundle-"));
  writeFileSync(join(folder, "bundle.js"), bundleThatPrints("one"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function bundleThatPrints(text: string): string {
  return `exports.start = () => process.stdout.write(${JSON.stringify(text)} + __dirname);`;
}

/** Runs the bundle, with its code kept in a folder. */
function run({ use = "verify", cache = join(folder, "code"), status = 0 } = {}) {
  const script = `
    const { loadBundle } = require(${JSON.stringify(join(project, "cli", "load-bundle.js"))});
    loadBundle(...process.argv.slice(1, 4)).start();
    process.exitCode = ${status};`;
  const result = spawnSync(process.execPath, ["-e", script, join(folder, "bundle.js"), cache, use], {
    encoding: "utf8",
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

const kept = () => readdirSync(join(folder, "code")).sort();

test("a bundle runs alike without kept code, with it, and with code that somebody changed or cut off", () => {
  const expected = { status: 0, stdout: `one${folder}`, stderr: "" };
  expect(run()).toEqual(expected);
  const [file = ""] = kept();
  const path = join(folder, "code", file);
  const code = readFileSync(path);
  expect(run()).toEqual(expected);

  for (const broken of [
    code.map((byte, index) => (index === code.length - 9 ? byte ^ 1 : byte)),
    code.subarray(0, 99),
  ]) {
    writeFileSync(path, broken);
    expect(run()).toEqual(expected);
    expect(readFileSync(path).length).toBe(code.length);
  }
});

test("a bundle of the same length and another text never runs the code of the older one, which is removed", () => {
  run();
  const before = kept();
  writeFileSync(join(folder, "bundle.js"), bundleThatPrints("two"));

  expect(run().stdout).toBe(`two${folder}`);
  expect(kept()).toHaveLength(1);
  expect(kept()).not.toEqual(before);
});

test("a bundle with characters outside ASCII keeps them, also in regular expressions", () => {
  writeFileSync(
    join(folder, "bundle.js"),
    "exports.start = () => process.stdout.write('<⟨a⟩>'.replace(/⟨(.)⟩/, '$1é'));",
  );

  expect(run().stdout).toBe("<aé>");
  expect(run().stdout).toBe("<aé>");
});

test("code is kept for each use apart, and not by a run that failed", () => {
  run({ use: "verify" });
  run({ use: "../../review" });
  run({ use: "no such command", status: 2 });

  expect(kept()).toHaveLength(2);
});

test("a folder that cannot be written to fails no command", () => {
  writeFileSync(join(folder, "file"), "");
  chmodSync(join(folder, "file"), 0o444);

  expect(run({ cache: join(folder, "file", "code") })).toEqual({ status: 0, stdout: `one${folder}`, stderr: "" });
});

test("the bundle of the command line is ASCII, so that V8 keeps its text in half of the memory", () => {
  buildProgram();
  const text = readFileSync(join(project, "dist", "program", "command-line.js"), "utf8");

  // The bundler escapes other characters in strings, but not in regular expressions: write \u27e8 there.
  expect(text.match(/.{0,60}[^\0-\x7f].{0,60}/)?.[0]).toBeUndefined();
});

test("the bundled program reports the same bytes as the compiled files, without kept code and with it", () => {
  buildProgram();
  const file = writeStackFile(folder, "dev", violatedText("dev"));
  const args = ["verify", "--file", file, "--format", "json"];
  const report = (...program: readonly string[]) =>
    spawnSync(process.execPath, [...program, ...args], { cwd: project, encoding: "utf8" }).stdout;

  const compiled = report("-e", 'require("./dist/cli/command-line.js").start()', "studio-perimeter");

  expect(compiled).toContain('"violated"');
  expect(report("dist/cli/main.js")).toBe(compiled);
  expect(report("dist/cli/main.js")).toBe(compiled);
}, 60_000);
