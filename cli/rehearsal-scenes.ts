import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { EnvironmentInput } from "../envs/environment";
import { parseEnvironments } from "../envs/faults";
import type { Scene } from "../rehearsal/run/scene";
import { synthesize } from "../stacks/synthesize";
import { everydayChange, withProtectionsLifted } from "./rehearsal-changes";

/**
 * Synthesizes what a rehearsal plays: each environment as it is, after an everyday change, and with its protections lifted.
 * All environments are read, since rules hold between them; only the chosen ones are synthesized.
 *
 * @param directory where the stacks are written
 * @throws with every fault of the environments, one a line
 */
export function synthesizeScenes(
  all: readonly EnvironmentInput[],
  chosen: readonly string[],
  today: Date,
  directory: string,
): readonly Scene[] {
  const write = (what: string, inputs: readonly EnvironmentInput[]): ((name: string) => string) => {
    const parsed = parseEnvironments(inputs, today);
    if (parsed.kind === "faulty") {
      throw new Error(parsed.faults.join("\n"));
    }
    const outdir = join(directory, what);
    mkdirSync(outdir, { recursive: true });
    synthesize(
      parsed.environments.filter(({ name }) => chosen.includes(name)),
      outdir,
    );
    return (name) => join(outdir, "stacks", name);
  };
  const changes = new Map(all.map((environment) => [environment.name, everydayChange(environment)]));
  const changed = [...changes.values()].map(({ environment }) => environment);
  const stack = write("stack", all);
  const changedStack = write("changed", changed);
  const liftedStack = write(
    "lifted",
    changed.map((environment) => withProtectionsLifted(environment) ?? environment),
  );
  return chosen.map((name) => {
    const change = changes.get(name);
    const lifted = change !== undefined && withProtectionsLifted(change.environment) !== undefined;
    return {
      name,
      stack: stack(name),
      changed: changedStack(name),
      change: change?.change ?? "",
      ...(lifted ? { lifted: liftedStack(name) } : {}),
    };
  });
}
