import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { aims } from "./groups/aims.mjs";
import { growth } from "./groups/growth.mjs";
import { loading } from "./groups/loading.mjs";
import { peers } from "./groups/peers.mjs";
import { policies } from "./groups/policies.mjs";
import { rehearsal } from "./groups/rehearsal.mjs";
import { suite } from "./groups/suite.mjs";
import { synthesis } from "./groups/synthesis.mjs";
import { verification } from "./groups/verification.mjs";
import { interleave } from "./measure.mjs";
import { installPeers } from "./peers/installed.mjs";
import { usageTable } from "./table.mjs";

/**
 * What is compared with what, in one table.
 *
 * @typedef {object} Group
 * @property {string} name
 * @property {string} title heading of its table, which the day follows
 * @property {number} rounds
 * @property {(folder: string, against?: string) => readonly import("./measure.mjs").Variant[]} prepare writes what its variants read to
 * the folder
 * @property {typeof usageTable} [table] of its own
 * @property {(usages: readonly (readonly import("./measure.mjs").Usage[])[]) => string} [derive] a closing word on the figures
 */

/** @type {readonly Group[]} */
const groups = [peers, synthesis, loading, growth, verification, policies, rehearsal, suite, aims];

const usage = `usage: npm run bench [-- NAME...] [--rounds N] [--write]

  NAME...      ${groups.map(({ name }) => name).join(", ")}; all of them when nothing is named
  --against COMMIT
               what aims compares the last commit with; without it, aims is left out
  --rounds N   how often each program runs
  --write      put the tables into docs/benchmarks.md and docs/contributors/benchmarks-method.md too
  --install    first install what is compared: aws-cdk-lib, cdk-nag, Checkov and regopy; without it, what is missing is skipped`;

/** Pages with tables, each between the markers of its group. */
const PAGES = ["benchmarks.md", "contributors/benchmarks-method.md"].map(
  (name) => new URL(`../docs/${name}`, import.meta.url),
);

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      against: { type: "string" },
      rounds: { type: "string" },
      write: { type: "boolean" },
      install: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  const unknown = positionals.find((name) => groups.every((group) => group.name !== name));
  if (values.help || unknown !== undefined) {
    return say(unknown === undefined ? usage : `bench: no such benchmark, got ${unknown}\n\n${usage}`, unknown);
  }
  if (values.rounds !== undefined && !/^[1-9]\d*$/.test(values.rounds)) {
    return say(`bench: --rounds: is no number of rounds, got ${values.rounds}; pass 1 or more`, "faulty");
  }
  if (values.install) {
    installPeers();
  }
  if (!compiled()) {
    return say("bench: the project does not compile; mend what is said above", "faulty");
  }
  for (const group of groups.filter((one) => isWanted(one, positionals, values.against))) {
    const section = measure(group, values.rounds === undefined ? group.rounds : Number(values.rounds), values.against);
    const dated = `### ${group.title}, ${new Date().toISOString().slice(0, 10)}\n\n${section}`;
    console.log(`${dated}\n`);
    if (values.write) {
      write(group.name, dated);
    }
  }
}

function isWanted({ name }, names, against) {
  return (names.length === 0 || names.includes(name)) && (name !== aims.name || against !== undefined);
}

function compiled() {
  const cwd = fileURLToPath(new URL("..", import.meta.url));
  return spawnSync("npm", ["run", "--silent", "build"], { cwd, stdio: ["ignore", "inherit", "inherit"] }).status === 0;
}

/** @param {Group} group */
function measure({ prepare, table = usageTable, derive, ...group }, rounds, against) {
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-bench-"));
  try {
    const prepared = prepare(folder, against);
    const variants = prepared.filter(({ skipped }) => skipped === undefined);
    const before = loadavg()[0];
    const usages = interleave(variants, rounds);
    const closing = derive === undefined ? [] : [derive(usages, variants)];
    return [table(variants, usages), ...closing, ...skips(prepared), circumstances(rounds, before)].join("\n\n");
  } catch (error) {
    throw new Error(`${group.name}: ${error.message}`, { cause: error });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What did not run, and how to get it. @param {readonly import("./measure.mjs").Variant[]} variants */
function skips(variants) {
  const lines = variants
    .filter(({ skipped }) => skipped !== undefined)
    .map(({ name, skipped }) => `- ${name}: ${skipped.startsWith("npm ") ? `run \`${skipped}\`` : skipped}`);
  return lines.length === 0 ? [] : [`Skipped:\n\n${lines.join("\n")}`];
}

function circumstances(rounds, before) {
  const load = [before, loadavg()[0]].map((average) => average.toFixed(1)).join(" before, ");
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GB`;
  return `${rounds === 1 ? "One round" : `${rounds} rounds`}; Node ${process.versions.node}, ${machine}; load ${load} after.`;
}

/** Puts a section between its markers. @throws when no page has them */
function write(name, section) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  for (const page of PAGES) {
    const text = readFileSync(page, "utf8");
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from >= 0 && to > from) {
      writeFileSync(page, `${text.slice(0, from + begin.length)}\n${section}\n${text.slice(to)}`);
      return;
    }
  }
  throw new Error(`${name}: no page has its markers; add ${begin} and ${end} to one`);
}

function say(text, fault) {
  console.error(text);
  process.exitCode = fault === undefined ? 0 : 2;
}

main();
