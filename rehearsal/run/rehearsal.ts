import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Finished, Surroundings, Terraform } from "./terraform-cli";
import { terraform } from "./terraform-cli";

/** One environment's rehearsal: its stack, and the stacks that it becomes. Directories hold a synthesized `cdk.tf.json`. */
export interface Scene {
  readonly name: string;
  readonly stack: string;
  /** The stack after an everyday change. */
  readonly changed: string;
  /** What that change is, for people. */
  readonly change: string;
  /**
   * The changed stack with its protections lifted.
   * @default - it has none
   */
  readonly lifted?: string;
}

/** What a step found beside passing or failing. */
export type Finding =
  | { readonly kind: "resources"; readonly count: number }
  | { readonly kind: "note"; readonly text: string };

/** Where a scene is played. */
export interface Stage extends Surroundings {
  readonly terraform: Terraform;
  readonly scene: Scene;
  /**
   * Directory for plans and states.
   * @default - they go with the working copy
   */
  readonly keep?: string;
  readonly found: (finding: Finding) => void;
}

/** Runs a Terraform command that must succeed. @throws with what Terraform printed when it does not */
export async function mustRun(stage: Stage, ...args: readonly string[]): Promise<Finished> {
  const finished = await terraform(stage.terraform, args, stage);
  if (finished.code !== 0) {
    throw new Error(complaintOf(finished));
  }
  return finished;
}

/** What Terraform printed about a failure. */
export function complaintOf({ stdout, stderr }: Finished): string {
  return stderr.trim() || stdout.trim();
}

/** Keeps a text for other commands, if anything is to be kept. */
export async function keep(stage: Stage, file: string, text: string): Promise<void> {
  if (stage.keep !== undefined) {
    const directory = join(stage.keep, stage.scene.name);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, file), text);
  }
}
