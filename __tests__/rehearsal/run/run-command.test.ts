import { existsSync } from "node:fs";
import { runCommand } from "../../../rehearsal/run/run-command";
import { onlyIf } from "../../fixtures/only-if";

const MEBIBYTE = 1024 ** 2;
const withProc = onlyIf(existsSync("/proc/self/status"), "a command that needs too much memory", "/proc of Linux");

withProc.test(
  "A command that needs more memory than its limit is ended, and says so; another one ends by itself.",
  async () => {
    const run = (code: string) =>
      runCommand(process.execPath, ["-e", code], { env: process.env, memoryLimit: 200 * MEBIBYTE });
    const [greedy, modest] = await Promise.all([
      run("const all = []; setInterval(() => all.push(Buffer.alloc(2e7, 1)), 20)"),
      run("setTimeout(() => console.log('done'), 600)"),
    ]);

    expect(greedy).toMatchObject({ code: -1, ending: "ended because it needs more than 200 MiB of memory" });
    expect(modest).toMatchObject({ code: 0, stdout: "done\n" });
  },
);
