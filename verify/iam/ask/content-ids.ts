import { memoize, memoizeByText } from "../../collections/memoize";
import type { IamAction } from "../aws/action-catalog";
import type { Statement } from "../language/parse-policy";
import type { PolicyTextResolver } from "../language/policy-text-resolver";
import type { PlaceholderTable } from "../patterns/placeholders";

/**
 * Makes JSON of plain data, for `JSON.stringify`. A policy is as long as all else together, and configurations share statements.
 *
 * @throws for what JSON leaves out: two values that differ in it would be taken for equal
 */
export function plainData(name: string, value: unknown): unknown {
  if (value instanceof Map) {
    return [...value];
  }
  if (value instanceof RegExp) {
    return `${value}`;
  }
  if (typeof value === "function" || value instanceof Set) {
    throw new Error(`${name}: must be plain data, so that what is equal can be recognized`);
  }
  return name === "statements" ? idsOfStatements(value as readonly Statement[]) : value;
}

/** The names of an account, of which two configurations have different ones. */
export function namesOf({ placeholders, account, region, partition, ownOrganization }: PolicyTextResolver): object {
  return { account, region, partition, ownOrganization, placeholders: idOfObject(placeholders) };
}

/** Questions about the same policies share one list. */
export const idsOfStatements = memoize((statements: readonly Statement[]) => statements.map(idOfStatement).join());

/** Equal for equal statements: what an operator of a condition does follows from its name. */
const idOfStatement = memoize((statement: Statement) => idOfText(JSON.stringify(statement)));

/** Equal for equal texts. */
export const idOfText = memoizeByText(() => newId());

/** Equal for one object alone: actions of the catalog and tables of placeholders are shared by all configurations. */
export const idOfObject = memoize((_: IamAction | PlaceholderTable) => newId());

let lastId = 0;

function newId(): number {
  lastId += 1;
  return lastId;
}
