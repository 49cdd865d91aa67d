import type { CommandSyntax } from "../../shared/command-syntax";

export const destroySyntax = {
  name: "destroy",
  usage: ["ENV [options]"],
  summary: "delete one environment, with what users and SageMaker created in it",
  description: `Prints what it deletes, in order, and deletes it after a person types the name of the environment: launched products,
apps, spaces, the Studio domain, what SageMaker leaves of the domain, and everything else. It asks AWS what is left
before each step, so it can be interrupted or killed anywhere and run again. Where protections are on it deletes nothing.
It works whatever the claims say, and after entries of an allow-list expired.

Needs Terraform or OpenTofu, and credentials of a deployer.`,
  arguments: [{ placeholder: "ENV", description: "a synthesized environment", completion: "environment" }],
  options: {
    "dry-run": { type: "boolean", default: false, description: "print what would be deleted, delete nothing" },
    confirm: {
      type: "string",
      value: "ENV",
      description: "delete without a question if this is the name; for pipelines",
    },
    json: { type: "boolean", default: false, description: "print the steps as JSON; progress goes to standard error" },
    "skip-synth": { type: "boolean", default: false, description: "use the stacks of the last synthesis" },
  },
  needsCheckout: true,
  exitCodes: {
    0: "destroyed, or nothing was deployed",
    1: "protections are on, or something is left",
    2: "could not run, or AWS or Terraform refused",
    3: "not confirmed, or a dry run: nothing was deleted",
    130: "interrupted; run it again",
  },
  examples: ["studio-perimeter destroy dev --dry-run", "studio-perimeter destroy dev"],
} as const satisfies CommandSyntax;
