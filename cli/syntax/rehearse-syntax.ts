import type { CommandSyntax } from "../shared/command-syntax";
import { variableOptions } from "./options/variable-options";

export const rehearseSyntax = {
  name: "rehearse",
  usage: ["[ENV...] [options]", "DIR... [--var-file FILE] [--var NAME=VALUE] [--role ROLE] [--mirror DIR] [options]"],
  summary: "run real Terraform over every environment, without an AWS account",
  description: `Runs real Terraform over environments of envs/: init, validate, plan, show, apply, plan again, an everyday change,
destroy. A local substitute answers in place of the AWS provider. An inspection environment is rehearsed with its spokes, in one account
and in the order that AWS needs. The stack bootstrap can be named too, if envs/pipeline.ts names a pipeline; it plays as a DIR does.

DIR is a root module of your own, in HCL or JSON: it is copied with the modules that it calls by path, gets a local state, and plays
init, validate, plan, show, apply, plan again, destroy. Its folder is only read. Data sources that the substitute does not know are
answered with examples. Other providers and modules come from what terraform init left in the folder; nothing is downloaded.

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
    ...variableOptions,
    role: {
      type: "string",
      value: "role/NAME",
      description:
        "for a folder: the role that runs Terraform, which a stack may require to be a deployer (default: the first that its deployers name)",
    },
    mirror: {
      type: "string",
      value: "DIR",
      description: "for a folder: a mirror with the other providers, as terraform providers mirror makes it",
      completion: "file",
    },
    serve: {
      type: "boolean",
      default: false,
      description: "keep the substitute up, and print how cdktf and deploy use it; for one environment",
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
    "studio-perimeter rehearse ./infrastructure --var-file production.tfvars",
    "studio-perimeter rehearse ./examples/minimal",
  ],
} as const satisfies CommandSyntax;
