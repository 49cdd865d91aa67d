import { spawnSync } from "node:child_process";

const NAMED = process.env.TERRAFORM_BINARY_NAME;

/** The first of some programs that answers to `version` with one of the names. */
function firstThatIs(name: RegExp, binaries: readonly string[]): string | undefined {
  const env = { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" };
  return binaries.find((binary) => name.test(spawnSync(binary, ["version"], { env, encoding: "utf8" }).stdout ?? ""));
}

/** `describe` where there is a Terraform to run; elsewhere the tests are counted as skipped, and it says why. */
export function describeWithTerraform(what: string, tests: (binary: string) => void): void {
  const binary = firstThatIs(/^(?:Terraform|OpenTofu) v/m, NAMED ? [NAMED] : ["terraform", "tofu"]);
  describeIf(binary, what, "Terraform or OpenTofu", tests);
}

/** The same where there is an OpenTofu, whatever there is beside it. */
export function describeWithOpenTofu(what: string, tests: (binary: string) => void): void {
  const binary = firstThatIs(/^OpenTofu v/m, [...(NAMED ? [NAMED] : []), "tofu"]);
  describeIf(binary, what, "OpenTofu", tests);
}

function describeIf(binary: string | undefined, what: string, needed: string, tests: (binary: string) => void): void {
  if (binary === undefined) {
    const where = "on the PATH, or named by TERRAFORM_BINARY_NAME";
    process.stderr.write(`skipped: ${what}: needs ${needed} 1.10 or newer ${where}\n`);
  }
  (binary === undefined ? describe.skip : describe)(what, () => tests(binary ?? ""));
}
