import type { Expression } from "../hcl/expression";

/** A condition that an input must meet, and the sentence with which Terraform refuses any other value. */
export interface InputValidation {
  readonly condition: Expression;
  /** One sentence with a capital letter and a full stop, as Terraform wants it. */
  readonly message: string;
}

/** A variable of a module. */
export interface ModuleInput {
  readonly name: string;
  /** Type constraint of Terraform. */
  readonly type: string;
  readonly description: string;
  /** Expression. @default - the input is required */
  readonly default?: Expression;
  /** Whether null means that there is no value. @default false */
  readonly nullable?: boolean;
  readonly validations: readonly InputValidation[];
}

/** An `alltrue` over a list. */
export function each(list: Expression, condition: Expression): Expression {
  return `alltrue([for item in ${list} : ${condition}])`;
}

/** Whether a list has no item twice. */
export function distinct(list: Expression): Expression {
  return `length(distinct(${list})) == length(${list})`;
}

/** Whole numbers between two limits. A value that Terraform does not know yet passes. */
export function wholeNumber(value: Expression, from: number, to: number): Expression {
  return `${value} == floor(${value}) && ${value} >= ${from} && ${value} <= ${to}`;
}
