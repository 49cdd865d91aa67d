import { join } from "node:path";
import { repository } from "../../../envs/pipeline";
import type { EnvironmentInput } from "../../../envs/schema/environment";
import { parseEnvironments } from "../../../envs/validation/parse-environments";
import type { RehearsalInput } from "../../../rehearsal/run/run-context";
import { synthesize } from "../../../stacks/synthesize";
import { withExampleChange, withProtectionsLifted } from "./rehearsal-changes";

/** Who plans and applies in a rehearsal; a stack refuses anybody whom it does not name a deployer. */
const REHEARSAL_ROLE = "role/rehearsal";

/** What is rehearsed. */
export interface RehearsalInputOptions {
  /** Every environment: rules hold between them. */
  readonly all: readonly EnvironmentInput[];
  /** Names of those to rehearse. */
  readonly chosen: readonly string[];
  /** The day on which entries of allow-lists must still be valid. */
  readonly today: Date;
  /** Where the stacks are written. */
  readonly directory: string;
}

/**
 * Synthesizes what a rehearsal plays: each chosen environment as it is, after an everyday change, and with its protections
 * lifted where it has any.
 *
 * @throws with every fault of the environments, one a line
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

/** Where the stack of an environment then lies, by the environment's name. */
function synthesizeInto(
  what: string,
  inputs: readonly EnvironmentInput[],
  { chosen, today, directory }: RehearsalInputOptions,
): (name: string) => string {
  const parsed = parseEnvironments(inputs, today);
  if (parsed.kind === "invalid") {
    throw new Error(parsed.issues.join("\n"));
  }
  const outdir = join(directory, what);
  const environments = parsed.environments
    .filter(({ name }) => chosen.includes(name))
    .map((environment) => ({ ...environment, deployers: [...environment.deployers, REHEARSAL_ROLE] }));
  synthesize({ environments, repository, outdir });
  return (name) => join(outdir, "stacks", name);
}
