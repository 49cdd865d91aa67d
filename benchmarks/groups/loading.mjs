import { join } from "node:path";
import { inProject } from "./inputs.mjs";

const ARCHIVER_LEFT_OUT = inProject("benchmarks/apps/archiver-left-out.cjs");

/** What a run costs before it does anything, and what would change that. @type {import("../run.mjs").Group} */
export const loading = {
  name: "loading",
  title: "Loading modules",
  rounds: 9,
  prepare(folder) {
    const main = inProject("dist/main.js");
    const load = (name, path) => ({ name: `load ${name}`, args: ["--require", inProject(path), "--eval", "0"] });
    const run = (name, outdir, ...args) => ({ name, args, environment: { CDKTF_OUTDIR: join(folder, outdir) } });
    return [
      run("product, all three environments", "compiled", main),
      { name: "node that does nothing", args: ["--eval", "0"] },
      load("archiver, of cdktf", "node_modules/archiver"),
      load("cdktf whole", "node_modules/cdktf"),
      load("cdktf, provider resources, constructs and stacks", "dist/stacks/synthesize.js"),
      load("zod", "node_modules/zod"),
      load("zod, the environments and their rules", "dist/envs/validation/parse-environments.js"),
      run("product, archiver left out", "without", "--require", ARCHIVER_LEFT_OUT, main),
    ];
  },
};
