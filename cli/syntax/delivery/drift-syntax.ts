import type { CommandSyntax } from "../../shared/command-syntax";

export const driftSyntax = {
  name: "drift",
  usage: ["ENV [options]"],
  summary: "compare what AWS has with the sources, change nothing",
  description: `Verifies what AWS has now, and prints the review of a plan: what was changed outside Terraform, and what a deployment
would change. It takes no lock and writes no state, so a role that can only read is enough.

Needs Terraform or OpenTofu 1.10 or later on the PATH, or named by TERRAFORM_BINARY_NAME, and credentials.`,
  arguments: [{ placeholder: "ENV", description: "a synthesized environment", completion: "environment" }],
  options: {
    "skip-synth": { type: "boolean", default: false, description: "compare with the stacks of the last synthesis" },
  },
  needsCheckout: true,
  exitCodes: {
    0: "proved, and nothing differs",
    1: "a claim about what AWS has is not proved",
    2: "could not run, or Terraform failed",
    3: "proved, but something differs",
    130: "interrupted; run it again",
  },
  examples: ["studio-perimeter drift prod"],
} as const satisfies CommandSyntax;
