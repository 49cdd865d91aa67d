import { reportFormats } from "../../verify/report/render-report";
import type { CommandSyntax } from "../shared/command-syntax";
import { joinOption } from "./options/join-option";
import { noPlanOption } from "./options/no-plan-option";
import { policyOption } from "./options/policy-option";
import { postureOption } from "./options/posture-option";
import { sourceOption } from "./options/source-option";
import { variableOptions } from "./options/variable-options";

export const verifySyntax = {
  name: "verify",
  usage: ["[ENV|DIR|FILE...] [options]"],
  summary: "prove the claims of synthesized stacks, root modules, plans and states",
  description: `Decides every claim that the posture of a stack requires, from its Terraform alone. Prints one row per
stack, then each claim that is not proved, with its evidence and remedy. The folder of a root module is read as
terraform plan reads it: HCL, JSON, tfvars, TF_VAR_, defaults of variables, and the modules it calls. With Terraform or OpenTofu
1.10 or later, a copy of it is planned without an account and without credentials; what only an account knows stays open.`,
  arguments: [
    {
      placeholder: "ENV|DIR|FILE...",
      description:
        "synthesized environments (default: all, unless a file is passed), folders of root modules, plans, states",
      completion: "environment",
    },
  ],
  options: {
    file: {
      type: "string",
      multiple: true,
      value: "FILE",
      description: "a synthesized cdk.tf.json, or the folder of a root module",
      completion: "file",
    },
    plan: {
      type: "string",
      multiple: true,
      value: "FILE",
      description: "output of terraform show -json PLAN",
      completion: "file",
    },
    source: sourceOption,
    state: {
      type: "string",
      multiple: true,
      value: "FILE",
      description: "output of terraform show -json, or a state file",
      completion: "file",
    },
    join: joinOption,
    ...variableOptions,
    "no-plan": noPlanOption,
    posture: postureOption,
    policy: policyOption,
    init: { type: "boolean", default: false, description: "write a first studio-perimeter.yaml into the folder DIR" },
    claims: { type: "string", value: "NAMES", description: "decide only these claims, separated by commas" },
    topics: { type: "string", value: "TOPICS", description: "decide only the claims of these topics: network,names" },
    all: { type: "boolean", default: false, description: "print every claim, not only those that are not proved" },
    explain: {
      type: "string",
      value: "CLAIM",
      description: "print all evidence of one claim",
      completion: "claim",
    },
    format: {
      type: "string",
      default: "text",
      value: "FORMAT",
      description: "form of the report",
      completion: reportFormats,
    },
    output: { type: "string", value: "FILE", description: "write the report to a file", completion: "file" },
  },
  exitCodes: {
    0: "every claim is proved, accepted or not applicable",
    1: "a claim is violated or undecided, or none is proved",
    2: "could not run, or no selected claim is about the posture",
  },
  examples: [
    "studio-perimeter verify",
    "studio-perimeter verify prod --explain no-internet-path",
    "studio-perimeter verify ./infrastructure --posture inspected",
    "studio-perimeter verify ./infrastructure --var-file production.tfvars --var region=eu-west-1",
    "studio-perimeter verify --init ./infrastructure",
    "studio-perimeter verify ./infrastructure --no-plan",
    "studio-perimeter verify ./infrastructure --topics network,names",
    "studio-perimeter verify plan.json --source ./infrastructure",
    "studio-perimeter verify --plan studio.json --join network.tfstate --join shared=shared-services.json",
    "studio-perimeter verify --plan plan.json --format markdown --output comment.md",
  ],
} as const satisfies CommandSyntax;
