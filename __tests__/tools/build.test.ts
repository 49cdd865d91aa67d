import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { copyLauncher } from "../cli/fixtures/copy-launcher";
import { buildProgram } from "../fixtures/built-program";

beforeAll(buildProgram);

const project = resolve(__dirname, "..", "..");
let folder = "";

/**
 * A project with one source, the compiled program, and a compiler that notes each run and fails when the source contains `error`:
 * the real one takes seconds.
 */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-build-"));
  write("tsconfig.build.json", JSON.stringify({ include: ["envs"] }));
  write("package-lock.json", "{}");
  write("envs/dev.ts", "fine");
  for (const part of ["aws", "cli", "envs", "functions", "ip", "review", "verify"]) {
    cpSync(join(project, "dist", part), join(folder, "dist", part), { recursive: true });
  }
  copyLauncher(folder);
  for (const file of ["main.js", "bundle-program.js", "type-errors.js"].map((name) => `tools/build/${name}`)) {
    cpSync(join(project, file), join(folder, file));
  }
  write("cli/command-line.ts", "export const start = () => console.log(`bundled ${__dirname}`);");
  write("functions/studio-url/index.ts", "export const handler = () => 1;");
  cpSync(join(project, "functions", "bundle.ts"), join(folder, "functions", "bundle.ts"));
  mkdirSync(join(folder, "node_modules"));
  for (const name of ["esbuild", "fflate", "ipaddr.js", "zod"]) {
    symlinkSync(join(project, "node_modules", name), join(folder, "node_modules", name));
  }
  write(
    "node_modules/typescript/bin/tsc",
    `const { appendFileSync, readFileSync } = require("node:fs");
     appendFileSync("runs", "run ");
     process.exitCode = readFileSync("envs/dev.ts", "utf8").includes("error") ? 1 : 0;`,
  );
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(join(folder, file, ".."), { recursive: true });
  writeFileSync(join(folder, file), text);
}

function build(...program: readonly string[]) {
  const { status, stdout } = spawnSync(process.execPath, ["tools/build/main.js", ...program], {
    cwd: folder,
    encoding: "utf8",
  });
  const compilations = existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").trim() : "";
  return { status, stdout, compilations: compilations.split(" ").filter((run) => run !== "").length };
}

test("a build compiles when a source changed, and not when none did", () => {
  expect(build()).toMatchObject({ status: 0, compilations: 1 });
  expect(build()).toMatchObject({ status: 0, compilations: 1 });

  write("envs/dev.ts", "other");
  expect(build()).toMatchObject({ status: 0, compilations: 2 });
});

test("a build with type errors fails, and compiles again next time although no source changed", () => {
  write("envs/dev.ts", "error");

  expect(build()).toMatchObject({ status: 2, compilations: 1 });
  expect(build()).toMatchObject({ status: 2, compilations: 2 });
});

test("a build writes the Lambda archives, and then runs the program that it is given from the bundle", () => {
  const compiledFolder = join(realpathSync(folder), "dist", "cli");

  expect(build("cli/studio-perimeter.js")).toMatchObject({ status: 0, stdout: `bundled ${compiledFolder}\n` });
  expect(existsSync(join(folder, "dist", "bundles", "studio-url.zip"))).toBe(true);
});

test("a build with type errors leaves no bundle of older sources", () => {
  build();
  write("envs/dev.ts", "error");
  build();

  expect(existsSync(join(folder, "dist", "program"))).toBe(false);
});
