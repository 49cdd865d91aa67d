import { memoize } from "../../../collections/memoize";
import type { KnownMatches, StatementEvaluation } from "../../evaluation/authorize";
import { statementApplies } from "../../evaluation/statement-matching";
import { type AuthorizationRequest, extendContext, type RequestContext } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { ThreeValued } from "../../patterns/three-valued-logic";
import { conditionKeysOfStatement } from "../statements/statement-queries";
import type { ContextChoice } from "./context-choices";
import { requestPathKeys } from "./request-paths";

/** Statements by the stage that fixes the last condition key that they read: the request itself, its path, or a later choice. */
interface Stages {
  readonly settled: readonly (readonly Statement[])[];
  /** For each stage, the statements of all later ones. */
  readonly open: readonly (readonly Statement[])[];
}

/** The first two stages: a request without a path, and with one. Each choice adds a stage. */
const withoutPath = 0;
const withPath = 1;

const stagesOf = memoize((choices: readonly ContextChoice[]) =>
  memoize((statements: readonly Statement[]): Stages => {
    const stages: Statement[][] = [[], [], ...choices.map(() => [])];
    for (const statement of statements) {
      stages[stageOf(statement, choices)]?.push(statement);
    }
    return { settled: stages, open: stages.map((_, stage) => stages.slice(stage + 1).flat()) };
  }),
);

function stageOf(statement: Statement, choices: readonly ContextChoice[]): number {
  const read = conditionKeysOfStatement(statement);
  const isRead = (key: string): boolean => read.has(key);
  const last = choices.findLastIndex(({ keys }) => keys.some(isRead));
  if (last >= 0) {
    return withPath + 1 + last;
  }
  return requestPathKeys.some(isRead) ? withPath : withoutPath;
}

const setOf = memoize((statements: readonly Statement[]): ReadonlySet<Statement> => new Set(statements));

/** What the assignments of a class of requests depend on. */
export interface AssignmentScope {
  /** The class without its path and its choices. */
  readonly request: AuthorizationRequest;
  readonly choices: readonly ContextChoice[];
  /** Statements that may match the request. */
  readonly statements: readonly Statement[];
  readonly knownMatches: KnownMatches;
  /** Whether a Deny that applies decides the request. */
  isDecisive(denial: Statement): boolean;
}

/** A request with a value for each condition key that may change its decision. */
export interface ContextAssignment {
  readonly request: AuthorizationRequest;
  /** Keys whose value was chosen, not fixed. */
  readonly chosenKeys: readonly string[];
  /** Whether statements apply to this request. Valid until the next assignment. */
  readonly applies: StatementEvaluation;
}

/** The requests of a class: combinations of its choices, up to a Deny that decides. */
export interface ContextAssignments {
  /** Whether a Deny applies for every path and every choice. */
  readonly isAlwaysDenied: boolean;
  /** Combines the choices after a path, but stops where a Deny applies for every remaining choice. */
  alongPath(path: RequestContext): Generator<ContextAssignment>;
}

/**
 * A depth-first search over the choices. Each statement is evaluated at the stage that fixes its last condition key, once for all
 * requests below that stage.
 */
export function contextAssignments(scope: AssignmentScope): ContextAssignments {
  const { request, choices, statements, knownMatches, isDecisive } = scope;
  const stages = stagesOf(choices)(statements);
  const staged = setOf(statements);
  const known = new Map<Statement, ThreeValued>();
  const evaluate = (statement: Statement, asked: AuthorizationRequest): ThreeValued =>
    statementApplies(statement, asked, knownMatches.get(statement));
  /** Evaluates the Denies of the stage, and drops evaluations of an earlier request. Returns whether a Deny decides. */
  const enter = (stage: number, asked: AuthorizationRequest): boolean => {
    let isDenied = false;
    for (const statement of stages.settled[stage] ?? []) {
      known.delete(statement);
      if (statement.effect === "Deny") {
        const applied = evaluate(statement, asked);
        known.set(statement, applied);
        isDenied ||= applied === "yes" && isDecisive(statement);
      }
    }
    return isDenied;
  };
  const assignmentAt = (stage: number, asked: AuthorizationRequest): ContextAssignment => {
    // The keys of later choices are absent.
    for (const statement of stages.open[stage] ?? []) {
      known.delete(statement);
    }
    const applies: StatementEvaluation = (statement) => {
      const applied = known.get(statement) ?? evaluate(statement, asked);
      if (staged.has(statement)) {
        known.set(statement, applied);
      }
      return applied;
    };
    return { request: asked, chosenKeys: chosenKeysOf(choices)[stage - withPath] ?? [], applies };
  };
  const isAlwaysDenied = enter(withoutPath, request);
  return {
    isAlwaysDenied,
    *alongPath(path) {
      const start = withContext(request, path);
      const isDenied = enter(withPath, start) || isAlwaysDenied;
      if (isDenied || choices.length === 0) {
        yield assignmentAt(withPath, start);
        return;
      }
      // The path in the search tree: the request at each depth, and the index of the next context to try there.
      const asked = [start];
      const next = [0];
      while (next.length > 0) {
        const depth = next.length - 1;
        const context = choices[depth]?.contexts[next[depth] ?? 0];
        if (context === undefined) {
          next.pop();
          continue;
        }
        next[depth] = (next[depth] ?? 0) + 1;
        const chosen = withContext(asked[depth] ?? start, context);
        const stage = withPath + 1 + depth;
        if (enter(stage, chosen) || depth + 1 === choices.length) {
          yield assignmentAt(stage, chosen);
        } else {
          asked[depth + 1] = chosen;
          next.push(0);
        }
      }
    },
  };
}

function withContext(request: AuthorizationRequest, added: RequestContext): AuthorizationRequest {
  const { principal, action, resource, context } = request;
  return { principal, action, resource, context: extendContext(context, added) };
}

/** The keys that are chosen with none of the choices, with the first, and so on. */
const chosenKeysOf = memoize((choices: readonly ContextChoice[]): readonly (readonly string[])[] =>
  [0, ...choices.keys()].map((_, made) => choices.slice(0, made).flatMap(({ keys }) => keys)),
);
