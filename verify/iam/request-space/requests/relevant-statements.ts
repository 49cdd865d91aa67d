import { memoize, memoizeByText } from "../../../collections/memoize";
import { actionMatches, matchesIgnoringConditions } from "../../evaluation/statement-matching";
import type { AuthorizationRequest } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { ThreeValued } from "../../patterns/three-valued-logic";
import { policyVariableKeysIn } from "../statements/statement-queries";
import type { ContextChoice } from "./context-choices";

/** Which statements match a request, as far as its caller, action and resource decide. */
export interface RelevantStatements {
  /** Statements that may match it. */
  readonly statements: readonly Statement[];
  /** Excludes statements whose Resource contains policy variables; whether they match depends on the request context. */
  readonly knownMatches: ReadonlyMap<Statement, ThreeValued>;
  /** Whether what the statements mean depends on the request beyond that. */
  readonly usesPolicyVariables: boolean;
  /** Whether their resources do. */
  readonly hasVariableResources: boolean;
  /** What such requests leave open, by all that it depends on. */
  readonly knownChoices: Map<string, readonly ContextChoice[]>;
}

/** Finds the statements of a list that match a request. */
export type RelevantStatementsFinder = (request: AuthorizationRequest) => RelevantStatements;

/** Requests that the same statements match share one result, also those of several questions about one list. */
export const relevantStatementsFinder: (statements: readonly Statement[]) => RelevantStatementsFinder = memoize(
  (statements) => newFinder(statements),
);

function newFinder(statements: readonly Statement[]): RelevantStatementsFinder {
  const remembered = new Map<string, RelevantStatements>();
  // Thousands of requests are for a few actions.
  const namingAction = memoizeByText((action) => statementsNamingAction(statements, action));
  return (request) => {
    const { named, indexes } = namingAction(request.action);
    const matches = named.map((statement) => knownMatchOf(statement, request));
    const key = `${indexes} ${matches.join()}`;
    const known =
      remembered.get(key) ??
      relevantStatementsOf(statements, new Map(named.map((statement, at) => [statement, matches[at] ?? "no"])));
    remembered.set(key, known);
    return known;
  };
}

interface StatementsNamingAction {
  readonly named: readonly Statement[];
  /** Equal for actions that the same statements name. */
  readonly indexes: string;
}

function statementsNamingAction(statements: readonly Statement[], action: string): StatementsNamingAction {
  const entries = statements.flatMap((statement, index) =>
    actionMatches(statement.action, action) === "no" ? [] : [{ statement, index }],
  );
  return { named: entries.map(({ statement }) => statement), indexes: entries.map(({ index }) => index).join() };
}

type KnownMatch = ThreeValued | "variable";

/** Variables of a resource are not known yet, so such a statement is always kept. */
function knownMatchOf(statement: Statement, request: AuthorizationRequest): KnownMatch {
  const withoutVariables = withoutVariableResource(statement);
  const matched = matchesIgnoringConditions(withoutVariables, request);
  return withoutVariables === statement || matched === "no" ? matched : "variable";
}

/** The statement, without its resources if one of them contains policy variables. */
const withoutVariableResource = memoize((statement: Statement): Statement => {
  const { resource, ...rest } = statement;
  return resource?.patterns.some((pattern) => pattern.includes("${")) ? rest : statement;
});

/** @param matches no entry for a statement that does not name the action */
function relevantStatementsOf(
  all: readonly Statement[],
  matches: ReadonlyMap<Statement, KnownMatch>,
): RelevantStatements {
  const statements = all.filter((statement) => (matches.get(statement) ?? "no") !== "no");
  const knownMatches = new Map<Statement, ThreeValued>();
  for (const statement of all) {
    const matched = matches.get(statement) ?? "no";
    if (matched !== "variable") {
      knownMatches.set(statement, matched);
    }
  }
  return {
    statements,
    knownMatches,
    usesPolicyVariables: policyVariableKeysIn(statements).size > 0,
    hasVariableResources: statements.some((statement) => withoutVariableResource(statement) !== statement),
    knownChoices: new Map(),
  };
}
