import { join } from "node:path";
import { pipeline } from "../../envs/pipeline";
import type { AnyEnvironmentInput } from "../../envs/schema/any-environment";
import { requireAllEnvironments } from "../../envs/validation/parse-environments";
import type { RehearsalInput } from "../../rehearsal/run/run-context";
import { synthesize } from "../../stacks/synthesize";
import { withExampleChange, withProtectionsLifted } from "./rehearsal-changes";

/** The role that plans and applies in a rehearsal. A stack refuses roles that are not in `deployers`. */
export const REHEARSAL_ROLE = "role/rehearsal";

export interface RehearsalInputOptions {
  /** Every environment: some rules compare them. */
  readonly all: readonly AnyEnvironmentInput[];
  /** Names of the environments to rehearse. */
  readonly chosen: readonly string[];
  /** Day for the expiry dates of allow-list entries. */
  readonly today: Date;
  /** Folder that the stacks are written to. */
  readonly directory: string;
}

/**
 * Synthesizes the stages of a rehearsal: each chosen environment as it is, after an everyday change, and with deletion
 * protection off where it was on.
 *
 * @throws an error with every issue of the environments, one per line
 */
export function synthesizeRehearsalInputs(options: RehearsalInputOptions): readonly RehearsalInput[] {
  const changes = options.all.map(withExampleChange);
  const changed = changes.map(({ environment }) => environment);
  const lifted = changed.map((environment) => withProtectionsLifted(environment));
  const stack = synthesizeInto("stack", options.all, options);
  const changedStack = synthesizeInto("changed", changed, options);
  const liftedStack = synthesizeInto(
    "lifted",
    changed.map((environment, at) => lifted[at] ?? environment),
    options,
  );
  return options.all.flatMap(({ name }, at) => {
    const { change } = changes[at] ?? { change: "" };
    const input = { name, stack: stack(name), changed: changedStack(name), change };
    return options.chosen.includes(name) ? [lifted[at] ? { ...input, unprotected: liftedStack(name) } : input] : [];
  });
}

/** Synthesizes the chosen environments, and returns where the stack of each one is. */
function synthesizeInto(
  what: string,
  inputs: readonly AnyEnvironmentInput[],
  { chosen, today, directory }: RehearsalInputOptions,
): (name: string) => string {
  const all = requireAllEnvironments(inputs, today);
  const outdir = join(directory, what);
  const isChosen = ({ name }: { readonly name: string }): boolean => chosen.includes(name);
  const environments = all.environments
    .filter(isChosen)
    .map((environment) => ({ ...environment, deployers: [...environment.deployers, REHEARSAL_ROLE] }));
  synthesize({ environments, inspections: all.inspections.filter(isChosen), pipeline, outdir });
  return (name) => join(outdir, "stacks", name);
}
