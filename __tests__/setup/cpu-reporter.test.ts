import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { onlyIf } from "../fixtures/only-if";

/** What jest gives a reporter, as far as it reads it. */
const CpuReporter: new () => {
  onTestFileResult(test: { readonly path: string }): void;
  onRunComplete(contexts: unknown, results: { readonly numPassedTests: number; readonly numFailedTests: number }): void;
} = require("./cpu-reporter");

const tests = join(__dirname, "..");

/** Uses the processor for at least so many seconds. */
const BUSY = (seconds: number) => `while (process.cpuUsage().user < ${seconds * 1e6}) {}`;

onlyIf(existsSync("/proc/self/stat"), "the CPU report", "/proc of Linux").test(
  "the CPU report shows the seconds of each file and of the programs that it started, the dearest first, and of folders",
  () => {
    const lines: string[] = [];
    const write = jest.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
    const reporter = new CpuReporter();

    reporter.onTestFileResult({ path: join(tests, "ip", "idle.test.ts") });
    spawnSync(process.execPath, ["-e", BUSY(0.2)]);
    reporter.onTestFileResult({ path: join(tests, "verify", "iam", "ask", "busy.test.ts") });
    reporter.onRunComplete([], { numPassedTests: 2, numFailedTests: 1 });
    write.mockRestore();

    const report = lines.join("");
    const [, all, jestAlone, programs] =
      /([\d.]+) +([\d.]+) +([\d.]+) {2}verify\/iam\/ask\/busy\.test\.ts/.exec(report) ?? [];
    expect(Number(programs)).toBeGreaterThanOrEqual(0.2);
    expect(Number(all)).toBeCloseTo(Number(jestAlone) + Number(programs), 1);
    expect(report.indexOf("busy.test.ts")).toBeLessThan(report.indexOf("idle.test.ts"));
    expect(report).toMatch(/CPU s of folders\n +[\d.]+ {2}verify\/iam\n +[\d.]+ {2}ip\n/);
    expect(report).toMatch(/ together; \d+ MB at most; 2 passed, 1 failed\n$/);
  },
);
