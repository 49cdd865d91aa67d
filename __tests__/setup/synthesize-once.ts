import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { environments } from "../../envs";
import { parseEnvironments } from "../../envs/validation/parse-environments";
import { disableCreationStacks } from "../../stacks/cdktf/disable-creation-stacks";
import { PerimeterStack } from "../../stacks/perimeter-stack";
import { TODAY } from "../envs/fixtures/sample-environment";

/**
 * Runs once before all test files: compiles the program that some tests run as a process, and synthesizes each environment,
 * with cdktf's validations on, for the tests that read its Terraform.
 */
export default async function synthesizeOnce(): Promise<void> {
  execFileSync("npm", ["run", "--silent", "build"], { stdio: "inherit" });
  disableCreationStacks();
  const folder = mkdtempSync(join(tmpdir(), "studio-perimeter-synth-"));
  const parsed = parseEnvironments(environments, TODAY);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  for (const environment of parsed.environments) {
    const stack = new PerimeterStack(Testing.app(), environment.name, { environment });
    writeFileSync(join(folder, `${environment.name}.tf.json`), Testing.synth(stack, true));
  }
  process.env.PERIMETER_SYNTHESIZED = folder;
}
