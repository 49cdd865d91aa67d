import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { buildProgram } from "../fixtures/built-program";
import { onlyIf } from "../fixtures/only-if";
import { violatedText } from "../fixtures/synthesized";
import { writeStackFile } from "./fixtures/output-folder";

const project = resolve(__dirname, "..", "..");
/** For processes that this test starts on a busy machine. */
const PATIENCE_MS = 60_000;
let folder: string;
let violated: string;

beforeAll(() => {
  buildProgram();
  folder = mkdtempSync(join(tmpdir(), "studio-perimeter-stdout-"));
  violated = writeStackFile(folder, "dev", violatedText("dev"));
}, PATIENCE_MS);

afterAll(() => rmSync(folder, { recursive: true }));

const command = () => ["dist/cli/main.js", "verify", "--file", violated, "--format", "json"];

test(
  "the exit code is the verdict, although the reader closes the pipe after the first bytes",
  async () => {
    const child = spawn(process.execPath, command(), { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.once("data", () => child.stdout.destroy());
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });

    expect(await new Promise((done) => child.on("close", done))).toBe(1);
    expect(stderr).toBe("");
  },
  PATIENCE_MS,
);

onlyIf(existsSync("/dev/full"), "standard output on a full disk", "/dev/full").test(
  "standard output on a full disk is one line on standard error and exit code 2",
  () => {
    const { status, stderr } = spawnSync("sh", ["-c", `"$0" "$@" > /dev/full`, process.execPath, ...command()], {
      cwd: project,
      encoding: "utf8",
    });

    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "standard output: no space left on the device (ENOSPC); pass another path\n",
    });
  },
  PATIENCE_MS,
);
