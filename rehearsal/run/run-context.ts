import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { VariableFile } from "../folder/copy-folder";
import type { FolderNeeds } from "../folder/read-folder";
import type { UsedArguments } from "../schema/used-arguments";
import type { CommandResult } from "./run-command";
import { errorOutput } from "./run-command";
import type { CommandEnvironment, TerraformCli } from "./terraform-cli";
import { runTerraform } from "./terraform-cli";

/** What is rehearsed: the stacks of an environment, or the folder of a root module. */
export type RehearsalInput = StackInput | FolderInput;

/** The root module of a team. */
export interface FolderInput {
  readonly name: string;
  readonly needs: FolderNeeds;
  /**
   * What expressions of the folder and of its modules consist of, for who has parsed them. Names of declarations, comments and
   * descriptions, with which nothing can be compared, are left out.
   * @default - the files
   */
  readonly expressions?: readonly string[];
  /**
   * What the configuration uses, for who has parsed it. A plan then also has what no schema has: arguments of another version of a provider, and
   * providers that no stand-in knows.
   * @default - Terraform refuses what no schema has
   */
  readonly used?: UsedArguments;
  /** Values of variables, in addition to those of the folder; a later one wins. */
  readonly variableFiles: readonly VariableFile[];
  /** Examples for variables that have no value, by name. A plan counts them as not known. @default - none */
  readonly examples?: Readonly<Record<string, unknown>>;
  /**
   * Role whose session runs Terraform, as `<path and name>`.
   * @default - the role of rehearsals
   */
  readonly callerRole?: string;
  /**
   * Region of the provider blocks that leave it to the environment, of which a plan reads nothing.
   * @default - an example, which a plan counts as not known
   */
  readonly region?: string | undefined;
  /**
   * Zones that the account has, by their names, in each Region whose zones are looked up.
   * @default - examples, which a plan counts as not known where it depends on them
   */
  readonly zones?: readonly string[] | undefined;
}

/** Whether the input is a folder. */
export function isFolderInput(input: RehearsalInput): input is FolderInput {
  return "needs" in input;
}

/** The stacks of one environment. Each path is a directory with a synthesized `cdk.tf.json`. */
export interface StackInput {
  readonly name: string;
  readonly stack: string;
  /** The stack after an example change. */
  readonly changed: string;
  /** Description of the example change, for the report. */
  readonly change: string;
  /**
   * The changed stack with its protections switched off.
   * @default - the stack has no protections
   */
  readonly unprotected?: string;
  /**
   * The network that it is part of.
   * @default - it is rehearsed alone
   */
  readonly network?: RehearsedNetwork;
}

/** The part of an environment in its network; `none` for one that is rehearsed alone. */
export type NetworkRole = "hub" | "spoke" | "none";

/** The part of an input in its network. */
export function networkRole(input: RehearsalInput): NetworkRole {
  if (isFolderInput(input) || input.network === undefined) {
    return "none";
  }
  return input.network.hub === input.name ? "hub" : "spoke";
}

/** Environments of which the stacks look one another up: a hub, and the spokes that it connects. They share one account. */
export interface RehearsedNetwork {
  /** Name of the hub, one of the inputs. */
  readonly hub: string;
  /** Names of the spokes, each one of the inputs. */
  readonly spokes: readonly string[];
  /** The hub before its spokes exist: a directory with the stack that connects none of them. */
  readonly before: string;
  /** The hub before its spokes are destroyed: its last stack, without them. */
  readonly after: string;
  /**
   * Judges the state of one member together with the states of the others.
   *
   * @param states what Terraform wrote last, by the name of the member
   * @returns one line for each claim that does not hold
   */
  readonly judge: (member: string, states: ReadonlyMap<string, string>) => readonly string[];
}

/** A result of a step for the report. */
export type StepFinding =
  | { readonly kind: "resources"; readonly count: number }
  | { readonly kind: "note"; readonly text: string };

/** Everything that the steps of one environment need. */
export interface RunContext extends CommandEnvironment {
  readonly terraform: TerraformCli;
  readonly input: RehearsalInput;
  /** The state of an input of the rehearsal as Terraform wrote it last, by the name of the input. `undefined` if nothing was written. */
  readonly readState: (name: string) => string | undefined;
  /**
   * Directory for plans and states.
   * @default - they are deleted with the working copy
   */
  readonly keep?: string;
  /** Types of the data sources that were answered with examples so far. */
  readonly examples: ReadonlySet<string>;
  readonly addFinding: (finding: StepFinding) => void;
}

/**
 * Runs a Terraform command that must succeed.
 *
 * @throws with the output of Terraform when the command fails
 */
export async function runTerraformOrThrow(context: RunContext, ...args: readonly string[]): Promise<CommandResult> {
  const finished = await runTerraform(context.terraform, args, context);
  if (finished.code !== 0) {
    throw new Error(errorOutput(finished));
  }
  return finished;
}

/** As {@link keepArtifact}, for a plan or a state in JSON, which then says what in it are examples. A reader must not take them for facts. */
export async function keepWithExamples(context: RunContext, file: string, json: string): Promise<void> {
  const { examples } = context;
  const isMarked = examples.size > 0 && json !== "";
  const marked = isMarked
    ? `${JSON.stringify({ ...JSON.parse(json), rehearsal_examples: [...examples].sort() })}\n`
    : json;
  await keepArtifact(context, file, marked);
}

/** Writes a text to the directory of kept files, if there is one. */
export async function keepArtifact(context: RunContext, file: string, text: string): Promise<void> {
  if (context.keep !== undefined) {
    const directory = join(context.keep, context.input.name);
    await mkdir(directory, { recursive: true });
    await writeFile(join(directory, file), text);
  }
}
