import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { coverageSentence, refusedValues } from "../../../constraints/refused-stack";
import { STATE_FILE } from "../../folder/copy-folder";
import { withoutRemoteStateOverrides } from "../../folder/remote-states";
import { errorOutput } from "../run-command";
import type { NetworkRole, RehearsalInput, RehearsedNetwork, RunContext, StackInput } from "../run-context";
import { isFolderInput, keepArtifact, keepWithExamples, networkRole, runTerraformOrThrow } from "../run-context";
import { runTerraform } from "../terraform-cli";
import { fillWorkingCopy, readStack, STACK_FILE } from "../working-copy";
import type { InputStep } from "./passed-steps";
import type { PlannedResourceChange } from "./plan-json";
import { changesNotInPlace, createdCount, parsePlanChanges, updatedAddresses } from "./plan-json";

const NON_INTERACTIVE = ["-input=false", "-no-color"];
/** The preceding plan has already refreshed the state. */
const NO_REFRESH = "-refresh=false";
/** Terraform's exit code for "there are changes" under -detailed-exitcode. */
const EXIT_CODE_CHANGES = 2;
const PREVENT_DESTROY_ERROR = /Instance cannot be destroyed/;

/** A step of the rehearsal; `run` throws when the step fails. */
export interface RehearsalStep {
  readonly name: string;
  readonly run: (context: RunContext) => Promise<void>;
  /**
   * Whether the step is part of a rehearsal.
   * @default - it is part of every rehearsal
   */
  readonly appliesTo?: (input: RehearsalInput) => boolean;
}

/** All steps, in order. */
export const REHEARSAL_STEPS: readonly RehearsalStep[] = [
  { name: "check", run: (context) => check(context, stacksOf(context)), appliesTo: (input) => !isFolderInput(input) },
  { name: "init", run: init },
  { name: "validate", run: async (context) => void (await runTerraformOrThrow(context, "validate", "-no-color")) },
  { name: "plan", run: plan },
  { name: "show", run: show },
  { name: "apply", run: apply },
  { name: "join", run: joinSpokes, appliesTo: (input) => networkRole(input) === "hub" },
  { name: "again", run: planIsEmpty },
  { name: "verify", run: verifyNetwork, appliesTo: (input) => networkRole(input) !== "none" },
  {
    name: "change",
    run: (context) => applyChangedStack(context, stacksOf(context)),
    appliesTo: (input) => !isFolderInput(input),
  },
  {
    name: "lift",
    run: (context) => liftProtections(context, stacksOf(context)),
    appliesTo: (input) => !isFolderInput(input) && input.unprotected !== undefined,
  },
  { name: "leave", run: leaveSpokes, appliesTo: (input) => networkRole(input) === "hub" },
  { name: "destroy", run: destroy },
];

/** Steps of other members of its network that a step waits for. */
interface StepOrder {
  readonly of: "hub" | "spokes";
  readonly step: string;
}

/**
 * The order in which a network is created and destroyed: a spoke looks up the transit gateway of the hub, and the hub looks up the
 * attachment of each spoke. A change waits until the states from before it are judged.
 */
const NETWORK_ORDER: Readonly<Record<NetworkRole, Readonly<Record<string, StepOrder>>>> = {
  hub: {
    join: { of: "spokes", step: "apply" },
    change: { of: "spokes", step: "verify" },
    destroy: { of: "spokes", step: "destroy" },
  },
  spoke: {
    plan: { of: "hub", step: "apply" },
    again: { of: "hub", step: "join" },
    change: { of: "hub", step: "verify" },
    destroy: { of: "hub", step: "leave" },
  },
  none: {},
};

/** Names of inputs and the step that each must pass before a step of this input. */
export function stepsBefore(input: RehearsalInput, step: string): readonly InputStep[] {
  const order = NETWORK_ORDER[networkRole(input)][step];
  if (order === undefined) {
    return [];
  }
  const { hub, spokes } = networkOf(input);
  return (order.of === "hub" ? [hub] : spokes).map((name) => ({ name, step: order.step }));
}

function networkOf(input: RehearsalInput): RehearsedNetwork {
  if (isFolderInput(input) || input.network === undefined) {
    throw new Error(`${input.name}: is in no network`);
  }
  return input.network;
}

/** The stacks of a step that only environments have. */
function stacksOf({ input }: RunContext): StackInput {
  if (isFolderInput(input)) {
    throw new Error(`${input.name}: a folder has no stacks`);
  }
  return input;
}

/**
 * Checks the values of every stage against AWS's own schemas, without Terraform.
 *
 * @throws with one line for each value that AWS would refuse
 */
async function check({ addFinding }: RunContext, input: StackInput): Promise<void> {
  const paths = [input.stack, input.changed, ...(input.unprotected === undefined ? [] : [input.unprotected])];
  const [stack, ...later] = await Promise.all(paths.map(readStack));
  const refused = [...new Set([stack, ...later].flatMap(refusedValues))];
  if (refused.length > 0) {
    throw new Error(refused.join("\n"));
  }
  addFinding({ kind: "note", text: `check: ${coverageSentence(stack)}` });
}

/** The working copy of a folder is complete before the first step. */
async function init(context: RunContext): Promise<void> {
  const { input, directory } = context;
  if (isFolderInput(input)) {
    await runTerraformOrThrow(context, "init", ...NON_INTERACTIVE);
    return;
  }
  await fillWorkingCopy(directory, networkRole(input) === "hub" ? networkOf(input).before : input.stack);
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
  await keepWithExamples(context, "plan.json", withoutRemoteStateOverrides(stdout));
}

async function apply(context: RunContext): Promise<void> {
  await runTerraformOrThrow(context, "apply", ...NON_INTERACTIVE, "plan.bin");
  if (context.keep !== undefined) {
    await keepWithExamples(context, "state.json", (await runTerraformOrThrow(context, "show", "-json")).stdout);
    await keepWithExamples(context, STATE_FILE, context.readState(context.input.name) ?? "");
  }
}

/** Connects the spokes, which exist now. The state and plan that are kept are those of the whole hub. */
async function joinSpokes(context: RunContext): Promise<void> {
  await fillWorkingCopy(context.directory, stacksOf(context).stack);
  await plan(context);
  await show(context);
  await apply(context);
  await keepArtifact(context, STACK_FILE, await readFile(join(context.directory, STACK_FILE), "utf8"));
}

/** @throws with every claim that does not hold over the states of the network */
async function verifyNetwork({ input, readState }: RunContext): Promise<void> {
  const { hub, spokes, judge } = networkOf(input);
  const states = new Map([hub, ...spokes].map((name) => [name, readState(name) ?? ""]));
  const open = judge(input.name, states);
  if (open.length > 0) {
    throw new Error(open.join("\n"));
  }
}

/** Disconnects the spokes before they are destroyed. */
async function leaveSpokes(context: RunContext): Promise<void> {
  await fillWorkingCopy(context.directory, networkOf(context.input).after);
  await runTerraformOrThrow(context, "apply", ...NON_INTERACTIVE, "-auto-approve");
}

async function planIsEmpty(context: RunContext): Promise<void> {
  const finished = await runTerraform(context.terraform, ["plan", ...NON_INTERACTIVE, "-detailed-exitcode"], context);
  if (finished.code === EXIT_CODE_CHANGES) {
    throw new Error(`the plan after the apply is not empty:\n${finished.stdout.trim()}`);
  }
  if (finished.code !== 0) {
    throw new Error(errorOutput(finished));
  }
}

async function applyChangedStack(context: RunContext, input: StackInput): Promise<void> {
  await fillWorkingCopy(context.directory, input.changed);
  const changes = await applyInPlace(context, "change");
  const text = `change (${input.change}), updated in place: ${updatedAddresses(changes).join(", ")}`;
  context.addFinding({ kind: "note", text });
}

async function liftProtections(context: RunContext, input: StackInput): Promise<void> {
  const rejected = await runTerraform(context.terraform, ["plan", "-destroy", NO_REFRESH, ...NON_INTERACTIVE], context);
  const output = errorOutput(rejected);
  if (rejected.code === 0 || !PREVENT_DESTROY_ERROR.test(output)) {
    throw new Error(`the stack declares protections, but Terraform plans its destruction:\n${output}`);
  }
  await fillWorkingCopy(context.directory, input.unprotected ?? input.changed);
  const changes = await applyInPlace(context, "lift");
  const text = `lift: Terraform refused to destroy the protected stack; a separate apply switched the protections off (see docs/operating.md), updated in place: ${updatedAddresses(changes).join(", ")}`;
  context.addFinding({ kind: "note", text });
}

/**
 * Plans and applies the stack in the working copy.
 *
 * @throws when the plan updates nothing, or does more than update in place
 */
async function applyInPlace(context: RunContext, step: string): Promise<readonly PlannedResourceChange[]> {
  await runTerraformOrThrow(context, "plan", NO_REFRESH, ...NON_INTERACTIVE, `-out=${step}.bin`);
  const { stdout } = await runTerraformOrThrow(context, "show", "-json", `${step}.bin`);
  await keepWithExamples(context, `${step}.plan.json`, stdout);
  const changes = parsePlanChanges(stdout);
  const others = changesNotInPlace(changes).map(({ address, actions }) => `${address} (${actions.join(", ")})`);
  if (others.length > 0) {
    throw new Error(`${step}: not every change is in place, got ${others.join(", ")}`);
  }
  if (updatedAddresses(changes).length === 0) {
    throw new Error(`${step}: the plan updates no resource`);
  }
  await runTerraformOrThrow(context, "apply", ...NON_INTERACTIVE, `${step}.bin`);
  return changes;
}

async function destroy(context: RunContext): Promise<void> {
  if (isFolderInput(context.input)) {
    const refused = await runTerraform(
      context.terraform,
      ["plan", "-destroy", NO_REFRESH, ...NON_INTERACTIVE],
      context,
    );
    if (refused.code !== 0 && PREVENT_DESTROY_ERROR.test(errorOutput(refused))) {
      const text = "destroy: Terraform refuses, because a resource has prevent_destroy; nothing was destroyed";
      context.addFinding({ kind: "note", text });
      return;
    }
  }
  await runTerraformOrThrow(context, "destroy", NO_REFRESH, ...NON_INTERACTIVE, "-auto-approve");
  const state: unknown = JSON.parse(context.readState(context.input.name) ?? "{}");
  const remaining: unknown = typeof state === "object" && state !== null ? Reflect.get(state, "resources") : undefined;
  if (!Array.isArray(remaining) || remaining.length > 0) {
    throw new Error(`the state is not empty after the destroy, got ${JSON.stringify(remaining)}`);
  }
}
