import type { Choice } from "./choices";
import { variablesRead } from "./mentions";
import type { Statement } from "./policy-grammar";
import type { Request } from "./request";
import { concerns } from "./statement-matching";
import type { Trilean } from "./trilean";

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
  return (request) => {
    const told = statements.map((statement) => toldOf(statement, request));
    const key = told.join();
    const known = remembered.get(key) ?? relevanceOf(statements, told);
    remembered.set(key, known);
    return known;
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
