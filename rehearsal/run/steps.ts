import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ResourceChange } from "./plan-json";
import { created, notInPlace, readPlan, updated } from "./plan-json";
import type { Scene, Stage } from "./rehearsal";
import { complaintOf, keep, mustRun } from "./rehearsal";
import { terraform } from "./terraform-cli";
import { fillWorkingCopy, STACK_FILE, STATE_FILE } from "./working-copy";

const QUIET = ["-input=false", "-no-color"];
/** The second plan has just compared everything with the world. */
const REFRESHED = "-refresh=false";
/** Terraform's exit code for "there are changes" under -detailed-exitcode. */
const CHANGES = 2;
const PROTECTED = /Instance cannot be destroyed/;

/** A step of the rehearsal; it throws when it fails. */
export interface Step {
  readonly name: string;
  readonly run: (stage: Stage) => Promise<void>;
  /**
   * Whether a scene has the step.
   * @default - every scene has
   */
  readonly partOf?: (scene: Scene) => boolean;
}

/** What is rehearsed, in this order. */
export const STEPS: readonly Step[] = [
  { name: "init", run: init },
  { name: "validate", run: async (stage) => void (await mustRun(stage, "validate", "-no-color")) },
  { name: "plan", run: plan },
  { name: "show", run: show },
  { name: "apply", run: apply },
  { name: "again", run: planAgain },
  { name: "change", run: change },
  { name: "lift", run: lift, partOf: ({ lifted }) => lifted !== undefined },
  { name: "destroy", run: destroy },
];

async function init(stage: Stage): Promise<void> {
  await fillWorkingCopy(stage.directory, stage.scene.stack);
  await mustRun(stage, "init", ...QUIET);
  await keep(stage, STACK_FILE, await readFile(join(stage.directory, STACK_FILE), "utf8"));
}

async function plan(stage: Stage): Promise<void> {
  const { stdout } = await mustRun(stage, "plan", ...QUIET, "-out=plan.bin");
  await keep(stage, "plan.txt", stdout);
}

async function show(stage: Stage): Promise<void> {
  const { stdout } = await mustRun(stage, "show", "-json", "plan.bin");
  stage.found({ kind: "resources", count: created(readPlan(stdout)) });
  await keep(stage, "plan.json", stdout);
}

async function apply(stage: Stage): Promise<void> {
  await mustRun(stage, "apply", ...QUIET, "plan.bin");
  if (stage.keep !== undefined) {
    await keep(stage, "state.json", (await mustRun(stage, "show", "-json")).stdout);
    await keep(stage, STATE_FILE, await readFile(join(stage.directory, STATE_FILE), "utf8"));
  }
}

async function planAgain(stage: Stage): Promise<void> {
  const finished = await terraform(stage.terraform, ["plan", ...QUIET, "-detailed-exitcode"], stage);
  if (finished.code === CHANGES) {
    throw new Error(`a second plan right after the apply is not empty:\n${finished.stdout.trim()}`);
  }
  if (finished.code !== 0) {
    throw new Error(complaintOf(finished));
  }
}

async function change(stage: Stage): Promise<void> {
  await fillWorkingCopy(stage.directory, stage.scene.changed);
  const changes = await applyInPlace(stage, "change");
  const text = `change (${stage.scene.change}): in place only: ${updated(changes).join(", ")}`;
  stage.found({ kind: "note", text });
}

async function lift(stage: Stage): Promise<void> {
  const refused = await terraform(stage.terraform, ["plan", "-destroy", REFRESHED, ...QUIET], stage);
  const complaints = complaintOf(refused);
  if (refused.code === 0 || !PROTECTED.test(complaints)) {
    throw new Error(`the stack promises protections, and yet Terraform plans to destroy it:\n${complaints}`);
  }
  await fillWorkingCopy(stage.directory, stage.scene.lifted ?? stage.scene.changed);
  const changes = await applyInPlace(stage, "lift");
  const text = `lift: destroy was refused while the protections were on; lifted in an apply of its own, as docs/operating.md tells a person to: ${updated(changes).join(", ")}`;
  stage.found({ kind: "note", text });
}

/** Plans and applies what the working copy now holds, if that updates something and does nothing else. */
async function applyInPlace(stage: Stage, what: string): Promise<readonly ResourceChange[]> {
  await mustRun(stage, "plan", REFRESHED, ...QUIET, `-out=${what}.bin`);
  const { stdout } = await mustRun(stage, "show", "-json", `${what}.bin`);
  await keep(stage, `${what}.plan.json`, stdout);
  const changes = readPlan(stdout);
  const others = notInPlace(changes).map(({ address, actions }) => `${address} (${actions.join(", ")})`);
  if (others.length > 0) {
    throw new Error(`the ${what} is not in place: ${others.join(", ")}`);
  }
  if (updated(changes).length === 0) {
    throw new Error(`the ${what} reaches no resource, so nothing was rehearsed`);
  }
  await mustRun(stage, "apply", ...QUIET, `${what}.bin`);
  return changes;
}

async function destroy(stage: Stage): Promise<void> {
  await mustRun(stage, "destroy", REFRESHED, ...QUIET, "-auto-approve");
  const state: unknown = JSON.parse(await readFile(join(stage.directory, STATE_FILE), "utf8"));
  const left: unknown = typeof state === "object" && state !== null ? Reflect.get(state, "resources") : undefined;
  if (!Array.isArray(left) || left.length > 0) {
    throw new Error(`the state still holds something after the destroy: ${JSON.stringify(left)}`);
  }
}
