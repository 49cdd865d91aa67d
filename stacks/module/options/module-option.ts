import type { Environment } from "../../../envs/schema/environment";
import type { Expression } from "../hcl/expression";

/** Options of which a call of the module has at most one, such as the kinds of a gateway. */
export interface ModuleChoice {
  readonly name: string;
  /** Whether a call has one of them, over its variables. It is an operand of `&&`. */
  readonly condition: Expression;
}

/** A part of a perimeter that a module has only where an input says so. */
export interface ModuleOption {
  readonly name: string;
  /** Whether a call of the module has the part, over its variables. It is an operand of `&&`. */
  readonly condition: Expression;
  /** The environment with the part. An environment without any option has none of the parts. */
  readonly turnOn: (environment: Environment) => Environment;
  /** @default - the option is no alternative to others */
  readonly choice?: ModuleChoice;
  /** Names of options with which it shapes the same part. Each list is synthesized together with it. @default - none */
  readonly together?: readonly (readonly string[])[];
}

/** What an option adds to a variant: itself, and the choice that it makes. */
export function namesOf({ name, choice }: ModuleOption): readonly string[] {
  return choice === undefined ? [name] : [choice.name, name];
}

/** Conditions of options and choices, by name. */
export function conditionsByName(options: readonly ModuleOption[]): ReadonlyMap<string, Expression> {
  return new Map(
    options.flatMap(({ name, condition, choice }) => [
      ...(choice === undefined ? [] : [[choice.name, choice.condition] as const]),
      [name, condition] as const,
    ]),
  );
}
