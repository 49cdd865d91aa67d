import { reviewFormats } from "../../review/report/render-review";
import { postureKinds } from "../../verify/posture/posture";
import type { CommandSyntax } from "../shared/command-syntax";

export const reviewSyntax = {
  name: "review",
  usage: ["PLAN [options]", "STACK --before STACK [options]"],
  summary: "report in sentences what a plan opens, loses and closes",
  description: `Reports in sentences what a change opens, loses, changes and closes: claims whose verdict changes, network paths,
destinations, endpoints, requests that policies allow, security groups, declarations, Studio users, function code, and
resources that hold data.`,
  arguments: [
    {
      placeholder: "PLAN",
      description: "output of terraform show -json PLAN; it holds the current state too",
      completion: "file",
    },
  ],
  options: {
    before: {
      type: "string",
      value: "FILE",
      description: "compare two synthesized stacks or states instead, without credentials",
      completion: "file",
    },
    name: {
      type: "string",
      value: "NAME",
      description: "name of the stack in the report (default: the file name, or the folder of a cdk.tf.json)",
    },
    posture: {
      type: "string",
      value: "POSTURE",
      description: "replaces the declared posture",
      completion: postureKinds,
    },
    format: {
      type: "string",
      default: "text",
      value: "FORMAT",
      description: "form of the report; markdown is a comment with a hidden marker, which a later run replaces",
      completion: reviewFormats,
    },
    output: { type: "string", value: "FILE", description: "write the report to a file", completion: "file" },
    strict: { type: "boolean", default: false, description: "exit with 1 also when data or a service is lost" },
    verbose: { type: "boolean", default: false, description: "list the resources that no sentence names" },
  },
  exitCodes: {
    0: "nothing is opened, and every claim is proved afterwards",
    1: "something is opened or cannot be determined, or a claim does not hold",
    2: "could not run",
  },
  examples: [
    "terraform show -json plan > plan.json && studio-perimeter review plan.json",
    "studio-perimeter review plan.json --name prod --format markdown --output comment.md",
    "studio-perimeter review cdktf.out/stacks/prod/cdk.tf.json --before main/cdktf.out/stacks/prod/cdk.tf.json",
  ],
} as const satisfies CommandSyntax;
