import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";

/**
 * A program that takes part in the comparison.
 *
 * @typedef {object} Variant
 * @property {string} name what the table calls it
 * @property {readonly string[]} [args] of node
 * @property {readonly string[]} [command] a program that is not node, with its arguments; Python measures it with its processes
 * @property {string} [skipped] why it does not run here, and how to get it
 * @property {Readonly<Record<string, string>>} [environment] variables in addition to those of this process
 * @property {string} [cwd]
 * @property {number} [rounds] how often it runs, if it takes long or undoes what others rely on. Default: as often as the group does
 * @property {boolean} [children] whether processes that it starts count too: to 10 ms, by the shell's `times`
 * @property {readonly number[]} [exitCodes] which mean that it did its work. Default: 0
 * @property {number} [refusal] exit code which means that it refuses its input: such a run has no figures
 */

/**
 * What one run used: CPU time is user and system time of the whole process.
 *
 * @typedef {{ cpu: number, wall: number, memory: number }} Usage milliseconds, milliseconds, megabytes
 */

const USAGE = fileURLToPath(new URL("process-usage.cjs", import.meta.url));
const CHILD_USAGE = fileURLToPath(new URL("peers/child_usage.py", import.meta.url));

/**
 * Runs every variant once, then every one again, and so on: whatever else the machine does meanwhile hits all alike. Variants with a
 * number of rounds of their own take turns with each other alone, after those that are named before them.
 *
 * @param {readonly Variant[]} variants
 * @param {number} rounds
 * @returns {readonly (readonly Usage[])[]} by variant; none of a run that was refused
 */
export function interleave(variants, rounds) {
  const usages = variants.map(() => []);
  for (const times of new Set(variants.map((variant) => variant.rounds))) {
    for (let round = 0; round < (times ?? rounds); round++) {
      for (const [index, variant] of variants.entries()) {
        const usage = variant.rounds === times ? runOnce(variant) : undefined;
        if (usage !== undefined) {
          usages[index].push(usage);
        }
      }
    }
  }
  return usages;
}

/**
 * @param {Variant} variant
 * @returns {Usage | undefined} nothing where the program refuses its input
 */
function runOnce({ name, args, command: other, environment = {}, cwd, children = false, exitCodes = [0], refusal }) {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-usage-"));
  const files = { usage: join(folder, "usage.json"), times: join(folder, "times") };
  const program =
    other === undefined ? [process.execPath, "--require", USAGE, ...args] : ["python3", CHILD_USAGE, ...other];
  const [command, ...rest] = children
    ? ["sh", "-c", `"$@"; code=$?; times > "$0"; exit $code`, files.times, ...program]
    : program;
  const began = performance.now();
  const { status, stderr } = spawnSync(command, rest, {
    cwd,
    env: { ...process.env, ...environment, BENCHMARK_USAGE: files.usage },
    stdio: ["ignore", "ignore", "pipe"],
    maxBuffer: 1e9,
  });
  const wall = performance.now() - began;
  if (status !== null && status === refusal) {
    return undefined;
  }
  if (!exitCodes.includes(status)) {
    throw new Error(`${name}: did not run, got exit code ${status}; ${stderr.toString().trim().slice(-2000)}`);
  }
  const usage = JSON.parse(readFileSync(files.usage, "utf8"));
  const cpu = children ? timesOfChildren(readFileSync(files.times, "utf8")) : usage.cpu;
  rmSync(folder, { recursive: true });
  return { cpu, wall, memory: usage.memory };
}

/** The second line of `times`: user and system time of all that the shell has waited for, as `0m1.25s 0m0.31s`. */
function timesOfChildren(times) {
  const [, children] = times.trim().split("\n");
  return children
    .split(" ")
    .map((time) => /^(\d+)m([\d.]+)s$/.exec(time))
    .reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1000, 0);
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
