import { runTerraform, type TerraformRun } from "../run-terraform";
import type { ResourceImport } from "./killed-apply";

/** What Terraform answers where the state has the address, as after an import that was interrupted. */
const IN_STATE = /Resource already managed by Terraform/;
/** What Terraform answers where AWS does not have the resource. */
const NOT_IN_AWS = /Cannot import non-existent remote object/;

/**
 * Takes resources that AWS has into the state, one after the other. Nothing in AWS changes, and the next plan reads each of them in full:
 * of a plan that imports by itself, no claim could be decided.
 *
 * @param say receives a line about each one
 * @throws when Terraform cannot import one that AWS has
 * @see https://developer.hashicorp.com/terraform/cli/commands/import
 */
export async function importResources(
  run: TerraformRun,
  imports: readonly ResourceImport[],
  say: (line: string) => void,
): Promise<void> {
  for (const { address, id } of imports) {
    try {
      await runTerraform(run, ["import", "-input=false", "-no-color", address, id]);
      say(`  ${address}: imported as ${id}`);
    } catch (error) {
      const text = error instanceof Error ? error.message : "";
      if (!IN_STATE.test(text) && !NOT_IN_AWS.test(text)) {
        throw error;
      }
      say(`  ${address}: ${IN_STATE.test(text) ? "in the state already" : `AWS has no ${id}`}`);
    }
  }
}

/**
 * Reads the values of `--import`.
 *
 * @throws one line for each value that is no address with an ID
 */
export function parseImports(words: readonly string[]): readonly ResourceImport[] {
  const parsed = words.map((word) => {
    const [, address, id] = /^((?:module\.\S+\.)?[a-z]\w*\.[^=]*?(?:\[[^\]]*\])?)=(.+)$/s.exec(word) ?? [];
    return address === undefined || id === undefined
      ? `--import: not an address and an ID, got ${word}; write it as in 'aws_subnet.network_private_a=subnet-0123456789abcdef0'`
      : { address, id };
  });
  const faults = parsed.filter((each) => typeof each === "string");
  if (faults.length > 0) {
    throw new Error(faults.join("\n"));
  }
  return parsed.filter((each) => typeof each !== "string");
}
