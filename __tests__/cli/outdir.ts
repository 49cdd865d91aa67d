import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesizedText } from "../synthesized";

/** Lays out the Terraform of environments as a synthesis leaves it. */
export function synthesizeInto(outdir: string, environments: readonly string[]): void {
  for (const name of environments) {
    writeStack(outdir, name, synthesizedText(name));
  }
}

/** Puts a text where the Terraform of an environment is looked for, and says where. */
export function writeStack(outdir: string, name: string, text: string): string {
  const stack = join(outdir, "stacks", name);
  mkdirSync(stack, { recursive: true });
  writeFileSync(join(stack, "cdk.tf.json"), text);
  return join(stack, "cdk.tf.json");
}
