import { dirname } from "node:path";
import { environments } from "../../envs";
import { runApp } from "../app/run-app";
import type { ExitCode, Terminal } from "../shared/command";
import { suggestChoice } from "../shared/parse-choice";
import { warnIfSynthesisIsStale } from "../shared/stale-synthesis-warning";
import { outputFolder, synthesizedStacks } from "../shared/terraform-files";

/** A synthesized stack that Terraform can run on. */
export interface DeployableStack {
  /** Path of its Terraform JSON. */
  readonly path: string;
  /** Folder that Terraform runs in. */
  readonly directory: string;
}

/**
 * Synthesizes the environments, or takes the last synthesis, and finds the stack.
 *
 * @returns the exit code of a synthesis that wrote nothing
 * @throws when the stack does not exist
 */
export function deployableStack(
  name: string,
  options: { readonly skipSynth: boolean },
  terminal: Terminal,
): DeployableStack | ExitCode {
  const code = options.skipSynth ? 0 : synthesize(terminal);
  if (code !== 0) {
    return code;
  }
  const [stack] = synthesizedStacks(outputFolder(terminal.environment), [name]);
  const path = stack?.path ?? "";
  warnIfSynthesisIsStale([path], terminal);
  return { path, directory: dirname(path) };
}

function synthesize(terminal: Terminal): ExitCode {
  const app: Parameters<typeof runApp>[0] = {
    env: terminal.environment,
    stdout: { write: terminal.out },
    stderr: { write: terminal.err },
  };
  runApp(app);
  return Number(app.exitCode);
}

/** Bootstrap stacks are one for each account, which their synthesis names. */
const bootstrapStack = /^bootstrap(?:-\d{12})?$/;

/**
 * The stack that the words name.
 *
 * @param skipSynth whether the last synthesis is taken, whose stacks may be others than those of `envs/`
 * @throws one line when the words name no environment, several, or one that a synthesis would not write
 */
export function oneEnvironment(
  command: string,
  positionals: readonly string[],
  { skipSynth }: { readonly skipSynth: boolean },
): string {
  const [name, ...others] = positionals;
  const names = environments.map((environment) => environment.name);
  if (name === undefined) {
    throw new Error(`${command}: needs one environment, got none; use one of ${names.join(", ")}`);
  }
  if (others.length > 0) {
    throw new Error(`${command}: needs one environment, got ${positionals.join(" ")}; name one after the other`);
  }
  if (!skipSynth && !names.includes(name) && !bootstrapStack.test(name)) {
    throw new Error(`${command}: no such environment, got ${name || "nothing"}; ${suggestChoice(name, names)}`);
  }
  return name;
}
