import { reviewFormats } from "../../review/report/render-review";
import type { CommandSyntax } from "../shared/command-syntax";
import { joinOption } from "./options/join-option";
import { noPlanOption } from "./options/no-plan-option";
import { policyOption } from "./options/policy-option";
import { postureOption } from "./options/posture-option";
import { pricesOption } from "./options/prices-option";
import { sourceOption } from "./options/source-option";
import { variableOptions } from "./options/variable-options";

/** Forms of a review on the command line: those of a review, and the page of `report`. */
export const reviewReportFormats = [...reviewFormats, "html"] as const;

export const reviewSyntax = {
  name: "review",
  usage: ["PLAN [options]", "STACK --before STACK [options]", "--all BEFORE AFTER [options]"],
  summary: "describe what a plan opens, loses and closes",
  description: `Describes what a change opens, loses, changes and closes: verdicts of claims, network paths, firewall flows,
DNS queries, VPC endpoints, IAM policy decisions, security group rules, network ACLs, the declared posture, user access,
and resources with data. Shows what runs differently: providers, lifecycles, scripts, images, code and templates. A
changed argument that nothing compares cannot be determined; only neutral arguments are counted without a sentence.`,
  arguments: [
    {
      placeholder: "PLAN",
      description: "output of terraform show -json PLAN; includes the current state",
      completion: "file",
    },
  ],
  options: {
    all: {
      type: "boolean",
      default: false,
      description:
        "review every stack of two output folders of cdktf synth; with --output FOLDER, write a comment for each stack",
    },
    before: {
      type: "string",
      value: "FILE",
      description: "compare with this file instead: two synthesized stacks or two states; needs no credentials",
      completion: "file",
    },
    source: sourceOption,
    join: joinOption,
    ...variableOptions,
    "no-plan": noPlanOption,
    name: {
      type: "string",
      value: "NAME",
      description: "name of the stack (default: the file name; for cdk.tf.json, the folder name)",
    },
    perimeter: {
      type: "string",
      value: "MODULE",
      description: "review this perimeter of a root module with several, by the address of its module",
    },
    posture: postureOption,
    format: {
      type: "string",
      multiple: true,
      value: "FORMAT",
      description:
        "form of the review (default: text); markdown is a pull request comment with a hidden marker, html is the page of report",
      completion: reviewReportFormats,
    },
    policy: policyOption,
    output: {
      type: "string",
      multiple: true,
      value: "FILE",
      description: "write the review to a file: the first --output for the first --format; with --all, to a folder",
      completion: "file",
    },
    prices: pricesOption,
    budget: {
      type: "string",
      value: "USD",
      description: "fail if the result costs more than this per month, without use",
    },
    strict: {
      type: "boolean",
      default: false,
      description: "a loss of a service or of a safeguard needs approval, too",
    },
    verbose: { type: "boolean", default: false, description: "list the resources that no sentence names" },
  },
  insteadOf: {
    plan: "pass the plan without an option: studio-perimeter review PLAN",
    state: "pass both states: studio-perimeter review STATE --before STATE",
    file: "pass both stacks: studio-perimeter review STACK --before STACK",
    after: "pass the later file without an option: studio-perimeter review FILE --before FILE",
    claims: "a review decides every claim; studio-perimeter verify takes --claims",
    topics: "a review decides every claim; studio-perimeter verify takes --topics",
  },
  exitCodes: {
    0: "nothing to approve: every claim is proved, and the change opens nothing and loses neither data nor detection",
    1: "a claim is not proved after the change, or the result exceeds the budget",
    2: "could not run; with --all, a stack could not be reviewed",
    3: "needs approval: something opens, cannot be determined, runs or is destroyed, data or detection is lost; with --all, a stack is new or gone",
  },
  examples: [
    "terraform show -json plan > plan.json && studio-perimeter review plan.json",
    "studio-perimeter review plan.json --name prod --format markdown --output comment.md",
    "studio-perimeter review plan.json --format markdown --output comment.md --format sarif --output review.sarif",
    "studio-perimeter review plan.json --format html --output review.html",
    "studio-perimeter review --all main/cdktf.out cdktf.out --output reviews",
    "studio-perimeter review cdktf.out/stacks/prod/cdk.tf.json --before main/cdktf.out/stacks/prod/cdk.tf.json",
  ],
} as const satisfies CommandSyntax;
