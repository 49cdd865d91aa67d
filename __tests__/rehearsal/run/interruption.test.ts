import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environments } from "../../../envs";
import { describeWithTerraform } from "../fixtures/terraform-suites";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

/** Any environment will do. */
const NAME = environments[0]?.name ?? "";
const MINUTE_MS = 60_000;
const PATIENCE_MS = 10_000;
const GLANCE_MS = 50;

/** Every process, the rehearsal's own and what it started, inherits the mark in its environment. */
function processesWith(mark: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, "utf8").includes(mark);
    } catch {
      return false;
    }
  });
}

interface Running {
  readonly child: ChildProcess;
  readonly mark: string;
  readonly temporary: string;
}

/** Starts the command, and waits until it is in the midst of an apply. */
async function startedUntilApply(): Promise<Running> {
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

async function untilNoneIsLeft(mark: string): Promise<readonly string[]> {
  const deadline = performance.now() + PATIENCE_MS;
  while (processesWith(mark).length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, GLANCE_MS));
  }
  return processesWith(mark);
}

function describeWithProc(what: string, tests: () => void): void {
  if (existsSync("/proc/self/environ")) {
    describeWithTerraform(what, tests);
    return;
  }
  process.stderr.write(`skipped: ${what}: needs /proc to see which processes are left\n`);
  describe.skip(what, tests);
}

describeWithProc("a rehearsal that is ended half-way", () => {
  test(
    "leaves neither process nor file behind on Ctrl-C, and says so in its exit code",
    async () => {
      const { child, mark, temporary } = await startedUntilApply();
      expect(processesWith(mark).length).toBeGreaterThan(1);

      child.kill("SIGINT");
      const [code] = await once(child, "exit");

      expect(code).toBe(130);
      expect(await untilNoneIsLeft(mark)).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
      await rm(temporary, { recursive: true });
    },
    MINUTE_MS,
  );

  test(
    "leaves no process behind when it is killed outright",
    async () => {
      const { child, mark, temporary } = await startedUntilApply();
      expect(processesWith(mark).length).toBeGreaterThan(1);

      child.kill("SIGKILL");

      expect(await untilNoneIsLeft(mark)).toEqual([]);
      await rm(temporary, { recursive: true, force: true });
    },
    MINUTE_MS,
  );
});
