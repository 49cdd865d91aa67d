import { join } from "node:path";
import { perimeterPostureKinds } from "../../verify/posture/posture";
import type { CommandSyntax } from "../shared/command-syntax";

export const exportModuleSyntax = {
  name: "export-module",
  usage: [
    "POSTURE|ENV [--unprotected] [--out FOLDER]",
    "--all [--unprotected] [--out FOLDER]",
    "POSTURE|ENV|--all --keep-interface [--out FOLDER]",
  ],
  summary: "write a Terraform module for a registry",
  description: `Writes the perimeter of a posture or an environment as a Terraform module: the composition of the stacks, with its values as typed
inputs that are validated. The module of an environment has the values of envs/ as defaults, and fixes what is no input, such as user
access and capabilities. Posture and number of zones are fixed by the module. verify decides a plan of the module as it decides the stacks.
docs/modules.md describes the inputs and what is fixed.

--keep-interface keeps what callers of this version depend on: inputs, outputs and addresses. Later exports are refused while the version
of package.json is too low for what changed. The file is envs/released-interfaces.json, or for postures the one in stacks/module.`,
  arguments: [
    {
      placeholder: "POSTURE|ENV",
      description: `one of ${perimeterPostureKinds.join(", ")}, or an environment`,
      completion: "environment",
    },
  ],
  options: {
    all: { type: "boolean", default: false, description: "one module for each posture, in a folder of its name" },
    unprotected: {
      type: "boolean",
      default: false,
      description: "without protections against deletion, for experiments and before a destroy",
    },
    "keep-interface": {
      type: "boolean",
      default: false,
      description: "keep the interface as that of the last release, with which later versions must fit",
    },
    out: {
      type: "string",
      default: join("dist", "modules"),
      value: "FOLDER",
      description: "folder of the module, or with --all of the modules",
      completion: "file",
    },
  },
  needsCheckout: true,
  exitCodes: { 0: "written", 2: "could not write" },
  examples: [
    "studio-perimeter export-module isolated --out terraform-aws-studio-isolated",
    "studio-perimeter export-module prod --out terraform-aws-studio-prod",
    "studio-perimeter export-module --all",
    "studio-perimeter export-module prod --keep-interface",
  ],
} as const satisfies CommandSyntax;
