import { dirname } from "node:path";
import { environments } from "../../envs";
import { suggestFix } from "../../envs/schema/suggest-fix";
import { findTerraform } from "../../rehearsal/run/terraform-cli";
import { isForStandIn, rehearsedEnvironment } from "../app/rehearsed-environment";
import { runApp } from "../app/run-app";
import type { ExitCode, Terminal } from "../shared/command";
import { readJson } from "../shared/files/json-file";
import { partnerFiles } from "../shared/inputs/read-terraform";
import { isBootstrapStack, outputFolder, synthesizedStacks } from "../shared/inputs/synthesized-stacks";
import { untilInterrupted } from "../shared/interruption";
import { warnIfSynthesisIsStale } from "../shared/sources/stale-synthesis-warning";
import type { TerraformRun } from "./run-terraform";

/** A synthesized stack, and how Terraform runs in its folder. */
export interface DeployableStack {
  readonly name: string;
  /** Path of its Terraform JSON. */
  readonly path: string;
  readonly run: Omit<TerraformRun, "show">;
}

/** What the words of a command say about the stack. */
export interface StackSelection {
  readonly command: string;
  readonly positionals: readonly string[];
  /** Whether the last synthesis is taken, whose stacks may be others than those of `envs/`. */
  readonly skipSynth: boolean;
  /** Receives what the synthesis prints, and its variables. */
  readonly synthesis: Terminal;
}

/**
 * Synthesizes the environments, or takes the last synthesis, and runs a command on the one stack that its words name, until the command
 * ends or is interrupted.
 *
 * @returns the exit code of the command, or that of a synthesis that wrote nothing
 * @throws one line when the words name no stack, several, or one that does not exist
 */
export async function withDeployableStack(
  { synthesis, skipSynth, ...selection }: StackSelection,
  environment: Terminal["environment"],
  use: (stack: DeployableStack) => Promise<ExitCode>,
): Promise<ExitCode> {
  const name = oneEnvironment({ ...selection, skipSynth });
  const { binary } = await findTerraform(environment);
  const code = skipSynth ? 0 : synthesize(synthesis);
  if (code !== 0) {
    return code;
  }
  const [stack] = synthesizedStacks(outputFolder(environment), [name]);
  const path = stack?.path ?? "";
  warnIfSynthesisIsStale([path], synthesis);
  return untilInterrupted((signal) =>
    namingPartners(path, name, use({ name, path, run: { binary, directory: dirname(path), environment, signal } })),
  );
}

/** What Terraform's provider says where a lookup of a transit gateway or an attachment finds nothing. */
const NOTHING_FOUND = /no matching EC2 Transit Gateway|data\.aws_ec2_transit_gateway\w*: no object matches/;

/**
 * Says which other stack must be deployed first, where Terraform does not find it.
 *
 * @param path of the synthesized stack
 */
export async function namingPartners<Result>(path: string, name: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    const partners = partnerFiles(path, readJson(path)).map((partner) => partner.name);
    if (!(error instanceof Error) || !NOTHING_FOUND.test(error.message) || partners.length === 0) {
      throw error;
    }
    const order = `${name} looks up ${partners.join(", ")}; deploy that first, and list a spoke in its hub only after it is deployed`;
    throw new Error(`${error.message}\n${order}`, { cause: error });
  }
}

function synthesize(terminal: Terminal): ExitCode {
  const app: Parameters<typeof runApp>[0] = {
    env: terminal.environment,
    stdout: { write: terminal.out },
    stderr: { write: terminal.err },
  };
  runApp(app, isForStandIn(terminal.environment) ? rehearsedEnvironment : undefined);
  return Number(app.exitCode);
}

function oneEnvironment({ command, positionals, skipSynth }: Omit<StackSelection, "synthesis">): string {
  const [name, ...others] = positionals;
  const names = environments.map((environment) => environment.name);
  if (name === undefined) {
    throw new Error(`${command}: needs one environment, got none; use one of ${names.join(", ")}`);
  }
  if (others.length > 0) {
    throw new Error(`${command}: needs one environment, got ${positionals.join(" ")}; name one after the other`);
  }
  if (!skipSynth && !names.includes(name) && !isBootstrapStack(name)) {
    throw new Error(`${command}: no such environment, got ${name || "nothing"}; ${suggestFix(name, names)}`);
  }
  return name;
}
