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

/** An `alltrue` over a list. A condition that cannot be evaluated, such as one about null, does not hold. */
export function each(list: Expression, condition: Expression): Expression {
  return `alltrue([for item in ${list} : try(${condition}, false)])`;
}

/** Members of the objects of a list, without those of items that are null. */
export function members(list: Expression, member: string): Expression {
  return `[for item in ${list} : item.${member} if item != null]`;
}

/** Refuses null as an item. Terraform's type constraints allow it in every list, also in one that may not be null itself. */
export function noNullItem(list: Expression): InputValidation {
  return { condition: `alltrue([for item in ${list} : item != null])`, message: "No item may be null." };
}

/** Whether a list has no item twice. */
export function distinct(list: Expression): Expression {
  return `length(distinct(${list})) == length(${list})`;
}

/** Whole numbers between two limits. A value that Terraform does not know yet passes. */
export function wholeNumber(value: Expression, from: number, to: number): Expression {
  return `${value} == floor(${value}) && ${value} >= ${from} && ${value} <= ${to}`;
}
