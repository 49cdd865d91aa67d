import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { PlannedResourceChange } from "./plan-json";
import { changesNotInPlace, createdCount, parsePlanChanges, updatedAddresses } from "./plan-json";
import type { RehearsalInput, RunContext } from "./run-context";
import { errorOutput, keepArtifact, runTerraformOrThrow } from "./run-context";
import { runTerraform } from "./terraform-cli";
import { fillWorkingCopy, STACK_FILE, STATE_FILE } from "./working-copy";

const NON_INTERACTIVE = ["-input=false", "-no-color"];
/** The second plan has just compared everything with the world. */
const NO_REFRESH = "-refresh=false";
/** Terraform's exit code for "there are changes" under -detailed-exitcode. */
const EXIT_CODE_CHANGES = 2;
const PREVENT_DESTROY_ERROR = /Instance cannot be destroyed/;

/** A step of the rehearsal; it throws when it fails. */
export interface RehearsalStep {
  readonly name: string;
  readonly run: (context: RunContext) => Promise<void>;
  /**
   * Whether a scene has the step.
   * @default - every scene has
   */
  readonly appliesTo?: (input: RehearsalInput) => boolean;
}

/** What is rehearsed, in this order. */
export const REHEARSAL_STEPS: readonly RehearsalStep[] = [
  { name: "init", run: init },
  { name: "validate", run: async (context) => void (await runTerraformOrThrow(context, "validate", "-no-color")) },
  { name: "plan", run: plan },
  { name: "show", run: show },
  { name: "apply", run: apply },
  { name: "again", run: planIsEmpty },
  { name: "change", run: applyChangedStack },
  { name: "lift", run: liftProtections, appliesTo: ({ unprotected: lifted }) => lifted !== undefined },
  { name: "destroy", run: destroy },
];

async function init(context: RunContext): Promise<void> {
  await fillWorkingCopy(context.directory, context.input.stack);
  await runTerraformOrThrow(context, "init", ...NON_INTERACTIVE);
  await keepArtifact(context, STACK_FILE, await readFile(join(context.directory, STACK_FILE), "utf8"));
}

async function plan(context: RunContext): Promise<void> {
  const { stdout } = await runTerraformOrThrow(context, "plan", ...NON_INTERACTIVE, "-out=plan.bin");
  await keepArtifact(context, "plan.txt", stdout);
}

async function show(context: RunContext): Promise<void> {
  const { stdout } = await runTerraformOrThrow(context, "show", "-json", "plan.bin");
  context.addFinding({ kind: "resources", count: createdCount(parsePlanChanges(stdout)) });
  await keepArtifact(context, "plan.json", stdout);
}

async function apply(context: RunContext): Promise<void> {
  await runTerraformOrThrow(context, "apply", ...NON_INTERACTIVE, "plan.bin");
  if (context.keep !== undefined) {
    await keepArtifact(context, "state.json", (await runTerraformOrThrow(context, "show", "-json")).stdout);
    await keepArtifact(context, STATE_FILE, await readFile(join(context.directory, STATE_FILE), "utf8"));
  }
}

async function planIsEmpty(context: RunContext): Promise<void> {
  const finished = await runTerraform(context.terraform, ["plan", ...NON_INTERACTIVE, "-detailed-exitcode"], context);
  if (finished.code === EXIT_CODE_CHANGES) {
    throw new Error(`a second plan right after the apply is not empty:\n${finished.stdout.trim()}`);
  }
  if (finished.code !== 0) {
    throw new Error(errorOutput(finished));
  }
}

async function applyChangedStack(context: RunContext): Promise<void> {
  await fillWorkingCopy(context.directory, context.input.changed);
  const changes = await applyInPlace(context, "change");
  const text = `change (${context.input.change}): in place only: ${updatedAddresses(changes).join(", ")}`;
  context.addFinding({ kind: "note", text });
}

async function liftProtections(context: RunContext): Promise<void> {
  const refused = await runTerraform(context.terraform, ["plan", "-destroy", NO_REFRESH, ...NON_INTERACTIVE], context);
  const output = errorOutput(refused);
  if (refused.code === 0 || !PREVENT_DESTROY_ERROR.test(output)) {
    throw new Error(`the stack promises protections, and yet Terraform plans to destroy it:\n${output}`);
  }
  await fillWorkingCopy(context.directory, context.input.unprotected ?? context.input.changed);
  const changes = await applyInPlace(context, "lift");
  const text = `lift: destroy was refused while the protections were on; lifted in an apply of its own, as docs/operating.md tells a person to: ${updatedAddresses(changes).join(", ")}`;
  context.addFinding({ kind: "note", text });
}

/** Plans and applies what the working copy now holds, if that updates something and does nothing else. */
async function applyInPlace(context: RunContext, what: string): Promise<readonly PlannedResourceChange[]> {
  await runTerraformOrThrow(context, "plan", NO_REFRESH, ...NON_INTERACTIVE, `-out=${what}.bin`);
  const { stdout } = await runTerraformOrThrow(context, "show", "-json", `${what}.bin`);
  await keepArtifact(context, `${what}.plan.json`, stdout);
  const changes = parsePlanChanges(stdout);
  const others = changesNotInPlace(changes).map(({ address, actions }) => `${address} (${actions.join(", ")})`);
  if (others.length > 0) {
    throw new Error(`the ${what} is not in place: ${others.join(", ")}`);
  }
  if (updatedAddresses(changes).length === 0) {
    throw new Error(`the ${what} reaches no resource, so nothing was rehearsed`);
  }
  await runTerraformOrThrow(context, "apply", ...NON_INTERACTIVE, `${what}.bin`);
  return changes;
}

async function destroy(context: RunContext): Promise<void> {
  await runTerraformOrThrow(context, "destroy", NO_REFRESH, ...NON_INTERACTIVE, "-auto-approve");
  const state: unknown = JSON.parse(await readFile(join(context.directory, STATE_FILE), "utf8"));
  const left: unknown = typeof state === "object" && state !== null ? Reflect.get(state, "resources") : undefined;
  if (!Array.isArray(left) || left.length > 0) {
    throw new Error(`the state still holds something after the destroy: ${JSON.stringify(left)}`);
  }
}
