import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readBuildStatus } from "../../cli/shared/sources/build-status";
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
  mkdirSync(join(folder, "dist"));
  // A build writes envs and functions.
  for (const part of ["aws", "cli", "ip", "review", "verify"]) {
    symlinkSync(join(project, "dist", part), join(folder, "dist", part));
  }
  copyLauncher(folder);
  for (const file of readdirSync(join(project, "tools", "build")).map((name) => `tools/build/${name}`)) {
    cpSync(join(project, file), join(folder, file));
  }
  write("cli/command-line.ts", "export const start = () => console.log(`bundled ${__dirname}`);");
  write("functions/studio-url/index.ts", "export const handler = () => 1;");
  for (const name of ["archives.ts", "bundle.ts", "function-name.ts"]) {
    cpSync(join(project, "functions", name), join(folder, "functions", name));
  }
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
  const { status, stdout, stderr } = spawnSync(process.execPath, ["tools/build/main.js", ...program], {
    cwd: folder,
    env: process.env,
    encoding: "utf8",
  });
  const compilations = existsSync(join(folder, "runs")) ? readFileSync(join(folder, "runs"), "utf8").trim() : "";
  return { status, stdout, stderr, compilations: compilations.split(" ").filter((run) => run !== "").length };
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

test("a program inherits nothing of how the compiler and the bundler collect garbage", () => {
  write("cli/command-line.ts", "export const start = () => console.log(String(process.env.GOGC));");
  const collected = process.env.GOGC;
  delete process.env.GOGC;
  const { stdout } = build("cli/studio-perimeter.js");
  if (collected !== undefined) {
    process.env.GOGC = collected;
  }

  expect(stdout).toBe("undefined\n");
});

test("a build with type errors leaves no bundle of older sources", () => {
  build();
  write("envs/dev.ts", "error");
  build();

  expect(existsSync(join(folder, "dist", "program"))).toBe(false);
});

/** A program that says that it ran, in its output and in a file. */
const SAYING_PROGRAM = `export const start = () => {
  require("node:fs").writeFileSync("ran", "");
  console.log("proved");
};`;

/** A compiler that ends when the program ran. */
function compilerThatWaits(exitCode: number): string {
  return `const { existsSync } = require("node:fs");
    const end = Date.now() + 30_000;
    while (!existsSync("ran") && Date.now() < end) {}
    process.exitCode = ${exitCode};`;
}

test("with --early the program runs while types are checked", () => {
  write("cli/command-line.ts", SAYING_PROGRAM);
  write("node_modules/typescript/bin/tsc", compilerThatWaits(0));

  expect(build("--early", "cli/studio-perimeter.js")).toMatchObject({ status: 0, stdout: "proved\n" });
});

test("with --early nobody sees the output of a program with type errors, nor success", () => {
  write("cli/command-line.ts", SAYING_PROGRAM);
  write("node_modules/typescript/bin/tsc", compilerThatWaits(1));

  expect(build("--early", "cli/studio-perimeter.js")).toMatchObject({ status: 2, stdout: "" });
  expect(existsSync(join(folder, "ran"))).toBe(true);
  expect(existsSync(join(folder, "dist", "program"))).toBe(false);
});

test("without --early a program with type errors does not run", () => {
  write("cli/command-line.ts", SAYING_PROGRAM);
  write("envs/dev.ts", "error");

  expect(build("cli/studio-perimeter.js")).toMatchObject({ status: 2, stdout: "" });
  expect(existsSync(join(folder, "ran"))).toBe(false);
});

test("a build writes every source and the data that it imports", () => {
  write("envs/prices.json", '{ "hour": 1 }');
  write("envs/dev.ts", 'import prices from "./prices.json";\nexport const hour: number = prices.hour;');
  build();

  expect(require(join(folder, "dist", "envs", "dev.js")).hour).toBe(1);
});

test("a source that does not parse fails the build with what the compiler says, and with nothing of older sources", () => {
  write("node_modules/typescript/bin/tsc", 'console.log("envs/dev.ts(1,1): error TS1005: x"); process.exitCode = 1;');
  write("envs/dev.ts", "= =");

  expect(build("--early", "cli/studio-perimeter.js")).toMatchObject({
    status: 2,
    stdout: "envs/dev.ts(1,1): error TS1005: x\n",
    stderr: "",
  });
});

test("a build that was ended before its types were checked is not the current one", () => {
  write("node_modules/typescript/bin/tsc", 'process.kill(process.ppid, "SIGKILL");');
  build();
  write("node_modules/typescript/bin/tsc", "");

  expect(readBuildStatus(folder)).toEqual({ kind: "unfinished" });
  expect(build()).toMatchObject({ status: 0 });
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });
});
