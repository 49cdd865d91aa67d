import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readBuildStatus } from "../../../cli/shared/stale-build-warning";
import { buildProgram } from "../../fixtures/built-program";

beforeAll(buildProgram);

const project = resolve(__dirname, "..", "..", "..");
const note = join("dist", ".tsbuildinfo");
const [built, later] = [1_700_000_000, 1_700_000_100];
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-build-"));
  mkdirSync(join(folder, "dist"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Compiles one file as the project is compiled, and dates all of it. */
function compile(source: string): void {
  mkdirSync(join(folder, "envs"), { recursive: true });
  writeFileSync(join(folder, "envs", "dev.ts"), source);
  const options = { strict: true, rootDir: ".", outDir: "dist", incremental: true, tsBuildInfoFile: note, types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, include: ["envs"] }));
  spawnSync(process.execPath, [join(project, "node_modules", "typescript", "bin", "tsc")], { cwd: folder });
  for (const file of [note, "envs/dev.ts"]) {
    date(file, built);
  }
}

function date(file: string, seconds: number): void {
  utimesSync(join(folder, file), seconds, seconds);
}

test("the build is current until a source is edited or removed, and then its status names that source", () => {
  compile("export const days: number = 30;");
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });

  date("envs/dev.ts", later);
  expect(readBuildStatus(folder)).toEqual({ kind: "outdated", changedFiles: ["envs/dev.ts"] });

  rmSync(join(folder, "envs", "dev.ts"));
  expect(readBuildStatus(folder)).toEqual({ kind: "outdated", changedFiles: ["envs/dev.ts"] });
});

test.each([
  ["types", 'export const days: number = "30";'],
  ["syntax", "export const days = { count = 30 };"],
])("a build with errors of %s has type errors, although the compiler wrote its output", (_, source) => {
  compile(source);

  expect(statSync(join(folder, "dist", "envs", "dev.js")).isFile()).toBe(true);
  expect(readBuildStatus(folder)).toEqual({ kind: "has-type-errors" });
});

test("the status of a folder without a build is current", () => {
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });
});

describe("the compiled program", () => {
  function explain(environment: Readonly<Record<string, string>> = {}, ...args: readonly string[]) {
    return spawnSync(process.execPath, ["dist/cli/main.js", "explain", ...args], {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, npm_lifecycle_script: "studio-perimeter", ...environment },
    });
  }

  beforeEach(() => {
    compile("export const days: number = 30;");
    for (const part of ["aws", "cli", "envs", "ip", "review", "verify"]) {
      cpSync(join(project, "dist", part), join(folder, "dist", part), { recursive: true });
    }
    symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
    date("envs/dev.ts", later);
  });

  test("an outdated program says so in one line, and still runs the command", () => {
    expect(explain()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("no-internet-path"),
      stderr: "dist: out of date: envs/dev.ts changed after the last build; run npm start\n",
    });
  });

  test("npm start accepts a source with a new date and the same text as current, and later runs print no warning", () => {
    const script = "npm run --silent build && node dist/cli/main.js build";

    expect(explain({ npm_lifecycle_script: script })).toMatchObject({ status: 0, stderr: "" });
    expect(explain()).toMatchObject({ status: 0, stderr: "" });
  });

  test("a program built with type errors refuses to run a command, and still prints help", () => {
    writeFileSync(join(folder, note), JSON.stringify({ fileNames: [], semanticDiagnosticsPerFile: [[1, []]] }));

    expect(explain()).toMatchObject({
      status: 2,
      stdout: "",
      stderr:
        "studio-perimeter: the last build had type errors, so its results cannot be trusted; run npm start and fix the errors that it prints\n",
    });
    expect(explain({}, "--help")).toMatchObject({ status: 0, stderr: "" });
  });
});
