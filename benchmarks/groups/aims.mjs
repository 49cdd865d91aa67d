import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../checkout.mjs";
import { withBuckets, withOtherRetention, withParameters, withRoles } from "../generate/many-resources.mjs";
import { median } from "../measure.mjs";
import { markdownTable } from "../table.mjs";
import { writeAlone } from "./inputs.mjs";

/** Without anything that an earlier run has left: what a clone holds, and the installed packages. */
const FRESH = "git clean -fdxq -e node_modules && rm -rf node_modules/.cache";

/**
 * What `docs/benchmarks.md` has aims for: an earlier commit and the last one, in turn. Each judges stacks of its own, which have grown: an
 * older program cannot judge a newer stack.
 *
 * @type {import("../run.mjs").Group}
 */
export const aims = {
  name: "aims",
  title: "Before and after",
  rounds: 5,
  prepare(folder, against) {
    const [before, after] = [against, "HEAD"].map((commit) => {
      const project = join(folder, `project-${commit}`);
      checkout(commit, project);
      return programs(project, join(folder, `files-${commit}`));
    });
    return before.flatMap((variant, index) => [variant, after[index]]);
  },
  table(variants, usages) {
    const rows = variants.flatMap(({ name }, index) =>
      index % 2 === 0 ? [[name, ...pair(usages.slice(index, index + 2))]] : [],
    );
    return markdownTable(["", "CPU s before", "after", "wall s before", "after", "MB before", "after"], rows);
  },
};

/** @param {readonly (readonly import("../measure.mjs").Usage[])[]} usages before and after */
function pair(usages) {
  const figures = (figure, shown) =>
    usages.map((runs) => (runs.length === 0 ? "refused" : shown(median(runs.map((run) => run[figure])))));
  const seconds = (milliseconds) => (milliseconds / 1000).toFixed(2);
  return [
    ...figures("cpu", seconds),
    ...figures("wall", seconds),
    ...figures("memory", (megabytes) => megabytes.toFixed(0)),
  ];
}

/**
 * @param {string} project folder of a checkout, installed and built
 * @param {string} folder for what its programs read and write
 * @returns {readonly import("../measure.mjs").Variant[]}
 */
function programs(project, folder) {
  const output = join(folder, "synthesized");
  const environment = { CDKTF_OUTDIR: join(folder, "rehearsal"), CHECKPOINT_DISABLE: "1" };
  const app = [process.execPath, join(project, "benchmarks/apps/shipped.cjs"), output, "dev", "staging", "prod"];
  const cli = (...args) => [process.execPath, join(project, "cli/studio-perimeter.js"), ...args];
  const rehearsed = join(folder, "rehearsed");
  mkdirSync(folder);
  for (const [program, ...args] of [app, cli("rehearse", "prod", "--keep", rehearsed)]) {
    execFileSync(program, args, { cwd: folder, env: { ...process.env, ...environment }, stdio: "ignore" });
  }
  const [dev, staging, prod] = ["dev", "staging", "prod"].map((name) => join(output, "stacks", name, "cdk.tf.json"));
  const [stack, plan] = [prod, join(rehearsed, "prod", "plan.json")].map((file) =>
    JSON.parse(readFileSync(file, "utf8")),
  );

  const written = (name, value) => writeAlone(folder, name, value);
  const report = ["--output", join(folder, "report")];
  const judge = (name, command, rest = {}) => ({
    name,
    command: [...command, ...report],
    cwd: folder,
    exitCodes: [0, 1, 3],
    refusal: 2,
    ...rest,
  });
  const verify = (option, ...files) => cli("verify", ...files.flatMap((file) => [option, file]));
  const once = { rounds: 1 };
  return [
    { name: "`--version`", command: cli("--version") },
    { name: "`explain`", command: cli("explain", "no-internet-path") },
    { name: "Terraform of three environments", command: app },
    judge("`verify` of prod", verify("--file", prod)),
    judge("`verify` of three environments", verify("--file", dev, staging, prod)),
    judge(
      "`review` of prod with another retention",
      cli("review", written("changed", withOtherRetention(stack)), "--before", prod),
    ),
    judge("a plan with 5,000 more resources", verify("--plan", written("5000", withParameters(plan, 5_000)))),
    judge("a plan with 50,000 more resources", verify("--plan", written("50000", withParameters(plan, 50_000))), once),
    judge("prod with 1,600 more roles", verify("--file", written("roles", withRoles(stack, 1_600))), once),
    judge("prod with 1,600 more buckets", verify("--file", written("buckets", withBuckets(stack, 1_600))), once),
    { name: "`rehearse` of three environments", command: cli("rehearse"), cwd: folder, environment, rounds: 2 },
    { name: "`npm start`, nothing changed", command: ["npm", "start", "--silent"], cwd: project },
    // The last, because it removes the code that V8 keeps for the other commands.
    { name: "`npm start`, first", command: ["sh", "-c", `${FRESH} && npm start --silent`], cwd: project, rounds: 3 },
  ];
}
