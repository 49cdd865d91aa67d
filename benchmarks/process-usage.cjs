const { readFileSync, writeFileSync } = require("node:fs");

/** Preloaded with `node --require`: leaves behind what the process has used, all its threads together, when it ends. */
process.on("exit", () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(
    process.env.BENCHMARK_USAGE,
    JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: peakMemory() }),
  );
});

/**
 * @returns megabytes; Linux's `maxRSS` begins with what the parent process held, its high-water mark does not
 */
function peakMemory() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))[1];
    return Number(kilobytes) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}
