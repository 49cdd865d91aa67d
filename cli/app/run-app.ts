import { environments } from "../../envs";
import type { AnyEnvironment } from "../../envs/inspection/inspection-environment";
import { environmentNotices } from "../../envs/validation/environment-notices";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import { optimizeLate } from "../late-optimization";
import type { ExitCode } from "../shared/command";
import { describeError } from "../shared/describe-error";
import { outputFolder } from "../shared/inputs/synthesized-stacks";
import { summaryLine } from "../stacks/summary-line";
import { writeSynthesis } from "../stacks/write-synthesis";
import { judgeSynthesis, objections, type SynthesisJudgement } from "./judge-synthesis";

/** The variable that lets a synthesis pass although it must not be deployed. */
export const UNPROVEN_VARIABLE = "STUDIO_PERIMETER_UNPROVEN";

/** The part of a process that the app uses. */
export interface AppProcess {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  exitCode?: number | string | null | undefined;
}

/**
 * The app of cdktf.json: `cdktf synth`, `diff`, `deploy` and `destroy` run it. It writes the stacks only if every claim holds and AWS
 * would refuse no value, so that cdktf deploys nothing else. Sets the exit code: 1 if a claim does not hold, 2 if it could not
 * synthesize.
 *
 * @param edit changes each environment before the synthesis
 */
export function runApp(appProcess: AppProcess, edit: EnvironmentEdit = (environment) => environment): void {
  optimizeLate();
  try {
    appProcess.exitCode = synthesizeProved(appProcess, edit);
  } catch (error) {
    appProcess.stderr.write(`${describeError(error)}\n`);
    appProcess.exitCode = 2;
  }
}

type EnvironmentEdit = <Kind extends AnyEnvironment>(environment: Kind) => Kind;

function synthesizeProved({ env, stdout, stderr }: AppProcess, edit: EnvironmentEdit): ExitCode {
  const isAllowed = isUnprovenAllowed(env[UNPROVEN_VARIABLE]);
  const all = requireAllEnvironments(environments, new Date());
  // Terraform must be able to destroy an environment on any day, so that an expired entry is no error here.
  const notices = environmentNotices(environments, new Date());
  for (const { kind, line } of notices) {
    stderr.write(`${kind}: ${line}\n`);
  }
  const outdir = outputFolder(env);
  let judgement: SynthesisJudgement = { stacks: [], refused: [], foreign: [] };
  let found = "";
  const isPublished = writeSynthesis(
    {
      ...all,
      environments: all.environments.map((each) => edit(each)),
      inspections: all.inspections.map((each) => edit(each)),
    },
    outdir,
    (finished) => {
      const started = performance.now();
      judgement = judgeSynthesis(finished, outdir);
      found = objections(judgement);
      stdout.write(`${summaryLine(judgement.stacks, (performance.now() - started) / 1000)}\n`);
      return found === "" || isAllowed;
    },
  );
  if (found === "") {
    return 0;
  }
  const places = judgement.stacks.map(({ name }) => name).join(", ");
  if (isPublished) {
    const warning = `WARNING: ${places}: written although it must not be deployed, because ${UNPROVEN_VARIABLE}=allow`;
    stderr.write(`${warning}\n${found}${warning}\n`);
    return 0;
  }
  stderr.write(
    `${found}${places}: nothing written; fix the above, or set ${UNPROVEN_VARIABLE}=allow to write it all the same, for example to destroy\n`,
  );
  return judgement.refused.length + judgement.foreign.length > 0 ? 2 : 1;
}

function isUnprovenAllowed(value: string | undefined): boolean {
  if (value !== undefined && value !== "" && value !== "allow") {
    throw new Error(`${UNPROVEN_VARIABLE}: unknown value, got ${value}; use allow, or unset it`);
  }
  return value === "allow";
}
