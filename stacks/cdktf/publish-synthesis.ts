import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

/** cdktf's list of the synthesized stacks. */
const MANIFEST = "manifest.json";

/**
 * Moves a finished synthesis into the output folder. What Terraform keeps in the folder of a stack, such as `.terraform`, stays.
 *
 * The manifest goes first and comes last: without it, readers know that a synthesis was interrupted. Stacks of removed environments
 * are deleted, as `cdktf synth` does; they would otherwise still be verified and drawn.
 *
 * @param finished folder of the synthesis, on the file system of `folder`; it is removed
 */
export function publishSynthesis(finished: string, folder: string): void {
  const [from, to] = [join(finished, "stacks"), join(folder, "stacks")];
  mkdirSync(to, { recursive: true });
  rmSync(join(folder, MANIFEST), { force: true });
  const stacks = readdirSync(from);
  for (const removed of readdirSync(to).filter((name) => !stacks.includes(name))) {
    rmSync(join(to, removed), { recursive: true });
  }
  for (const stack of stacks) {
    mkdirSync(join(to, stack), { recursive: true });
    for (const entry of readdirSync(join(from, stack))) {
      replace(join(from, stack, entry), join(to, stack, entry));
    }
  }
  renameSync(join(finished, MANIFEST), join(folder, MANIFEST));
  rmSync(finished, { recursive: true });
}

/** A folder cannot be renamed over one that has files. */
function replace(from: string, to: string): void {
  if (existsSync(to)) {
    rmSync(to, { recursive: true });
  }
  renameSync(from, to);
}
