import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../../envs";
import { onlyIf } from "../../fixtures/only-if";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

/** Any environment will do. */
const NAME = environments[0]?.name ?? "";
const MINUTE_MS = 60_000;
const TIMEOUT_MS = 10_000;
const POLL_INTERVAL_MS = 50;

/** IDs of processes with the mark in their environment: the rehearsal and all its children. */
function processesWith(mark: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
    } catch {
      return false;
    }
  });
}

interface RunningRehearsal {
  readonly child: ChildProcess;
  readonly mark: string;
  readonly temporary: string;
}

/** Starts a rehearsal and waits until its apply runs. */
async function startRehearsalUntilApply(): Promise<RunningRehearsal> {
  const temporary = await mkdtemp(join(tmpdir(), "interrupted-"));
  const mark = randomUUID();
  const env = {
    ...process.env,
    TMPDIR: temporary,
    NODE_OPTIONS: TYPESCRIPT_NODE_ARGUMENTS.join(" "),
    REHEARSAL_MARK: mark,
  };
  const child = spawn(process.execPath, [join(__dirname, "..", "fixtures", "rehearse-process.ts"), NAME], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await new Promise<void>((resolve) => {
    let progress = "";
    child.on("exit", () => resolve());
    child.stderr.on("data", (text) => {
      progress += String(text);
      if (progress.includes("show ")) {
        resolve();
      }
    });
  });
  return { child, mark, temporary };
}

async function waitUntilAllEnd(mark: string): Promise<readonly string[]> {
  const deadline = performance.now() + TIMEOUT_MS;
  while (processesWith(mark).length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
  }
  return processesWith(mark);
}

function describeWithProc(title: string, tests: () => void): void {
  if (existsSync("/proc/self/environ")) {
    describeWithTerraform(title, tests);
  } else {
    onlyIf(false, title, "/proc to list processes").describe(title, tests);
  }
}

describeWithProc("an interrupted rehearsal", () => {
  test(
    "A rehearsal that Ctrl-C interrupts leaves no process and no file, and ends with exit code 130.",
    async () => {
      const { child, mark, temporary } = await startRehearsalUntilApply();
      expect(processesWith(mark).length).toBeGreaterThan(1);

      child.kill("SIGINT");
      const [code] = await once(child, "exit");

      expect(code).toBe(130);
      expect(await waitUntilAllEnd(mark)).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
      await rm(temporary, { recursive: true });
    },
    MINUTE_MS,
  );

  test(
    "A rehearsal that is killed leaves no process.",
    async () => {
      const { child, mark, temporary } = await startRehearsalUntilApply();
      expect(processesWith(mark).length).toBeGreaterThan(1);

      child.kill("SIGKILL");

      expect(await waitUntilAllEnd(mark)).toEqual([]);
      await rm(temporary, { recursive: true, force: true });
    },
    MINUTE_MS,
  );
});
