import { groupBy } from "../../../collections/group-by";
import { memoize, memoizeByText } from "../../../collections/memoize";
import { actionsOfService, type IamAction, isInCatalog } from "../../aws/action-catalog";
import { actionMatcher, mayMatchService } from "../../evaluation/statement-matching";
import type { ConditionTest, Policy, PolicyElement, PrincipalEntry, Statement } from "../../language/parse-policy";
import { variableKeys } from "../../language/policy-variables";

/** Every statement of the policies. */
export function statementsOf(policies: readonly Policy[]): readonly Statement[] {
  return policies.flatMap(({ statements }) => statements);
}

/** Those of three environments. What is computed for lists is kept with them. */
const maxSharedLists = 200;

const sharedLists = new Map<string, readonly Statement[]>();

/**
 * The list, or an equal one that was asked about before. A dozen questions are about the same policies, so what is memoized by list
 * is computed once for all of them.
 */
export function sharedStatementList(statements: readonly Statement[]): readonly Statement[] {
  const name = statements.map(idOfStatement).join();
  const known = sharedLists.get(name);
  if (known !== undefined) {
    return known;
  }
  if (sharedLists.size >= maxSharedLists) {
    sharedLists.clear();
  }
  sharedLists.set(name, statements);
  return statements;
}

let statementCount = 0;

const idOfStatement = memoize((_: Statement) => {
  statementCount += 1;
  return statementCount;
});

/** Those of the actions that some Allow of the policies names, and one that stands for all others: none of those is allowed. */
export function representativeActions(
  actions: readonly IamAction[],
  policies: readonly Policy[],
): readonly IamAction[] {
  const named = new Set(
    actionsNamedBy(
      statementsOf(policies).filter(({ effect }) => effect === "Allow"),
      actions,
    ),
  );
  const other = actions.find((action) => !named.has(action));
  return other === undefined ? [...named] : [...named, other];
}

/** Those of the actions that some of the statements may name. */
export function actionsNamedBy(statements: readonly Statement[], actions: readonly IamAction[]): readonly IamAction[] {
  const namedOf = memoizeByText((service) => {
    const naming = statements.filter(({ action }) => mayMatchService(action, service));
    return new Set(naming.flatMap(({ action }) => namedActionsOf(action)(service)));
  });
  return actions.filter((action) =>
    isInCatalog(action)
      ? namedOf(action.service).has(action)
      : statements.some((statement) => actionMatcher(statement.action)(action.name) !== "no"),
  );
}

/** Those of a service in the catalog, once for all statements that name the same actions. */
const namedActionsOf = memoize((element: PolicyElement) => {
  const matches = actionMatcher(element);
  return memoizeByText((service) => actionsOfService(service).filter(({ name }) => matches(name) !== "no"));
});

/** Whether the test holds for its values alone: of no set, in no other case, and not for want of the key. */
export function isPlainStringEquals({ operatorName, setOperator, ifExists, values }: ConditionTest): boolean {
  return setOperator === "none" && !ifExists && operatorName === "StringEquals" && values.length > 0;
}

/** Every test that the statements make on the key. */
export function conditionTestsOnKey(key: string, statements: readonly Statement[]): readonly ConditionTest[] {
  return conditionTestsByKey(statements).get(key) ?? [];
}

const conditionTestsByKey: (statements: readonly Statement[]) => ReadonlyMap<string, readonly ConditionTest[]> =
  memoize((statements) =>
    groupBy(
      statements.flatMap(({ conditions }) => conditions),
      ({ key }) => key,
    ),
  );

/** Every condition key that the statements read: in conditions and as variables in their values and resources. */
export const conditionKeysIn: (statements: readonly Statement[]) => ReadonlySet<string> = memoize((statements) =>
  unionOf(statements, conditionKeysOfStatement),
);

/** The condition keys that stand as variables in values and resources. */
export const policyVariableKeysIn: (statements: readonly Statement[]) => ReadonlySet<string> = memoize((statements) =>
  unionOf(statements, policyVariableKeysOfStatement),
);

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
export const conditionKeysOfStatement: (statement: Statement) => ReadonlySet<string> = memoize(
  (statement) => new Set([...statement.conditions.map(({ key }) => key), ...policyVariableKeysOfStatement(statement)]),
);

const policyVariableKeysOfStatement: (statement: Statement) => ReadonlySet<string> = memoize(
  ({ conditions, resource }) =>
    new Set([...conditions.flatMap((test) => test.values), ...(resource?.patterns ?? [])].flatMap(variableKeys)),
);

/** The texts that the statements compare the key with. */
export function conditionValuesOfKey(key: string, statements: readonly Statement[]): readonly string[] {
  return [...new Set(conditionTestsOnKey(key, statements).flatMap(({ values }) => values))];
}

/** The principals that the statements name, of one kind. */
export function principalValuesOfKind(
  kind: PrincipalEntry["kind"],
  statements: readonly Statement[],
): readonly string[] {
  const entries = statements.flatMap(({ principal }) => principal?.entries ?? []);
  return [...new Set(entries.filter((entry) => entry.kind === kind).map(({ value }) => value))];
}
