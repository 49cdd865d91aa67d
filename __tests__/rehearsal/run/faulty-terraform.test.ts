import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RehearsalReport } from "../../../rehearsal/run/rehearse";
import { rehearse } from "../../../rehearsal/run/rehearse";
import { packageRoot } from "../../../rehearsal/schema/package-source";
import { terraformText } from "../fixtures/mutable-terraform-json";
import { smallNetwork } from "../fixtures/small-network";
import { TYPESCRIPT_NODE_ARGUMENTS } from "../fixtures/terraform-test-bed";

/** Enough for a program that only prints, on a busy machine. */
const STEP_LIMIT_SECONDS = 4;

/** What the program does as `plan`, and the fault of the report. */
const PLANS = [
  ["is killed", "kill -9 $$", /^ended by SIGKILL, without output$/],
  ["is killed after some output", "echo Refreshing; kill -9 $$", /^ended by SIGKILL:\nRefreshing$/],
  ["fails without a word", "exit 3", /^exit code 3, without output$/],
  ["fails with a word", "echo 'Error: no' >&2; exit 1", /^Error: no$/],
  [
    "prints one error for each of many blocks",
    "printf 'Error: no type a\\n\\nError: no type b\\n\\nError: no type a\\n' >&2; exit 1",
    /^Error: no type a\n\(2 times\)\n\nError: no type b$/,
  ],
  [
    "hangs",
    "echo Refreshing; exec sleep 60",
    /^plan: took longer than 4 s and was ended \(--step-limit\); "plan" was running: ended by SIGINT:\nRefreshing$/,
  ],
  [
    "hangs and ignores interrupts",
    "trap '' INT; exec sleep 60",
    /^plan: took longer than 4 s .* "plan" was running: ended by SIGKILL, without output$/,
  ],
  [
    "never stops writing",
    "exec yes 0123456789012345678901234567890123456789",
    /^ended because its output exceeds 64 MiB:\n\(\d+ characters are left out\)\n[\d\s]{0,20000}$/,
  ],
] as const;

describe("a Terraform that does not behave", () => {
  let directory: string;
  let temporary: string;
  const outside = process.env.TMPDIR;
  let reports: readonly RehearsalReport[];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "faulty-"));
    temporary = join(directory, "tmp");
    const stack = join(directory, "stack");
    await mkdir(stack);
    await mkdir(temporary);
    await writeFile(join(stack, "cdk.tf.json"), terraformText(smallNetwork(() => undefined)()));
    process.env.TMPDIR = temporary;
    /** Each rehearsal runs in a folder with its name, so one program can play every fault. */
    const faults = PLANS.map(([_name, plan], index) => `*/fault-${index}) ${plan} ;;`);
    const binary = join(directory, "terraform");
    await writeFile(binary, `#!/bin/sh\n[ "$1" != plan ] && exit 0\ncase "$PWD" in\n${faults.join("\n")}\nesac\n`);
    await chmod(binary, 0o755);
    reports = await rehearse(
      PLANS.map((_plan, index) => ({ name: `fault-${index}`, change: "none", stack, changed: stack })),
      {
        terraform: { binary, product: "Terraform", version: "1.11.4" },
        packageRoot: packageRoot(__dirname),
        stepLimitSeconds: STEP_LIMIT_SECONDS,
        progress: () => undefined,
        nodeArguments: TYPESCRIPT_NODE_ARGUMENTS,
      },
    );
  }, 60_000);

  afterAll(async () => {
    if (outside === undefined) {
      delete process.env.TMPDIR;
    } else {
      process.env.TMPDIR = outside;
    }
    await rm(directory, { recursive: true, force: true });
  });

  test.each(PLANS)("The step fails, and the report says why, when Terraform %s.", (name, _script, fault) => {
    const report = reports[PLANS.findIndex(([other]) => other === name)];

    expect(report?.steps.find(({ outcome }) => outcome === "failed")?.name).toBe("plan");
    expect(report?.fault).toMatch(fault);
  });

  test("No file is left after a Terraform that did not behave.", async () => {
    expect(await readdir(temporary)).toEqual([]);
  });
});
