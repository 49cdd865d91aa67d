import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { inProject } from "./inputs.mjs";

/** Every environment through real Terraform and OpenTofu, with their processes. @type {import("../run.mjs").Group} */
export const rehearsal = {
  name: "rehearsal",
  title: "Rehearsal",
  rounds: 3,
  prepare: (folder) =>
    ["terraform", "tofu"].flatMap((binary) =>
      releaseOf(binary).map((release) => ({
        name: `all three environments, all steps, ${release}`,
        args: [inProject("dist/cli/main.js"), "rehearse"],
        environment: {
          CDKTF_OUTDIR: join(folder, "out"),
          CHECKPOINT_DISABLE: "1",
          TERRAFORM_BINARY_NAME: binary,
        },
        children: true,
      })),
    ),
};

/** Name and version of a program on the PATH; nothing where it is missing. @returns {readonly string[]} */
function releaseOf(binary) {
  const { stdout } = spawnSync(binary, ["version"], {
    env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" },
    encoding: "utf8",
  });
  const [, product, version] = /^(Terraform|OpenTofu) v(\S+)/m.exec(stdout ?? "") ?? [];
  return product === undefined ? [] : [`${product} ${version}`];
}
