import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suggestFix } from "../../../envs/schema/suggest-fix";
import { isConfigurationFile } from "../../../verify/terraform/read/folder/terraform-file-name";
import { isFolder } from "../files/is-folder";
import { requireFinishedSynthesis } from "../finished-synthesis";

/** The Terraform of a synthesized stack, in the folder of the stack. */
export const STACK_FILE = "cdk.tf.json";

/** A Terraform JSON file. */
export interface TerraformFile {
  /** Name for reports: the environment, or the path. */
  readonly name: string;
  readonly path: string;
}

/** The folder that `cdktf synth` writes to: `CDKTF_OUTDIR`, or `cdktf.out`. */
export function outputFolder(environment: Readonly<Record<string, string | undefined>>): string {
  return environment.CDKTF_OUTDIR || "cdktf.out";
}

/** Whether the output of a synthesis has a folder for a stack of the name. */
export function hasStack(output: string, name: string): boolean {
  return isFolder(join(output, "stacks", name));
}

/** Whether a synthesized stack is one for a whole account. Its synthesis names it so; environments have other names. */
export function isBootstrapStack(name: string): boolean {
  return /^bootstrap(?:-\d{12})?$/.test(name);
}

/**
 * The named synthesized stacks, or all: environments and bootstrap stacks.
 *
 * @throws when nothing was synthesized, the synthesis did not finish, or a name is unknown
 */
export function synthesizedStacks(folder: string, names: readonly string[]): readonly TerraformFile[] {
  const stacks = join(folder, "stacks");
  const found = existsSync(stacks) ? readdirSync(stacks).filter((name) => existsSync(stackPath(stacks, name))) : [];
  if (found.length === 0) {
    const own = readdirSync(".").some(isConfigurationFile)
      ? "for the Terraform of this folder, pass . as its path"
      : "for Terraform of your own, pass the folder of its root module";
    throw new Error(`${stacks}: no synthesized stack; run npm start or npx cdktf synth; ${own}`);
  }
  requireFinishedSynthesis(folder, found);
  const missing = names.find((name) => !found.includes(name));
  if (missing !== undefined) {
    throw new Error(`${stacks}: no such environment, got ${missing || "nothing"}; ${suggestFix(missing, found)}`);
  }
  return [...new Set(names.length === 0 ? found : names)].map((name) => ({
    name,
    path: stackPath(stacks, name),
  }));
}

function stackPath(stacks: string, name: string): string {
  return join(stacks, name, STACK_FILE);
}
