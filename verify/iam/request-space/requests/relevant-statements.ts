import { actionMatches, concerns } from "../../evaluation/statement-matching";
import type { Request } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { Trilean } from "../../patterns/three-valued-logic";
import { variablesRead } from "../statements/statement-queries";
import type { Choice } from "./context-choices";

/** Which statements speak of a request, as far as its caller, action and resource tell. */
export interface Relevance {
  /** Those that may speak of it. */
  readonly statements: readonly Statement[];
  /** Those of them that deny. */
  readonly denials: readonly Statement[];
  /** Without those that have variables in their resource: whether they speak of a request is for its context to say. */
  readonly known: ReadonlyMap<Statement, Trilean>;
  /** Whether what the statements mean depends on the request beyond that. */
  readonly readsVariables: boolean;
  /** What such requests leave open, by the keys that nothing settles. */
  readonly choices: Map<string, readonly Choice[]>;
}

/** Finds the statements that speak of requests; those of which the same statements speak share one answer. */
export function relevanceFinder(statements: readonly Statement[]): (request: Request) => Relevance {
  const remembered = new Map<string, Relevance>();
  const speaking = speakingFinder(statements);
  return (request) => {
    const named = speaking(request.action);
    const told = statements.map((statement) => (named.has(statement) ? toldOf(statement, request) : "no"));
    const key = told.join();
    const known = remembered.get(key) ?? relevanceOf(statements, told);
    remembered.set(key, known);
    return known;
  };
}

/** Finds the statements that may mean an action; thousands of requests are for a few actions. */
function speakingFinder(statements: readonly Statement[]): (action: string) => ReadonlySet<Statement> {
  const remembered = new Map<string, ReadonlySet<Statement>>();
  return (action) => {
    const known = remembered.get(action);
    if (known !== undefined) {
      return known;
    }
    const speaking = new Set(statements.filter((statement) => actionMatches(statement.action, action) !== "no"));
    remembered.set(action, speaking);
    return speaking;
  };
}

type Told = Trilean | "variable";

/** Variables of a resource are not known yet, so such a statement is always kept. */
function toldOf(statement: Statement, request: Request): Told {
  if (statement.resource === undefined || !statement.resource.patterns.some((pattern) => pattern.includes("${"))) {
    return concerns(statement, request);
  }
  const { resource: _, ...rest } = statement;
  return concerns(rest, request) === "no" ? "no" : "variable";
}

function relevanceOf(all: readonly Statement[], told: readonly Told[]): Relevance {
  const statements = all.filter((_, index) => told[index] !== "no");
  const known = all.flatMap((statement, index): readonly (readonly [Statement, Trilean])[] => {
    const concerned = told[index] ?? "variable";
    return concerned === "variable" ? [] : [[statement, concerned]];
  });
  return {
    statements,
    denials: statements.filter(({ effect }) => effect === "Deny"),
    known: new Map(known),
    readsVariables: variablesRead(statements).size > 0,
    choices: new Map(),
  };
}
