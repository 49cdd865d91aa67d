import type { RunContext } from "../run-context";
import { signalWithin } from "../time-limit";
import type { PassedSteps } from "./passed-steps";
import { REHEARSAL_STEPS, type RehearsalStep, stepsBefore } from "./rehearsal-steps";

/** Time that a step may take by default. The longest step of the largest environment takes 15 s on an idle machine. */
const STEP_LIMIT_SECONDS = 300;
const MILLISECONDS = 1000;

/** Outcome of one step. */
export interface StepReport {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not reached";
  readonly seconds: number;
}

/** A step that starts or ends. */
export interface RehearsalProgress {
  readonly environment: string;
  readonly step: string;
  readonly state: "started" | "passed" | "failed";
  readonly seconds: number;
}

/** How steps are run, and who is told. */
export interface StepOptions {
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
  /** Called when a step starts or ends. */
  readonly progress: (event: RehearsalProgress) => void;
}

/**
 * Runs the steps that apply to the input until one fails; later steps would only repeat the fault.
 *
 * @returns one report for each step, and the error text of the failed one
 * @throws when the signal cancels the rehearsal
 */
export async function runSteps(
  context: RunContext,
  options: StepOptions,
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
  { progress, signal, stepLimitSeconds = STEP_LIMIT_SECONDS }: StepOptions,
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
