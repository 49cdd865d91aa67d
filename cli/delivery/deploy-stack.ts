import { rmSync } from "node:fs";
import { join } from "node:path";
import { beforeAndAfterOfPlan } from "../../review/before-and-after";
import { driftInPlan } from "../../review/model/resource-changes";
import { textReview } from "../../review/report/text-review";
import { type Review, review } from "../../review/review";
import { outcomeOf } from "../../review/review-outcome";
import { judgedAlone } from "../../verify/acceptance/shared-entries";
import { perimeterHolds } from "../../verify/claims/decide-claims";
import type { AcceptedFinding } from "../../verify/posture/accepted-finding";
import { readPosture } from "../../verify/posture/read-posture";
import { textReport } from "../../verify/report/text-report";
import { readConfiguration } from "../../verify/terraform/read/read-configuration";
import type { ModuleSurroundings } from "../../verify/terraform/read/read-synthesized";
import { isJsonObject, type JsonObject } from "../../verify/terraform/terraform-configuration";
import type { ExitCode, Terminal } from "../shared/command";
import { judgeStack } from "../stacks/verify-file";
import { changeDigest, changesAnything } from "./digests/change-digest";
import { planningTools, planningToolsText } from "./digests/planning-tools";
import { adviceOnExisting, adviceOnLock } from "./recovery/existing-resources";
import { APPLY_LOG, type ResourceImport } from "./recovery/killed-apply";
import { recoverKilledApply } from "./recovery/recover-killed-apply";
import { importResources } from "./recovery/resource-imports";
import { initialize, runLogged, runTerraform, showJson, type TerraformRun } from "./run-terraform";
import { textIfPresent } from "./text-if-present";

/** The plan file, in the folder of the stack. It holds the state with its secrets. */
export const PLAN_FILE = ".studio-perimeter.plan";

/** A stack, and what is accepted of it. */
export interface ReviewedStack {
  /** Name of the stack, which is that of its environment. */
  readonly name: string;
  /** The stacks that it is judged together with. @default - none */
  readonly surroundings?: ModuleSurroundings;
  /** Accepted findings of every stack. */
  readonly accepted: readonly AcceptedFinding[];
}

/** What `deploy` does with a plan. */
export interface DeployOptions extends ReviewedStack {
  /** Digest of the changes that were approved. @default - a person is asked */
  readonly approve?: string;
  /** Ends after the review. */
  readonly isPlanOnly: boolean;
  /** What the state takes in before the plan, because AWS has it already. @default - nothing */
  readonly imports?: readonly ResourceImport[];
  /** Folder in which a killed apply left its log. @default - that of the run */
  readonly logFolder?: string;
  /** Receives the review of the plan and how to approve it. @default - they are only printed */
  readonly reviewed?: (review: Review, approval: PlanApproval) => void;
  /** Asks a person to type something; `undefined` where nobody can be asked. */
  readonly ask: (question: string) => Promise<string | undefined>;
}

/** What approves a plan. */
export interface PlanApproval {
  /** Digest of its changes, and of what applies them. */
  readonly digest: string;
  /** Terraform and providers with their versions. */
  readonly tools: string;
}

/**
 * Plans a stack, reviews the plan, asks for approval, applies exactly that plan, and verifies the state after it. It keeps nothing between
 * runs but the log of an apply that was killed, so after an interruption at any point it can run again.
 *
 * @returns 1 when a claim is not proved, 3 when the plan needs approval and has none
 * @throws one line when Terraform fails; an AbortError when it was interrupted
 */
export function deployStack(run: TerraformRun, options: DeployOptions, terminal: Terminal): Promise<ExitCode> {
  const { name, imports = [], logFolder = run.directory, isPlanOnly } = options;
  const logPath = join(logFolder, APPLY_LOG);
  const say = (line: string): void => terminal.err(`${line}\n`);
  const planning: Planning = {
    isApplied: !isPlanOnly,
    prepare: () => importResources(run, imports, say),
    recover: (plan) => recoverKilledApply(run, { plan, log: textIfPresent(logPath), name, isPlanOnly }, say),
  };
  return withPlan(run, planning, async (plan) => {
    const approval = await approve(plan, run.directory, options, terminal);
    if (approval !== "approved") {
      return approval;
    }
    if (changesAnything(plan)) {
      await withAdvice(
        (text) => [...adviceOnExisting(text, plan, name), ...adviceOnLock(text, run.directory)],
        () => runLogged(run, ["apply", "-input=false", "-no-color", PLAN_FILE], logPath),
      );
    } else {
      // A killed apply whose work the state has, or lost, needs no log any more.
      rmSync(logPath, { force: true });
    }
    terminal.out("\n");
    return verifyState(await showJson(run), options, terminal);
  });
}

/**
 * Compares what AWS has with the sources, and changes nothing: judges the state as it is now, then says what a plan would change and
 * what was changed outside Terraform.
 *
 * @returns 1 when a claim is not proved, 3 when something differs
 * @throws one line when nothing is deployed or Terraform fails; an AbortError when it was interrupted
 */
export function findDrift(run: TerraformRun, stack: ReviewedStack, terminal: Terminal): Promise<ExitCode> {
  return withPlan(run, { isApplied: false }, async (plan) => {
    const { name } = stack;
    if (!isJsonObject(plan.prior_state)) {
      throw new Error(`${name}: nothing is deployed; run deploy ${name}`);
    }
    const holds = verifyState(plan.prior_state, stack, terminal);
    const differs = changesAnything(plan) || driftInPlan(plan).length > 0;
    terminal.out(
      differs ? `\n${reviewText(reviewOf(plan, stack), terminal)}` : `\n${name}: nothing differs from the sources\n`,
    );
    return holds === 0 && differs ? 3 : holds;
  });
}

/** How a plan is made. */
interface Planning {
  readonly isApplied: boolean;
  /** What goes before the plan, in the folder that Terraform has made ready. @default - nothing */
  readonly prepare?: () => Promise<void>;
  /** Changes the state after a first plan. @returns whether it did, so that another plan is needed. @default - nothing */
  readonly recover?: (plan: JsonObject) => Promise<boolean>;
}

/** Plans a stack, and removes the plan file when its use ends. */
async function withPlan<T>(
  run: TerraformRun,
  { isApplied, prepare, recover }: Planning,
  use: (plan: JsonObject) => Promise<T>,
): Promise<T> {
  const planPath = join(run.directory, PLAN_FILE);
  // The plan file, and what Terraform keeps next to it, are for this user only.
  const umask = process.umask(0o077);
  try {
    rmSync(planPath, { force: true });
    await initialize(run);
    // A role that can only read cannot take the lock, and a plan that is not applied needs none.
    const lock = isApplied ? [] : ["-lock=false"];
    const makePlan = async (): Promise<JsonObject> => {
      await runTerraform(run, ["plan", "-input=false", "-no-color", ...lock, `-out=${PLAN_FILE}`]);
      return showJson(run, PLAN_FILE);
    };
    const plan = await withAdvice(
      (text) => adviceOnLock(text, run.directory),
      async () => {
        await prepare?.();
        const first = await makePlan();
        return (await recover?.(first)) ? await makePlan() : first;
      },
    );
    return await use(plan);
  } finally {
    process.umask(umask);
    rmSync(planPath, { force: true });
  }
}

/** Adds what a person can do to the error of a failed command. */
async function withAdvice<T>(advise: (text: string) => readonly string[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const advice = error instanceof Error && error.name === "Error" ? advise(error.message) : [];
    throw advice.length === 0 ? error : new Error([(error as Error).message, ...advice].join("\n"), { cause: error });
  }
}

function reviewOf(plan: JsonObject, { name, accepted, surroundings = {} }: ReviewedStack): Review {
  const comparison = beforeAndAfterOfPlan({ json: plan, name: `plan of ${name}`, surroundings });
  return judgedAlone(review(comparison, { name, file: name, accepted }));
}

function reviewText(found: Review, { color }: Terminal): string {
  return textReview(found, color, { verbose: false });
}

/** Prints the review, and finds out whether the plan may be applied: an exit code says that it may not, or is not to be. */
async function approve(
  plan: JsonObject,
  folder: string,
  options: DeployOptions,
  terminal: Terminal,
): Promise<"approved" | ExitCode> {
  const { name } = options;
  const found = reviewOf(plan, options);
  const outcome = outcomeOf(found);
  const made = planningTools(plan, folder);
  const [digest, tools] = [changeDigest(plan, made), planningToolsText(made)];
  terminal.out(`${reviewText(found, terminal)}\nPlanned with ${tools}\nDigest of the changes: ${digest}\n`);
  options.reviewed?.(found, { digest, tools });
  if (outcome === "a claim is not proved") {
    terminal.err(`${name}: a claim is not proved after the change; nothing applied\n`);
    return 1;
  }
  if (options.isPlanOnly) {
    return outcome === "needs approval" ? 3 : 0;
  }
  if (options.approve !== undefined) {
    return approvedByDigest(digest, options.approve, name, terminal);
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

/** Whether the plan changes what was approved; the exit code where it changes something else. */
function approvedByDigest(digest: string, approved: string, name: string, terminal: Terminal): "approved" | ExitCode {
  if (digest === approved) {
    return "approved";
  }
  terminal.err(
    `${name}: the plan changes something else than what was approved, or with another Terraform or other providers, got ${digest} instead of ${approved}; nothing applied; review it again\n`,
  );
  return 3;
}

/** Protections of either side: a change may turn them off. */
function isProtected({ before, after }: Review): boolean {
  return [before, after].some((side) => side?.posture.protections === true);
}

function verifyState(state: JsonObject, { name, accepted, surroundings }: ReviewedStack, terminal: Terminal): ExitCode {
  const configuration = readConfiguration(state, `state of ${name}`, surroundings);
  const subject = { configuration, posture: readPosture(configuration) };
  const stack = judgeStack({ name, file: name, subject }, accepted);
  terminal.out(`${textReport([stack], { color: terminal.color, detail: "unproved" })}`);
  return perimeterHolds(stack) ? 0 : 1;
}
