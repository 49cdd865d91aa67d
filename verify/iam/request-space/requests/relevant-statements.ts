import { memoizeByText } from "../../../collections/memoize";
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
  /** Those of them that deny. */
  readonly denyStatements: readonly Statement[];
  /** Excludes statements whose Resource contains policy variables; whether they match depends on the request context. */
  readonly knownMatches: ReadonlyMap<Statement, ThreeValued>;
  /** Whether what the statements mean depends on the request beyond that. */
  readonly usesPolicyVariables: boolean;
  /** What such requests leave open, by the keys that nothing settles. */
  readonly choicesByKeys: Map<string, readonly ContextChoice[]>;
}

/** Finds the statements that match requests; requests that the same statements match share one result. */
export function relevantStatementsFinder(
  statements: readonly Statement[],
): (request: AuthorizationRequest) => RelevantStatements {
  const remembered = new Map<string, RelevantStatements>();
  const statementsForAction = statementsForActionFinder(statements);
  return (request) => {
    const named = statementsForAction(request.action);
    const matches = statements.map((statement) => (named.has(statement) ? knownMatchOf(statement, request) : "no"));
    const key = matches.join();
    const known = remembered.get(key) ?? relevantStatementsOf(statements, matches);
    remembered.set(key, known);
    return known;
  };
}

/** Finds the statements that may mean an action; thousands of requests are for a few actions. */
function statementsForActionFinder(statements: readonly Statement[]): (action: string) => ReadonlySet<Statement> {
  return memoizeByText(
    (action) => new Set(statements.filter((statement) => actionMatches(statement.action, action) !== "no")),
  );
}

type KnownMatch = ThreeValued | "variable";

/** Variables of a resource are not known yet, so such a statement is always kept. */
function knownMatchOf(statement: Statement, request: AuthorizationRequest): KnownMatch {
  if (statement.resource === undefined || !statement.resource.patterns.some((pattern) => pattern.includes("${"))) {
    return matchesIgnoringConditions(statement, request);
  }
  const { resource: _, ...rest } = statement;
  return matchesIgnoringConditions(rest, request) === "no" ? "no" : "variable";
}

function relevantStatementsOf(all: readonly Statement[], matches: readonly KnownMatch[]): RelevantStatements {
  const statements = all.filter((_, index) => matches[index] !== "no");
  const knownMatches = all.flatMap((statement, index): readonly (readonly [Statement, ThreeValued])[] => {
    const concerned = matches[index] ?? "variable";
    return concerned === "variable" ? [] : [[statement, concerned]];
  });
  return {
    statements,
    denyStatements: statements.filter(({ effect }) => effect === "Deny"),
    knownMatches: new Map(knownMatches),
    usesPolicyVariables: policyVariableKeysIn(statements).size > 0,
    choicesByKeys: new Map(),
  };
}
