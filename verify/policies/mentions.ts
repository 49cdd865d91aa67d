import type { ConditionTest, Policy, Statement } from "./policy-grammar";
import { variableKeys } from "./policy-variables";

/** Every statement of the policies. */
export function statementsOf(policies: readonly Policy[]): readonly Statement[] {
  return policies.flatMap(({ statements }) => statements);
}

/** Every test that the statements make on the key. */
export function testsOn(key: string, statements: readonly Statement[]): readonly ConditionTest[] {
  return statements.flatMap(({ conditions }) => conditions.filter((test) => test.key === key));
}

/** Every condition key that the statements read: in conditions and as variables in their values and resources. */
export function keysRead(statements: readonly Statement[]): ReadonlySet<string> {
  const tested = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return new Set([...tested, ...variablesRead(statements)]);
}

/** The condition keys that stand as variables in values and resources. */
export function variablesRead(statements: readonly Statement[]): ReadonlySet<string> {
  const values = statements.flatMap(({ conditions }) => conditions.flatMap((test) => test.values));
  const resources = statements.flatMap(({ resource }) => resource?.patterns ?? []);
  return new Set([...values, ...resources].flatMap(variableKeys));
}

/** The texts that the statements compare the key with. */
export function valuesComparedWith(key: string, statements: readonly Statement[]): readonly string[] {
  return [...new Set(testsOn(key, statements).flatMap(({ values }) => values))];
}

/** The principals that the statements name, of one kind. */
export function principalsNamed(
  kind: "AWS" | "Service" | "Federated",
  statements: readonly Statement[],
): readonly string[] {
  const entries = statements.flatMap(({ principal }) => principal?.entries ?? []);
  return [...new Set(entries.filter((entry) => entry.kind === kind).map(({ value }) => value))];
}
