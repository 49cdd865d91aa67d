import { conditionHolds } from "./condition-evaluation";
import { type Glob, glob, matchesPerhaps } from "./glob";
import type { Element, Statement } from "./policy-grammar";
import { hasVariables, substituteVariables } from "./policy-variables";
import { principalMatches } from "./principal-matching";
import type { Request } from "./request";
import { every, not, some, type Trilean } from "./trilean";

type Part = (statement: Statement, request: Request) => Trilean;

const parts: readonly Part[] = [
  ({ action }, request) => actionMatches(action, request.action),
  ({ principal }, request) => (principal === undefined ? "yes" : principalMatches(principal, request.principal)),
  ({ resource }, request) => (resource === undefined ? "yes" : resourceMatches(resource, request)),
];

/** Whether the statement speaks of the request at all: who, what and on what, its conditions left aside. */
export function concerns(statement: Statement, request: Request): Trilean {
  return every(parts, (part) => part(statement, request));
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
  const globs = compiledFor(actionGlobs, element, (pattern) => glob(pattern, "text", true));
  return elementMatches(element, globs, (pattern) => matchesPerhaps(pattern, action));
}

function resourceMatches(element: Element, { resource, context }: Request): Trilean {
  const globs = compiledFor(resourceGlobs, element, resourceGlob);
  return elementMatches(element, globs, (pattern) => {
    if (typeof pattern !== "string") {
      return matchesPerhaps(pattern, resource);
    }
    // A pattern with a variable that the request lacks means no resource.
    const text = substituteVariables(pattern, context);
    return text === undefined ? "no" : matchesPerhaps(glob(text, "resource"), resource);
  });
}

/** Patterns with variables are compiled for each request anew. */
function resourceGlob(pattern: string): Glob | string {
  return hasVariables(pattern) ? pattern : glob(pattern, "resource");
}

function elementMatches<T>(element: Element, patterns: readonly T[], test: (pattern: T) => Trilean): Trilean {
  const meant = some(patterns, test);
  return element.excluded ? not(meant) : meant;
}

const actionGlobs = new WeakMap<Element, readonly Glob[]>();
const resourceGlobs = new WeakMap<Element, readonly (Glob | string)[]>();

function compiledFor<T>(
  memory: WeakMap<Element, readonly T[]>,
  element: Element,
  compile: (pattern: string) => T,
): readonly T[] {
  const known = memory.get(element) ?? element.patterns.map(compile);
  memory.set(element, known);
  return known;
}
