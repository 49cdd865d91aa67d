import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAndAfterOfPlan } from "../../review/before-and-after";
import { textReview } from "../../review/report/text-review";
import { outcomeOf, type Review, review } from "../../review/review";
import { perimeterHolds } from "../../verify/claims/decide-claims";
import { readPosture } from "../../verify/posture/read-posture";
import { textReport } from "../../verify/report/text-report";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { JsonObject } from "../../verify/terraform/terraform-configuration";
import type { AcceptedFinding } from "../../verify/verdict/accepted-finding";
import type { ExitCode, Terminal } from "../shared/command";
import { judgeStack } from "../stacks/verify-file";
import { changeDigest, changesAnything } from "./change-digest";
import { initialize, runTerraform, showJson, type TerraformRun } from "./run-terraform";

/** The plan file, in the folder of the stack. It holds the state with its secrets. */
export const PLAN_FILE = ".studio-perimeter.plan";

export interface DeployOptions {
  readonly name: string;
  /** Digest of the changes that were approved. @default - a person is asked */
  readonly approve?: string;
  /** Accepted findings of every stack. */
  readonly accepted: readonly AcceptedFinding[];
  /** Ends after the review. */
  readonly planOnly: boolean;
  /** Asks a person to type something; `undefined` where nobody can be asked. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/**
 * Plans a stack, reviews the plan, asks for approval, applies exactly that plan, and verifies the state after it. It keeps nothing between
 * runs, so after an interruption at any point it can run again.
 *
 * @throws an AbortError when it was interrupted
 */
export async function deployStack(run: TerraformRun, options: DeployOptions, terminal: Terminal): Promise<ExitCode> {
  const planPath = join(run.directory, PLAN_FILE);
  // The plan file, and what Terraform keeps next to it, are for this user only.
  const umask = process.umask(0o077);
  try {
    rmSync(planPath, { force: true });
    await initialize(run);
    // A role that can only read cannot take the lock, and a plan that is not applied needs none.
    const lock = options.planOnly ? ["-lock=false"] : [];
    await runTerraform(run, ["plan", "-input=false", "-no-color", ...lock, `-out=${PLAN_FILE}`]);
    const plan = await showJson(run, PLAN_FILE);
    const approval = await approve(plan, options, terminal);
    if (approval !== "approved") {
      return approval;
    }
    if (changesAnything(plan)) {
      await runTerraform(run, ["apply", "-input=false", "-no-color", PLAN_FILE], true);
    }
    return verifyState(await showJson(run), options, terminal);
  } finally {
    process.umask(umask);
    rmSync(planPath, { force: true });
  }
}

/** Prints the review, and finds out whether the plan may be applied: an exit code says that it may not, or is not to be. */
async function approve(plan: JsonObject, options: DeployOptions, terminal: Terminal): Promise<"approved" | ExitCode> {
  const { name } = options;
  const found = review(beforeAndAfterOfPlan({ json: plan, name: `plan of ${name}` }), {
    name,
    file: name,
    accepted: options.accepted,
  });
  const outcome = outcomeOf(found);
  const digest = changeDigest(plan);
  terminal.out(`${textReview(found, terminal.color, { verbose: false })}\nDigest of the changes: ${digest}\n`);
  if (outcome === "a claim is not proved") {
    terminal.err(`${name}: a claim is not proved after the change; nothing applied\n`);
    return 1;
  }
  if (options.planOnly) {
    return outcome === "needs approval" ? 3 : 0;
  }
  if (options.approve !== undefined) {
    return isApproved(digest, options.approve, name, terminal);
  }
  if (!changesAnything(plan) || (outcome === "nothing to approve" && !isProtected(found))) {
    return "approved";
  }
  const typed = await options.ask(`Type ${name} to apply exactly this plan: `);
  if (typed === name) {
    return "approved";
  }
  const got = typed === undefined ? "no terminal" : `${typed || "nothing"}`;
  terminal.err(`${name}: not approved, got ${got}; nothing applied; type the name, or pass --approve ${digest}\n`);
  return 3;
}

function isApproved(digest: string, approved: string, name: string, terminal: Terminal): "approved" | ExitCode {
  if (digest === approved) {
    return "approved";
  }
  terminal.err(
    `${name}: the plan changes something else than what was approved, got ${digest} instead of ${approved}; nothing applied; review it again\n`,
  );
  return 3;
}

/** Protections of either side: a change may turn them off. */
function isProtected({ before, after }: Review): boolean {
  return [before, after].some((side) => side?.posture.protections === true);
}

function verifyState(state: JsonObject, { name, accepted }: DeployOptions, terminal: Terminal): ExitCode {
  const configuration = readConfiguration(state, `state of ${name}`);
  const subject = { configuration, posture: readPosture(configuration) };
  const stack = judgeStack({ name, file: name, subject }, accepted);
  terminal.out(`\n${textReport([stack], { color: terminal.color, detail: "unproved" })}`);
  return perimeterHolds(stack) ? 0 : 1;
}
