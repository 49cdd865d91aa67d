import { type Expression, interpolate } from "../hcl/expression";
import { hclValue } from "../hcl/write-hcl";

/** A condition that an input must meet, and the sentence with which Terraform refuses any other value. */
export interface InputValidation {
  readonly condition: Expression;
  /** One sentence with a capital letter and a full stop, as Terraform wants it. */
  readonly message: string;
  /**
   * A list of texts, one for each item that is wrong, which the message names. Terraform evaluates it for right values as well, so it
   * must not fail for any value.
   *
   * @default - the value is no list, or its items are not what is wrong
   */
  readonly wrong?: Expression;
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

/** The sentence of a validation as an expression, with the items that are wrong: `Each port ...; got 53.` */
export function errorMessage({ message, wrong }: InputValidation): Expression {
  return wrong === undefined
    ? hclValue(message)
    : `${hclValue(message.replace(/\.$/, "")).slice(0, -1)}; got ${interpolate(`join(", ", ${wrong})`)}."`;
}

/** A rule for each item of a list. */
interface ItemRule extends Pick<InputValidation, "message"> {
  readonly list: Expression;
  /** About `item`. One that cannot be evaluated, such as one about null, does not hold. */
  readonly condition: Expression;
  /** What of a wrong item the message shows, as an expression about `item`. @default - the item */
  readonly shown?: Expression;
  /**
   * Whether AWS assigns the items, such as ARNs, so that some may be unknown until the apply. The plan then refuses a wrong one next to
   * them, but the message names none: Terraform refuses a message with an unknown value.
   *
   * @default false
   */
  readonly isAssigned?: boolean;
}

/** Refuses a list with an item for which the condition does not hold, and names each such item if AWS assigns none. */
export function eachItem({ list, condition, message, shown = "item", isAssigned = false }: ItemRule): InputValidation {
  const holds = `try(${condition}, false)`;
  if (isAssigned) {
    // alltrue is unknown if an unknown item comes first.
    return { condition: `!contains([for item in ${list} : ${holds}], false)`, message };
  }
  return {
    condition: `alltrue([for item in ${list} : ${holds}])`,
    message,
    wrong: `[for item in ${list} : try(jsonencode(${shown}), "null") if !${holds}]`,
  };
}

/** Members of an item, to show of a wrong one. */
export function shownMembers(...names: readonly string[]): Expression {
  return `{ ${names.map((name) => `${name} = item.${name}`).join(", ")} }`;
}

/** Refuses a list that has an item twice, and names each such item. */
export function distinctItems(list: Expression, message: string): InputValidation {
  return {
    condition: distinct(list),
    message,
    wrong: `[for text, same in { for item in ${list} : jsonencode(item) => item... } : text if length(same) > 1]`,
  };
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
