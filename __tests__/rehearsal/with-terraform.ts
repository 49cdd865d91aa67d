import { spawnSync } from "node:child_process";

const CANDIDATES = [process.env.TERRAFORM_BINARY_NAME ?? "terraform", "tofu"];

function isThere(binary: string): boolean {
  return spawnSync(binary, ["version"], { env: { PATH: process.env.PATH, CHECKPOINT_DISABLE: "1" } }).status === 0;
}

/** `describe` where there is a Terraform to run; elsewhere the tests are counted as skipped, and it says why. */
export function describeWithTerraform(what: string, tests: () => void): void {
  if (CANDIDATES.some(isThere)) {
    describe(what, tests);
    return;
  }
  process.stderr.write(`skipped: ${what}: needs Terraform or OpenTofu 1.10 or newer on the PATH\n`);
  describe.skip(what, tests);
}
