import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Leftovers } from "../fake-aws/account-state";
import { usedTypes } from "../schema/used-types";
import type { StandIn } from "./provider-process";
import { startStandIn } from "./provider-process";
import type { Finding, Scene, Stage } from "./rehearsal";
import { STEPS } from "./steps";
import type { Terraform } from "./terraform-cli";
import { emptyCliConfig } from "./terraform-cli";
import { readStack } from "./working-copy";

/** How a step ended. */
export interface StepReport {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not reached";
  readonly seconds: number;
}

/** How an environment's rehearsal ended. */
export interface SceneReport {
  readonly name: string;
  readonly verdict: "passed" | "failed";
  /** Managed resources that the first plan creates. */
  readonly resources: number;
  readonly steps: readonly StepReport[];
  /** What happened that a reader should know of. */
  readonly notes: readonly string[];
  /** The words in which the failed step was refused. */
  readonly fault?: string;
}

/** What is going on, for somebody who waits. */
export interface Progress {
  readonly scene: string;
  readonly step: string;
  readonly state: "started" | "passed" | "failed";
  readonly seconds: number;
}

export interface RehearsalOptions {
  readonly terraform: Terraform;
  /** Folder of the installed @cdktf/provider-aws. */
  readonly packageRoot: string;
  /**
   * Directory that keeps plans and states of each scene.
   * @default - nothing is kept
   */
  readonly keep?: string;
  /**
   * What becomes of what SageMaker leaves in the VPC: swept, as a person would, or kept, so that the destroy is refused.
   * @default "sweep"
   */
  readonly leftovers?: Leftovers;
  /**
   * Ends the rehearsal early.
   * @default - it runs to its end
   */
  readonly signal?: AbortSignal;
  /** Told as steps start and end. */
  readonly progress: (event: Progress) => void;
  /**
   * Arguments for the node that runs the stand-in provider.
   * @default - none
   */
  readonly nodeArguments?: readonly string[];
}

/** Plays every scene through all steps, side by side, each in a working copy and an account of its own. */
export async function rehearse(scenes: readonly Scene[], options: RehearsalOptions): Promise<readonly SceneReport[]> {
  const workshop = await mkdtemp(join(tmpdir(), "studio-perimeter-rehearsal-"));
  try {
    const standIn = await startStandIn({
      packageRoot: options.packageRoot,
      ...usedTypes(await stacksOf(scenes)),
      nodeArguments: options.nodeArguments,
    });
    try {
      const cliConfig = await emptyCliConfig(workshop);
      return await Promise.all(
        scenes.map((scene) => play(scene, standIn, join(workshop, scene.name), cliConfig, options)),
      );
    } finally {
      await standIn.close();
    }
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function stacksOf(scenes: readonly Scene[]): Promise<Record<string, unknown>> {
  const directories = scenes.flatMap(({ stack, changed, lifted }) => [stack, changed, ...(lifted ? [lifted] : [])]);
  return Object.fromEntries(await Promise.all(directories.map(async (path) => [path, await readStack(path)])));
}

async function play(
  scene: Scene,
  standIn: StandIn,
  directory: string,
  cliConfig: string,
  options: RehearsalOptions,
): Promise<SceneReport> {
  const findings: Finding[] = [];
  const found = (finding: Finding): void => void findings.push(finding);
  const told = (text: string): void => found({ kind: "note", text });
  const reattach = await standIn.open(scene.name, options.leftovers ?? "sweep", told);
  const { terraform, keep, signal } = options;
  await mkdir(directory, { recursive: true });
  const { steps, fault } = await playSteps(
    { terraform, scene, directory, reattach, cliConfig, keep, signal, found },
    options,
  );
  return {
    name: scene.name,
    verdict: fault === undefined ? "passed" : "failed",
    resources: findings.reduce((sum, finding) => sum + (finding.kind === "resources" ? finding.count : 0), 0),
    steps,
    notes: findings.flatMap((finding) => (finding.kind === "note" ? [finding.text] : [])),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** Nothing after a failed step is tried: it would only repeat the fault. */
async function playSteps(
  stage: Stage,
  { progress, signal }: RehearsalOptions,
): Promise<{ readonly steps: readonly StepReport[]; readonly fault?: string }> {
  const reports: StepReport[] = [];
  let fault: string | undefined;
  for (const { name, run } of STEPS.filter(({ partOf }) => partOf?.(stage.scene) ?? true)) {
    if (fault !== undefined) {
      reports.push({ name, outcome: "not reached", seconds: 0 });
      continue;
    }
    const started = performance.now();
    const since = (): number => (performance.now() - started) / 1000;
    progress({ scene: stage.scene.name, step: name, state: "started", seconds: 0 });
    try {
      await run(stage);
    } catch (error) {
      signal?.throwIfAborted();
      fault = error instanceof Error ? error.message : String(error);
    }
    const outcome = fault === undefined ? "passed" : "failed";
    reports.push({ name, outcome, seconds: since() });
    progress({ scene: stage.scene.name, step: name, state: outcome, seconds: since() });
  }
  return { steps: reports, fault };
}
