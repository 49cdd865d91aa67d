import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommandEnvironment, CommandResult, TerraformCli } from "./terraform-cli";
import { runTerraform } from "./terraform-cli";

/** One environment's rehearsal: its stack, and the stacks that it becomes. Directories hold a synthesized `cdk.tf.json`. */
export interface RehearsalInput {
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
  readonly unprotected?: string;
}

/** What a step found beside passing or failing. */
export type StepFinding =
  | { readonly kind: "resources"; readonly count: number }
  | { readonly kind: "note"; readonly text: string };

/** Where a scene is played. */
export interface RunContext extends CommandEnvironment {
  readonly terraform: TerraformCli;
  readonly input: RehearsalInput;
  /**
   * Directory for plans and states.
   * @default - they go with the working copy
   */
  readonly keep?: string;
  readonly addFinding: (finding: StepFinding) => void;
}

/** Runs a Terraform command that must succeed. @throws with what Terraform printed when it does not */
export async function runTerraformOrThrow(context: RunContext, ...args: readonly string[]): Promise<CommandResult> {
  const finished = await runTerraform(context.terraform, args, context);
  if (finished.code !== 0) {
    throw new Error(errorOutput(finished));
  }
  return finished;
}

/** What Terraform printed about a failure. */
export function errorOutput({ stdout, stderr }: CommandResult): string {
  return stderr.trim() || stdout.trim();
}

/** Keeps a text for other commands, if anything is to be kept. */
export async function keepArtifact(context: RunContext, file: string, text: string): Promise<void> {
  if (context.keep !== undefined) {
    const directory = join(context.keep, context.input.name);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, file), text);
  }
}
