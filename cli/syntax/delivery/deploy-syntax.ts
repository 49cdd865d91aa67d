import type { CommandSyntax } from "../../shared/command-syntax";

export const deploySyntax = {
  name: "deploy",
  usage: ["ENV [options]"],
  summary: "plan, review and apply one environment with Terraform",
  description: `Synthesizes, plans with Terraform, prints the review of that plan, and applies exactly that plan. Then verifies the
state. Where protections are on, or something needs approval, a person types the name of the environment. It can be
interrupted and run again. The plan file is private and is deleted at the end. An apply that was killed leaves its log in
the folder of the stack; the next run imports what the log has and the state does not.

A plan runs providers and data sources with the credentials of its job. --before stops before Terraform runs if the stack would
execute, load or contact what no stack of an earlier synthesis does: another provider or version, data source, module,
backend, provisioner, or function that reads files.

Needs Terraform or OpenTofu 1.10 or later on the PATH, or named by TERRAFORM_BINARY_NAME, and credentials of a deployer.`,
  arguments: [{ placeholder: "ENV", description: "a synthesized environment", completion: "environment" }],
  options: {
    approve: {
      type: "string",
      value: "DIGEST",
      description: "apply without a question if the plan has this digest; for pipelines",
    },
    "plan-only": { type: "boolean", default: false, description: "print the review and the digest, apply nothing" },
    output: {
      type: "string",
      value: "FOLDER",
      description: "with --plan-only: write the review of the plan as a comment, for the command comment",
      completion: "file",
    },
    before: {
      type: "string",
      value: "FOLDER",
      description: "with --plan-only: an earlier synthesis; Terraform runs only what that one runs, too",
      completion: "file",
    },
    "allow-execution": {
      type: "string",
      default: "none",
      value: "DIGESTS",
      description: "with --before: digests of what a maintainer also allows, as an earlier run printed them",
    },
    import: {
      type: "string",
      multiple: true,
      value: "ADDRESS=ID",
      description: "take what AWS has into the state before the plan; repeatable",
    },
    "skip-synth": { type: "boolean", default: false, description: "deploy the stacks of the last synthesis" },
  },
  needsCheckout: true,
  exitCodes: {
    0: "applied and proved, or nothing to change",
    1: "a claim is not proved, before or after the apply",
    2: "could not run, Terraform failed, or would run what is not allowed",
    3: "not approved: nothing was applied",
    130: "interrupted; run it again",
  },
  examples: [
    "studio-perimeter deploy dev",
    "studio-perimeter deploy prod --plan-only --output plans/prod",
    "studio-perimeter deploy prod --plan-only --skip-synth --before base/cdktf.out",
    "studio-perimeter deploy prod --approve 3b5f...e1",
    "studio-perimeter deploy dev --import 'aws_subnet.network_private_a=subnet-0123456789abcdef0'",
  ],
} as const satisfies CommandSyntax;
