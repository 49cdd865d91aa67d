import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { version } from "../../package.json";
import { buildProgram } from "../fixtures/built-program";

beforeAll(buildProgram);

const project = resolve(__dirname, "..", "..");
const launcher = join("cli", "studio-perimeter.js");

test("the launcher runs the compiled program", () => {
  expect(spawnSync(process.execPath, [launcher, "--version"], { cwd: project, encoding: "utf8" })).toMatchObject({
    status: 0,
    stdout: `${version}\n`,
    stderr: "",
  });
});

test("before the first build the launcher says in one line what to run", () => {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-launcher-"));
  mkdirSync(join(folder, "cli"));
  copyFileSync(join(project, launcher), join(folder, launcher));

  const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, "verify"], {
    cwd: folder,
    encoding: "utf8",
  });

  rmSync(folder, { recursive: true });
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toBe("studio-perimeter: not built: dist/cli/main.js is missing; run npm ci && npm start\n");
});
