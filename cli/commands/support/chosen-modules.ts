import { environments } from "../../../envs";
import { perimeterPostureKinds } from "../../../verify/posture/posture";
import type { ModuleKind } from "../../publication/released-interfaces";
import { parseChoice } from "../../shared/parse-choice";

/** A module of a command line: of a posture, or of an environment of envs/. */
export interface ChosenModule {
  readonly name: string;
  readonly kind: ModuleKind;
}

/** Every module that a command line can name. A posture comes before an environment of its name. */
function knownModules(): readonly ChosenModule[] {
  return [
    ...perimeterPostureKinds.map((name) => ({ name, kind: "posture" as const })),
    ...environments
      .filter(({ name }) => !perimeterPostureKinds.some((posture) => posture === name))
      .map(({ name }) => ({ name, kind: "environment" as const })),
  ];
}

/**
 * The modules that a command line names: one of a posture or an environment, or those of all postures with `--all`.
 *
 * @throws one line when it names none, several or an unknown one
 */
export function chosenModules(
  command: string,
  positionals: readonly string[],
  isAll: boolean,
): readonly ChosenModule[] {
  const known = knownModules();
  const names = known.map(({ name }) => name);
  const [named, ...others] = positionals;
  if (others.length > 0 || (named === undefined) !== isAll) {
    throw new Error(
      isAll
        ? `${command}: needs one posture or environment, or --all, not both, got ${[...positionals, "--all"].join(" ")}; leave one of them out`
        : `${command}: needs one posture or environment, or --all, got ${positionals.join(" ") || "none"}; use one of ${names.join(", ")}`,
    );
  }
  const chosen = named === undefined ? undefined : parseChoice(command, names, named);
  return known.filter(({ name, kind }) => (chosen === undefined ? kind === "posture" : name === chosen));
}
