import type { CommandSyntax } from "../shared/command-syntax";
import { joinOption } from "./options/join-option";
import { policyOption } from "./options/policy-option";
import { postureOption } from "./options/posture-option";
import { pricesOption } from "./options/prices-option";
import { sourceOption } from "./options/source-option";
import { variableOptions } from "./options/variable-options";

export const reportSyntax = {
  name: "report",
  usage: [
    "[ENV...] --html FILE [options]",
    "DIR --html FILE [options]",
    "--plan PLAN [--source DIR] --html FILE [options]",
  ],
  summary: "write one page for people: verdicts, network, access, cost, changes",
  description: `Writes one self-contained HTML page about synthesized environments, a root module or plans: the verdict and a picture
of each one, its claims with their evidence, what leaves under which name, which names resolve, who can do what from where,
the monthly cost, and accepted findings. With --before, and for a plan, also what changes. The page makes no request and has
no script. Prints the verdict of each one.`,
  arguments: [
    {
      placeholder: "ENV...",
      description: "environments, in this order (default: all); or the folder of a root module, or a state",
      completion: "environment",
    },
  ],
  options: {
    html: { type: "string", value: "FILE", description: "file that the page is written to", completion: "file" },
    plan: {
      type: "string",
      multiple: true,
      value: "FILE",
      description: "output of terraform show -json PLAN, instead of environments",
      completion: "file",
    },
    source: sourceOption,
    join: joinOption,
    ...variableOptions,
    name: {
      type: "string",
      value: "NAME",
      description: "environment that the only plan is about (default: the file name)",
      completion: "environment",
    },
    before: {
      type: "string",
      value: "DIR",
      description: "output folder of cdktf synth to compare the environments with",
      completion: "file",
    },
    posture: postureOption,
    policy: policyOption,
    prices: pricesOption,
  },
  insteadOf: {
    state: "pass the state without an option: studio-perimeter report STATE --html FILE",
    file: "pass the folder without an option: studio-perimeter report DIR --html FILE",
    output: "pass --html FILE",
  },
  exitCodes: {
    0: "written, and every claim is proved, not applicable or accepted",
    1: "written, and a claim is not proved",
    2: "could not run; nothing is written",
  },
  examples: [
    "studio-perimeter report --html perimeter.html",
    "studio-perimeter report prod --before main/cdktf.out --html prod.html",
    "studio-perimeter report --plan plan.json --name prod --html plan.html",
    "studio-perimeter report infrastructure --html infrastructure.html",
    "studio-perimeter report --plan plan.json --source infrastructure --html plan.html",
  ],
} as const satisfies CommandSyntax;
