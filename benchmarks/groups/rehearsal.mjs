import { join } from "node:path";
import { inProject } from "./inputs.mjs";

/** Every environment through real Terraform, with its processes. @type {import("../run.mjs").Group} */
export const rehearsal = {
  name: "rehearsal",
  rounds: 1,
  prepare: (folder) => [
    {
      name: "all three environments, all steps",
      args: [inProject("dist/cli/main.js"), "rehearse"],
      environment: { CDKTF_OUTDIR: join(folder, "out"), CHECKPOINT_DISABLE: "1" },
      children: true,
    },
  ],
};
