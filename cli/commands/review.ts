import { writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { beforeAndAfterOfFiles, beforeAndAfterOfPlan, type ReviewInput } from "../../review/before-and-after";
import { renderReview, reviewFormats } from "../../review/report/render-review";
import { textReview } from "../../review/report/text-review";
import { isSound, review as reviewSides } from "../../review/review";
import { postureKinds } from "../../verify/posture/posture";
import { createModuleLoader } from "../../verify/terraform/read/modules/module-files";
import type { Command, ExitCode, Terminal } from "../shared/command";
import { parseChoice } from "../shared/parse-choice";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { readJson } from "../shared/terraform-files";

const help = `usage: studio-perimeter review PLAN [options]
       studio-perimeter review STACK --before STACK [options]

Says in sentences what a change opens, loses, changes and closes: claims whose verdict turns, ways in and out, destinations,
endpoints, requests that policies let through, security groups, declarations, whom Studio is opened for, code of functions, and
what holds data.

  PLAN                   terraform show -json of a plan, which holds what is there now too
  --before FILE          compares two synthesized stacks (or states) instead: of two branches, without credentials
  --name NAME            what to call the stack (the file's name; of a cdk.tf.json, its folder's)
  --posture POSTURE      ${postureKinds.join(", ")}: instead of the declared one
  --format FORMAT        ${reviewFormats.join(", ")} (text); markdown is a comment with a hidden marker, to be replaced
  --output FILE          write the review there
  --strict               exit code 1 also when data or a service is lost

Exit code: 0 nothing is opened and every claim is proved afterwards; 1 something is opened, cannot be told, or does not
hold; 2 could not run.

examples:
  terraform show -json plan > plan.json && studio-perimeter review plan.json
  studio-perimeter review plan.json --name prod --format markdown --output comment.md
  studio-perimeter review cdktf.out/stacks/prod/cdk.tf.json --before main/cdktf.out/stacks/prod/cdk.tf.json`;

const options = {
  before: { type: "string" },
  name: { type: "string" },
  posture: { type: "string" },
  format: { type: "string", default: "text" },
  output: { type: "string" },
  strict: { type: "boolean", default: false },
} as const;

export const review: Command = { help, run };

function run(args: readonly string[], terminal: Terminal): ExitCode {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [path, ...others] = positionals;
  if (path === undefined || others.length > 0) {
    throw new Error(`review: takes one plan, got ${positionals.join(" ") || "none"}; pass terraform show -json PLAN`);
  }
  const format = parseChoice("--format", reviewFormats, values.format);
  const posture = values.posture === undefined ? undefined : parseChoice("--posture", postureKinds, values.posture);
  warnIfSynthesisIsStale([path, ...(values.before === undefined ? [] : [values.before])], terminal);
  const after = sourceAt(path);
  const sides =
    values.before === undefined ? beforeAndAfterOfPlan(after) : beforeAndAfterOfFiles(sourceAt(values.before), after);
  const name = values.name ?? nameOf(path);
  const found = reviewSides(sides, { name, file: path, ...(posture && { posture }) });
  const colour = terminal.color && values.output === undefined;
  const report = format === "text" ? textReview(found, colour) : renderReview(format, found);
  if (values.output === undefined) {
    terminal.out(report);
  } else {
    writeFileSync(values.output, report);
  }
  return isSound(found, values.strict) ? 0 : 1;
}

/** Every synthesized stack is a cdk.tf.json; its folder is what people call it. */
function nameOf(path: string): string {
  const file = basename(path);
  return file === "cdk.tf.json" ? basename(dirname(resolve(path))) : file.replace(/\.json$/, "");
}

function sourceAt(path: string): ReviewInput {
  return { json: readJson(path), name: path, load: createModuleLoader(dirname(path)) };
}
