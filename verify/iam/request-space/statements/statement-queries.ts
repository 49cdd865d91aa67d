import type { CatalogueAction } from "../../aws/action-catalog";
import { actionMatches, mayMeanService } from "../../evaluation/statement-matching";
import type { ConditionTest, Policy, PrincipalEntry, Statement } from "../../language/parse-policy";
import { variableKeys } from "../../language/policy-variables";

/** Every statement of the policies. */
export function statementsOf(policies: readonly Policy[]): readonly Statement[] {
  return policies.flatMap(({ statements }) => statements);
}

/** Those of the actions that some Allow of the policies names, and one that stands for all others: none of those is allowed. */
export function representatives(
  actions: readonly CatalogueAction[],
  policies: readonly Policy[],
): readonly CatalogueAction[] {
  const allowing = statementsOf(policies).filter(({ effect }) => effect === "Allow");
  const byService = new Map<string, readonly Statement[]>();
  for (const { service } of actions) {
    if (!byService.has(service)) {
      const speaking = allowing.filter(({ action }) => mayMeanService(action, service));
      byService.set(service, speaking);
    }
  }
  const isNamed = ({ name, service }: CatalogueAction): boolean =>
    (byService.get(service) ?? []).some(({ action }) => actionMatches(action, name) !== "no");
  const named = actions.filter(isNamed);
  const other = actions.find((action) => !named.includes(action));
  return other === undefined ? named : [...named, other];
}

/** Whether the test holds for its values alone: of no set, in no other case, and not for want of the key. */
export function isPlainEquality({ name, quantifier, ifExists, values }: ConditionTest): boolean {
  return quantifier === "none" && !ifExists && name === "StringEquals" && values.length > 0;
}

/** Every test that the statements make on the key. */
export function testsOn(key: string, statements: readonly Statement[]): readonly ConditionTest[] {
  const tests: ConditionTest[] = [];
  for (const { conditions } of statements) {
    for (const test of conditions) {
      if (test.key === key) {
        tests.push(test);
      }
    }
  }
  return tests;
}

/** Every condition key that the statements read: in conditions and as variables in their values and resources. */
export function keysRead(statements: readonly Statement[]): ReadonlySet<string> {
  return unionOf(statements, keysOfStatement);
}

/** The condition keys that stand as variables in values and resources. */
export function variablesRead(statements: readonly Statement[]): ReadonlySet<string> {
  return unionOf(statements, variablesOf);
}

function unionOf(
  statements: readonly Statement[],
  keysOf: (statement: Statement) => ReadonlySet<string>,
): ReadonlySet<string> {
  const union = new Set<string>();
  for (const statement of statements) {
    for (const key of keysOf(statement)) {
      union.add(key);
    }
  }
  return union;
}

/** The condition keys that one statement reads. */
export function keysOfStatement(statement: Statement): ReadonlySet<string> {
  return remembered(keys, statement, () => [...statement.conditions.map(({ key }) => key), ...variablesOf(statement)]);
}

function variablesOf(statement: Statement): ReadonlySet<string> {
  return remembered(variables, statement, ({ conditions, resource }) =>
    [...conditions.flatMap((test) => test.values), ...(resource?.patterns ?? [])].flatMap(variableKeys),
  );
}

const keys = new WeakMap<Statement, ReadonlySet<string>>();
const variables = new WeakMap<Statement, ReadonlySet<string>>();

function remembered(
  memory: WeakMap<Statement, ReadonlySet<string>>,
  statement: Statement,
  read: (statement: Statement) => readonly string[],
): ReadonlySet<string> {
  const known = memory.get(statement);
  if (known !== undefined) {
    return known;
  }
  const found = new Set(read(statement));
  memory.set(statement, found);
  return found;
}

/** The texts that the statements compare the key with. */
export function valuesComparedWith(key: string, statements: readonly Statement[]): readonly string[] {
  return [...new Set(testsOn(key, statements).flatMap(({ values }) => values))];
}

/** The principals that the statements name, of one kind. */
export function principalsNamed(kind: PrincipalEntry["kind"], statements: readonly Statement[]): readonly string[] {
  const entries = statements.flatMap(({ principal }) => principal?.entries ?? []);
  return [...new Set(entries.filter((entry) => entry.kind === kind).map(({ value }) => value))];
}
