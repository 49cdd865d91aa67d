import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { admitsVersion } from "../../aws/version-constraint";
import type { OrphanPolicy } from "../fake-aws/account-state";
import { addVariableFiles, copyRootModule, overrideBackend } from "../folder/copy-folder";
import { mirrorCliConfig, missingProviders } from "../folder/provider-mirrors";
import { answerRemoteStates } from "../folder/remote-states";
import type { StateServer } from "../protocol/state-server";
import { STATE_BACKEND, startStateServer } from "../protocol/state-server";
import { providerVersion } from "../schema/package-source";
import { type UsedTypes, usedTypes } from "../schema/used-types";
import { PassedSteps } from "./passed-steps";
import type { ProviderProcess } from "./provider-process";
import { startProviderProcess } from "./provider-process";
import { REHEARSAL_STEPS, type RehearsalStep, stepsBefore } from "./rehearsal-steps";
import type { FolderInput, RehearsalInput, RunContext, StackInput, StepFinding } from "./run-context";
import { isFolderInput } from "./run-context";
import type { TerraformCli } from "./terraform-cli";
import { emptyCliConfig } from "./terraform-cli";
import { signalWithin } from "./time-limit";
import { readStack } from "./working-copy";

/** Time that a step may take by default. The longest step of the largest environment takes 15 s on an idle machine. */
const STEP_LIMIT_SECONDS = 300;
const MILLISECONDS = 1000;

/** Outcome of one step. */
export interface StepReport {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not reached";
  readonly seconds: number;
}

/** Outcome of the rehearsal of one environment. */
export interface RehearsalReport {
  readonly name: string;
  readonly verdict: "passed" | "failed";
  /** Managed resources that the first plan creates. */
  readonly resources: number;
  readonly steps: readonly StepReport[];
  /** Sentences about what happened, such as clean-up outside Terraform. */
  readonly notes: readonly string[];
  /** Error text of the failed step. @default - every step passed */
  readonly fault?: string;
}

/** A step that starts or ends. */
export interface RehearsalProgress {
  readonly environment: string;
  readonly step: string;
  readonly state: "started" | "passed" | "failed";
  readonly seconds: number;
}

export interface RehearsalOptions {
  readonly terraform: TerraformCli;
  /** Folder of the installed @cdktf/provider-aws. */
  readonly packageRoot: string;
  /**
   * Directory for the plans and states of each environment.
   * @default - they are deleted
   */
  readonly keep?: string;
  /**
   * Whether the stand-in removes what SageMaker leaves in the VPC of a deleted domain, or keeps it so that the destroy fails.
   * @default "remove"
   */
  readonly orphanPolicy?: OrphanPolicy;
  /**
   * Cancels the rehearsal.
   * @default - it cannot be canceled
   */
  readonly signal?: AbortSignal;
  /**
   * Seconds after which a step is ended and fails.
   * @default STEP_LIMIT_SECONDS
   */
  readonly stepLimitSeconds?: number;
  /**
   * Folders with providers other than AWS, in the layout of a mirror. Of a utility provider that none has, a stand-in is used.
   * @default - none
   */
  readonly mirrors?: readonly string[];
  /** Called when a step starts or ends. */
  readonly progress: (event: RehearsalProgress) => void;
  /**
   * Arguments for the Node.js process of the stand-in provider.
   * @default - none
   */
  readonly nodeArguments?: readonly string[];
}

/**
 * Runs all steps for every input in parallel, each with its own working copy and account. Members of a network share an account, and wait
 * for one another where AWS needs an order.
 */
export async function rehearse(
  inputs: readonly RehearsalInput[],
  options: RehearsalOptions,
): Promise<readonly RehearsalReport[]> {
  const temporaryDirectory = await mkdtemp(join(tmpdir(), "studio-perimeter-rehearsal-"));
  try {
    const provider = await startProviderProcess({
      packageRoot: options.packageRoot,
      ...(await typesOf(inputs)),
      utilities: missingProviders(otherProvidersOf(inputs), options.mirrors ?? []),
      socketDirectory: temporaryDirectory,
      nodeArguments: options.nodeArguments,
    });
    try {
      const mirrors = options.mirrors ?? [];
      const cliConfig =
        mirrors.length === 0
          ? await emptyCliConfig(temporaryDirectory)
          : await mirrorCliConfig(temporaryDirectory, mirrors);
      const states = await startStateServer();
      try {
        const shared: SharedParts = { provider, states, cliConfig, options, passed: new PassedSteps() };
        return await Promise.all(
          inputs.map((input) => runRehearsal(input, join(temporaryDirectory, input.name), shared)),
        );
      } finally {
        await states.close();
      }
    } finally {
      await provider.close();
    }
  } finally {
    await rm(temporaryDirectory, { recursive: true, force: true });
  }
}

async function typesOf(inputs: readonly RehearsalInput[]): Promise<UsedTypes> {
  const ofStacks = usedTypes(await readStacks(inputs.flatMap((input) => (isFolderInput(input) ? [] : [input]))));
  const all = [ofStacks, ...inputs.flatMap((input) => (isFolderInput(input) ? [input.needs.types] : []))];
  const merged = (names: (types: UsedTypes) => readonly string[]) => [...new Set(all.flatMap(names))].sort();
  return { resources: merged(({ resources }) => resources), dataSources: merged(({ dataSources }) => dataSources) };
}

/** Sources of the providers that root modules use besides hashicorp/aws. */
function otherProvidersOf(inputs: readonly RehearsalInput[]): readonly string[] {
  return [...new Set(inputs.flatMap((input) => (isFolderInput(input) ? input.needs.otherProviders : [])))];
}

async function readStacks(inputs: readonly StackInput[]): Promise<Record<string, unknown>> {
  const directories = inputs.flatMap(({ stack, changed, unprotected, network }) => [
    stack,
    changed,
    ...(unprotected ? [unprotected] : []),
    ...(network ? [network.before, network.after] : []),
  ]);
  return Object.fromEntries(await Promise.all(directories.map(async (path) => [path, await readStack(path)])));
}

/** What all rehearsals of one run use. */
interface SharedParts {
  readonly provider: ProviderProcess;
  readonly states: StateServer;
  readonly cliConfig: string;
  readonly options: RehearsalOptions;
  readonly passed: PassedSteps;
}

async function runRehearsal(
  input: RehearsalInput,
  directory: string,
  { provider, states, cliConfig, options, passed }: SharedParts,
): Promise<RehearsalReport> {
  const findings: StepFinding[] = [];
  const addFinding = (finding: StepFinding): void => void findings.push(finding);
  const onEvent = (text: string): void => addFinding({ kind: "note", text });
  const examples = new Set<string>();
  if (isFolderInput(input)) {
    otherVersionNotes(input, providerVersion(options.packageRoot)).forEach(onEvent);
  }
  const user = isFolderInput(input) ? { callerRole: input.callerRole } : { network: input.network?.hub };
  const reattach = await provider.openAccount(input.name, options.orphanPolicy ?? "remove", onEvent, {
    ...user,
    examples,
  });
  const { terraform, keep, signal } = options;
  const working = await workingDirectory(input, directory, onEvent, examples);
  const backend = states.variables(input.name);
  const places = { directory: working, reattach, cliConfig, backend, readState: states.read, keep, examples };
  const { steps, fault } = await runSteps({ terraform, input, ...places, signal, addFinding }, options, passed);
  return {
    name: input.name,
    verdict: fault === undefined ? "passed" : "failed",
    resources: findings.reduce((sum, finding) => sum + (finding.kind === "resources" ? finding.count : 0), 0),
    steps,
    notes: findings.flatMap((finding) => (finding.kind === "note" ? [finding.text] : [])),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** Constraints of the folder that do not admit the version of the provider that is rehearsed, one line each. */
function otherVersionNotes({ needs }: FolderInput, version: string): readonly string[] {
  return needs.awsConstraints
    .filter((constraint) => admitsVersion(constraint, version) === false)
    .map(
      (constraint) =>
        `hashicorp/aws ${constraint} does not admit ${version}, the version that is rehearsed: an argument that differs between them may fail in one alone`,
    );
}

/** The folder in which Terraform runs, with the backend of the rehearsal. */
async function workingDirectory(
  input: RehearsalInput,
  directory: string,
  onEvent: (text: string) => void,
  examples: Set<string>,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  const working = isFolderInput(input) ? await copyFolderInput(input, directory, onEvent, examples) : directory;
  await overrideBackend(working, STATE_BACKEND);
  return working;
}

async function copyFolderInput(
  { needs, variableFiles }: FolderInput,
  directory: string,
  onEvent: (text: string) => void,
  examples: Set<string>,
): Promise<string> {
  const working = await copyRootModule(needs.folders, directory);
  await addVariableFiles(working, variableFiles);
  const answers = await answerRemoteStates(working);
  answers.forEach(onEvent);
  if (answers.length > 0) {
    examples.add("terraform_remote_state");
  }
  return working;
}

/** Runs the steps until one fails; later steps would only repeat the fault. */
async function runSteps(
  context: RunContext,
  options: RehearsalOptions,
  passed: PassedSteps,
): Promise<{ readonly steps: readonly StepReport[]; readonly fault?: string }> {
  const { input } = context;
  const reports: StepReport[] = [];
  let fault: string | undefined;
  for (const step of REHEARSAL_STEPS.filter(({ appliesTo }) => appliesTo?.(input) ?? true)) {
    const { name } = step;
    if (fault !== undefined) {
      reports.push({ name, outcome: "not reached", seconds: 0 });
      continue;
    }
    fault = await passed.waitFor(stepsBefore(input, name));
    let seconds = 0;
    if (fault === undefined) {
      ({ fault, seconds } = await runStep(context, step, options));
    }
    reports.push({ name, outcome: fault === undefined ? "passed" : "failed", seconds });
    if (fault === undefined) {
      passed.add(input.name, name);
    } else {
      passed.end(input.name);
    }
  }
  return { steps: reports, fault };
}

async function runStep(
  context: RunContext,
  { name: step, run }: RehearsalStep,
  { progress, signal, stepLimitSeconds = STEP_LIMIT_SECONDS }: RehearsalOptions,
): Promise<{ readonly fault: string | undefined; readonly seconds: number }> {
  const environment = context.input.name;
  const started = performance.now();
  progress({ environment, step, state: "started", seconds: 0 });
  const limit = signalWithin(
    stepLimitSeconds * MILLISECONDS,
    `${step}: took longer than ${stepLimitSeconds} s and was ended (--step-limit)`,
    signal === undefined ? [] : [signal],
  );
  let fault: string | undefined;
  try {
    await run({ ...context, signal: limit.signal });
  } catch (error) {
    signal?.throwIfAborted();
    fault = error instanceof Error ? error.message : String(error);
  } finally {
    limit.stop();
  }
  const seconds = (performance.now() - started) / 1000;
  progress({ environment, step, state: fault === undefined ? "passed" : "failed", seconds });
  return { fault, seconds };
}
