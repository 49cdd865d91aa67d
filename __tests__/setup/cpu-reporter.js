const { readFileSync } = require("node:fs");
const { relative, join } = require("node:path");

const root = join(__dirname, "..");
/** Linux counts the time of processes in hundredths of a second. */
const TICKS_PER_SECOND = 100;

/** User and system CPU in seconds of this process and, once they have ended, of the processes that it started. */
function cpuSeconds() {
  // The name of the program stands in parentheses, and may hold spaces.
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ").map(Number);
  const [own, ownSystem, children, childrenSystem] = fields.slice(11, 15);
  return { own: (own + ownSystem) / TICKS_PER_SECOND, children: (children + childrenSystem) / TICKS_PER_SECOND };
}

/** Path of a test file below the folder of all tests, without its last part: two folders at most. */
function folderOf(file) {
  const parts = file.split("/").slice(0, -1);
  return parts.slice(0, 2).join("/") || ".";
}

const padded = (seconds) => seconds.toFixed(2).padStart(8);

/**
 * Prints what each test file costs: CPU seconds of jest, and of the programs that the file starts. Unlike wall time, they hardly depend
 * on what else the machine does. Linux only, and in one process: `npx jest PATH --runInBand --reporters ./__tests__/setup/cpu-reporter.js`.
 */
module.exports = class CpuReporter {
  constructor() {
    this.files = [];
    this.start = cpuSeconds();
  }

  onTestFileResult({ path }) {
    const now = cpuSeconds();
    const own = now.own - this.start.own;
    const children = now.children - this.start.children;
    this.start = now;
    this.files.push({ file: relative(root, path), own, children });
  }

  onRunComplete(_, { numFailedTests, numPassedTests }) {
    const byCost = this.files.sort((left, right) => right.own + right.children - left.own - left.children);
    const folders = new Map();
    for (const { file, own, children } of byCost) {
      folders.set(folderOf(file), (folders.get(folderOf(file)) ?? 0) + own + children);
    }
    const peak = process.resourceUsage().maxRSS / 1024;
    const total = [...folders.values()].reduce((sum, seconds) => sum + seconds, 0);
    const lines = [
      "CPU s: all, jest, started programs",
      ...byCost.map(({ file, own, children }) => `${padded(own + children)}${padded(own)}${padded(children)}  ${file}`),
      "CPU s of folders",
      ...[...folders].sort((left, right) => right[1] - left[1]).map(([name, seconds]) => `${padded(seconds)}  ${name}`),
      `${padded(total)}  together; ${Math.round(peak)} MB at most; ${numPassedTests} passed, ${numFailedTests} failed`,
    ];
    process.stdout.write(`${lines.join("\n")}\n`);
  }
};
