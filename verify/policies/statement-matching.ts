import { conditionHolds } from "./condition-evaluation";
import { type Glob, glob, matchesPerhaps } from "./glob";
import type { Element, Statement } from "./policy-grammar";
import { hasVariables, substituteVariables } from "./policy-variables";
import { principalMatches } from "./principal-matching";
import type { Context, Request } from "./request";
import { every, not, some, type Trilean } from "./trilean";

/** Whether the statement speaks of the request at all: who, what and on what, its conditions left aside. */
export function concerns(statement: Statement, request: Request): Trilean {
  return every(
    [
      () => (statement.principal === undefined ? "yes" : principalMatches(statement.principal, request.principal)),
      () => actionMatches(statement.action, request.action),
      () => (statement.resource === undefined ? "yes" : resourceMatches(statement.resource, request)),
    ],
    (part) => part(),
  );
}

/** Whether the statement applies to the request. */
export function applies(statement: Statement, request: Request): Trilean {
  const concerned = concerns(statement, request);
  if (concerned === "no") {
    return "no";
  }
  const holds = every(statement.conditions, (test) => conditionHolds(test, request.context));
  return holds === "yes" ? concerned : holds;
}

/** Whether the element means the action; actions ignore case. */
export function actionMatches(element: Element, action: string): Trilean {
  return elementMatches(element, (pattern) =>
    matchesPerhaps(
      compiled(actionGlobs, pattern, () => glob(pattern, "text", true)),
      action,
    ),
  );
}

function resourceMatches(element: Element, request: Request): Trilean {
  return elementMatches(element, (pattern) => resourcePatternMatches(pattern, request.resource, request.context));
}

/** A pattern with a variable that the request lacks means no resource. */
function resourcePatternMatches(pattern: string, resource: string, context: Context): Trilean {
  const text = hasVariables(pattern) ? substituteVariables(pattern, context) : pattern;
  return text === undefined
    ? "no"
    : matchesPerhaps(
        compiled(resourceGlobs, text, () => glob(text, "resource")),
        resource,
      );
}

function elementMatches(element: Element, test: (pattern: string) => Trilean): Trilean {
  const meant = some(element.patterns, test);
  return element.excluded ? not(meant) : meant;
}

const actionGlobs = new Map<string, Glob>();
const resourceGlobs = new Map<string, Glob>();

/** Compiled patterns, because one policy is asked about thousands of requests. */
function compiled(memory: Map<string, Glob>, pattern: string, compile: () => Glob): Glob {
  const known = memory.get(pattern);
  if (known !== undefined) {
    return known;
  }
  const created = compile();
  memory.set(pattern, created);
  return created;
}
