import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { readBuildStatus, recordBuild, renewStamps } from "../../../../cli/shared/sources/build-status";
import { buildProgram } from "../../../fixtures/built-program";
import { copyLauncher } from "../../fixtures/copy-launcher";

beforeAll(buildProgram);

const project = resolve(__dirname, "..", "..", "..", "..");
let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-build-"));
  mkdirSync(join(folder, "dist"));
  write("tsconfig.build.json", JSON.stringify({ include: ["main.ts", "envs"] }));
  write("main.ts", "");
  write("envs/dev.ts", "export const days = 30;");
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(join(folder, file, ".."), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** Records a build of everything in the folder. */
function record({ hasTypeErrors = false } = {}): void {
  recordBuild(folder, hasTypeErrors, Date.now() + 1000);
}

test("the build is current until a source is edited, added or removed, and then its status names those sources", () => {
  record();
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });

  write("envs/dev.ts", "export const days = 60;");
  write("envs/qa.ts", "");
  rmSync(join(folder, "main.ts"));
  expect(readBuildStatus(folder)).toEqual({
    kind: "outdated",
    changes: [
      { path: "envs/dev.ts", kind: "changed" },
      { path: "envs/qa.ts", kind: "added" },
      { path: "main.ts", kind: "removed" },
    ],
  });
});

test("a source with a new date and the same text is current, and one with an old date and another text is not", () => {
  record();
  utimesSync(join(folder, "envs/dev.ts"), 2_000_000_000, 2_000_000_000);
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });

  write("envs/dev.ts", "export const days = 31;");
  utimesSync(join(folder, "envs/dev.ts"), 1_000_000_000, 1_000_000_000);
  expect(readBuildStatus(folder)).toEqual({ kind: "outdated", changes: [{ path: "envs/dev.ts", kind: "changed" }] });
});

test("a source that nobody wrote to since the build is not read again, and one of another size is", () => {
  recordBuild(folder, false, Date.now() + 60_000);
  const path = join(folder, "dist", "build.json");
  const built = JSON.parse(readFileSync(path, "utf8"));
  const ofAnotherText = { ...built.sources, "envs/dev.ts": "digest of another text" };

  writeFileSync(path, JSON.stringify({ ...built, sources: ofAnotherText }));
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });

  writeFileSync(path, JSON.stringify({ ...built, sources: ofAnotherText, stamps: {} }));
  expect(readBuildStatus(folder)).toEqual({ kind: "outdated", changes: [{ path: "envs/dev.ts", kind: "changed" }] });

  writeFileSync(path, JSON.stringify(built));
  write("envs/dev.ts", "export const days = 365;");
  expect(readBuildStatus(folder)).toEqual({ kind: "outdated", changes: [{ path: "envs/dev.ts", kind: "changed" }] });
});

/** The digests that stand for the sources as they were stamped; of each other source they are wrong. */
function readWithoutReading(): ReturnType<typeof readBuildStatus> {
  const path = join(folder, "dist", "build.json");
  const text = readFileSync(path, "utf8");
  const built: { readonly sources: Readonly<Record<string, string>> } = JSON.parse(text);
  const wrong = Object.fromEntries(Object.keys(built.sources).map((name) => [name, `not that of ${name}`]));
  writeFileSync(path, JSON.stringify({ ...built, sources: wrong }));
  const status = readBuildStatus(folder);
  writeFileSync(path, text);
  return status;
}

test("sources that were replaced by equal copies are stamped again by a build that compiles nothing, and then not read again", () => {
  recordBuild(folder, false, Date.now() + 60_000);
  for (const file of ["main.ts", "envs/dev.ts", "tsconfig.build.json"]) {
    copyFileSync(join(folder, file), join(folder, "copy"));
    renameSync(join(folder, "copy"), join(folder, file));
  }
  expect(readWithoutReading()).toMatchObject({ kind: "outdated" });

  renewStamps(folder, Date.now() + 60_000);
  expect(readWithoutReading()).toEqual({ kind: "current" });
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });
});

test("a source with another text than that of the build is not stamped again, nor is one that was written just now", () => {
  recordBuild(folder, false, Date.now() + 60_000);
  write("envs/dev.ts", "export const days = 31;");
  renewStamps(folder, Date.now() + 60_000);
  expect(readBuildStatus(folder)).toEqual({ kind: "outdated", changes: [{ path: "envs/dev.ts", kind: "changed" }] });

  write("envs/dev.ts", "export const days = 30;");
  renewStamps(folder);
  expect(readBuildStatus(folder)).toEqual({ kind: "current" });
  expect(readWithoutReading()).toMatchObject({
    kind: "outdated",
    changes: expect.arrayContaining([{ path: "envs/dev.ts", kind: "changed" }]),
  });
});

test("a source that was edited while the compiler ran counts as changed", () => {
  recordBuild(folder, false, Date.now() - 60_000);

  expect(readBuildStatus(folder)).toMatchObject({
    kind: "outdated",
    changes: expect.arrayContaining([expect.objectContaining({ path: "main.ts" })]),
  });
});

test("another version of a package makes the build outdated", () => {
  write("package-lock.json", '{"packages": {"cdktf": "0.21.0"}}');
  record();
  write("package-lock.json", '{"packages": {"cdktf": "0.22.0"}}');

  expect(readBuildStatus(folder)).toEqual({
    kind: "outdated",
    changes: [{ path: "package-lock.json", kind: "changed" }],
  });
});

test.each(["envs/team-x.yaml", "envs/teams/qa.yml", "envs/lab.json"])(
  "an environment in a data file needs no build when it is added, edited or removed: %s",
  (file) => {
    record();
    write(file, "name: team-x");
    expect(readBuildStatus(folder)).toEqual({ kind: "current" });

    record();
    rmSync(join(folder, file));
    expect(readBuildStatus(folder)).toEqual({ kind: "current" });
  },
);

test("other prices make the build outdated, because the program imports them", () => {
  write("envs/prices.json", "{}");
  record();
  write("envs/prices.json", '{"eu-west-1": {}}');

  expect(readBuildStatus(folder)).toEqual({
    kind: "outdated",
    changes: [{ path: "envs/prices.json", kind: "changed" }],
  });
});

test("a folder without a build is not built", () => {
  expect(readBuildStatus(folder)).toEqual({ kind: "not-built" });
});

test("a process that builds runs a program before its types are checked", () => {
  write("dist/build.json", JSON.stringify({ unfinishedBy: process.pid, hasTypeErrors: false, sources: {} }));

  expect(readBuildStatus(folder)).toEqual({ kind: "building" });
});

describe("the compiled program", () => {
  function explain(...args: readonly string[]) {
    return spawnSync(process.execPath, ["dist/cli/main.js", "explain", ...args], { cwd: folder, encoding: "utf8" });
  }

  beforeEach(() => {
    for (const part of ["aws", "cli", "envs", "ip", "review", "verify"]) {
      cpSync(join(project, "dist", part), join(folder, "dist", part), { recursive: true });
    }
    copyLauncher(folder);
    symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
  });

  test("an outdated program says so in one line, and still runs the command", () => {
    record();
    write("envs/dev.ts", "export const days = 60;");

    expect(explain()).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("no-internet-path"),
      stderr: "dist: out of date: envs/dev.ts changed after the last build; run npm start\n",
    });
  });

  test("a program whose types are not checked says so in one line", () => {
    write("dist/build.json", JSON.stringify({ unfinishedBy: process.pid, hasTypeErrors: false, sources: {} }));

    expect(explain()).toMatchObject({
      status: 0,
      stderr: "dist: types are not checked: the last build has not ended; run npm start\n",
    });
  });

  test("a program built with type errors refuses to run a command, and still prints help", () => {
    record({ hasTypeErrors: true });

    expect(explain()).toMatchObject({
      status: 2,
      stdout: "",
      stderr:
        "studio-perimeter: the last build had type errors, so its results cannot be trusted; run npm start and fix the errors that it prints\n",
    });
    expect(explain("--help")).toMatchObject({ status: 0, stderr: "" });
  });
});
