import type { Environment } from "../../../envs/schema/environment";
import type { Expression } from "../hcl/expression";

/** A part of a perimeter that a module has only where an input says so. */
export interface ModuleOption {
  readonly name: string;
  /** Whether a call of the module has the part, over its variables. It is an operand of `&&`. */
  readonly condition: Expression;
  /** The environment with the part. An environment without any option has none of the parts. */
  readonly turnOn: (environment: Environment) => Environment;
}
