import type { CommandSyntax } from "../shared/command-syntax";

export const rehearseSyntax = {
  name: "rehearse",
  usage: ["[ENV...] [options]"],
  summary: "run real Terraform over every environment, without an AWS account",
  description: `Runs real Terraform over environments of envs/: init, validate, plan, show, apply, plan again, an everyday change,
destroy. A local substitute answers in place of the AWS provider.

Needs Terraform or OpenTofu 1.10 or later on the PATH, or named by TERRAFORM_BINARY_NAME.`,
  arguments: [{ placeholder: "ENV...", description: "environments (default: all)", completion: "environment" }],
  options: {
    keep: {
      type: "string",
      value: "FOLDER",
      description: "keep plan.json, plan.txt, change.plan.json and state.json of each environment in FOLDER/ENV",
      completion: "file",
    },
    "step-limit": {
      type: "string",
      value: "SECONDS",
      default: "300",
      description: "end a step that takes longer, and fail",
    },
    serve: {
      type: "boolean",
      default: false,
      description: "keep the substitute up, and print how cdktf diff, deploy and destroy use it; for one environment",
    },
    json: { type: "boolean", default: false, description: "print the report as JSON; progress goes to standard error" },
  },
  needsCheckout: true,
  exitCodes: {
    0: "every rehearsal passed, or the substitute was stopped",
    1: "a rehearsal failed",
    2: "could not run",
    130: "interrupted",
  },
  examples: [
    "studio-perimeter rehearse",
    "studio-perimeter rehearse staging --keep rehearsed",
    "studio-perimeter rehearse dev --serve",
  ],
} as const satisfies CommandSyntax;
