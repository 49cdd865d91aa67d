import { join } from "node:path";
import { repository } from "../../../envs/pipeline";
import type { EnvironmentInput } from "../../../envs/schema/environment";
import { parseEnvironments } from "../../../envs/validation/parse-environments";
import type { Scene } from "../../../rehearsal/run/rehearsal";
import { synthesize } from "../../../stacks/synthesize";
import { everydayChange, withProtectionsLifted } from "./rehearsal-changes";

/** Who plans and applies in a rehearsal; a stack refuses anybody whom it does not name a deployer. */
const REHEARSING_ROLE = "role/rehearsal";

/** What is rehearsed. */
export interface SceneOptions {
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
export function synthesizeScenes(options: SceneOptions): readonly Scene[] {
  const changes = options.all.map(everydayChange);
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
    const scene = { name, stack: stack(name), changed: changedStack(name), change };
    return options.chosen.includes(name) ? [lifted[at] ? { ...scene, lifted: liftedStack(name) } : scene] : [];
  });
}

/** Where the stack of an environment then lies, by the environment's name. */
function synthesizeInto(
  what: string,
  inputs: readonly EnvironmentInput[],
  { chosen, today, directory }: SceneOptions,
): (name: string) => string {
  const parsed = parseEnvironments(inputs, today);
  if (parsed.kind === "faulty") {
    throw new Error(parsed.faults.join("\n"));
  }
  const outdir = join(directory, what);
  const environments = parsed.environments
    .filter(({ name }) => chosen.includes(name))
    .map((environment) => ({ ...environment, deployers: [...environment.deployers, REHEARSING_ROLE] }));
  synthesize({ environments, repository, outdir });
  return (name) => join(outdir, "stacks", name);
}
