import type { Request } from "../language/authorization-request";
import type { Element, Statement } from "../language/parse-policy";
import { hasVariables, substituteVariables } from "../language/policy-variables";
import { type Glob, glob, matchesPerhaps } from "../patterns/glob";
import { every, not, some, type Trilean } from "../patterns/three-valued-logic";
import { conditionHolds } from "./condition-evaluation";
import { principalMatches } from "./principal-matching";

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

/** Whether the statement applies to the request; whether it speaks of it at all may be known. */
export function applies(statement: Statement, request: Request, concerned = concerns(statement, request)): Trilean {
  if (concerned === "no") {
    return "no";
  }
  const holds = every(statement.conditions, (test) => conditionHolds(test, request.context));
  return holds === "yes" ? concerned : holds;
}

/** Whether the element means the action; actions ignore case. */
export function actionMatches(element: Element, action: string): Trilean {
  const { globs, prefix, answers } = compiledActions(element);
  const known = answers.get(action);
  if (known !== undefined) {
    return known;
  }
  // Most elements speak of one service, and most actions are of another.
  const isElsewhere = !action.toLowerCase().startsWith(prefix);
  const answer = elementMatches(element, isElsewhere ? [] : globs, (pattern) => matchesPerhaps(pattern, action));
  answers.set(action, answer);
  return answer;
}

/** Whether the element may mean any action of the service; most elements speak of one. */
export function mayMeanService(element: Element, service: string): boolean {
  const start = `${service.toLowerCase()}:`;
  const { globs } = compiledActions(element);
  return (
    element.excluded ||
    globs.some(({ isVague, prefix }) => isVague || start.startsWith(prefix) || prefix.startsWith(start))
  );
}

interface CompiledActions {
  readonly globs: readonly Glob[];
  /** What every action that the element names begins with. */
  readonly prefix: string;
  /** What it said to the actions that it was asked about. */
  readonly answers: Map<string, Trilean>;
}

const actionElements = new WeakMap<Element, CompiledActions>();

function compiledActions(element: Element): CompiledActions {
  const known = actionElements.get(element);
  if (known !== undefined) {
    return known;
  }
  const globs = element.patterns.map((pattern) => glob(pattern, "text", true));
  const prefix = commonPrefix(globs.map((each) => (each.isVague ? "" : each.prefix)));
  const compiled: CompiledActions = { globs, prefix, answers: new Map() };
  actionElements.set(element, compiled);
  return compiled;
}

function commonPrefix(texts: readonly string[]): string {
  return texts.reduce((shared, text) => {
    let length = 0;
    while (length < shared.length && shared[length] === text[length]) {
      length += 1;
    }
    return shared.slice(0, length);
  }, texts[0] ?? "");
}

function resourceMatches(element: Element, { resource, context }: Request): Trilean {
  return elementMatches(element, compiledResources(element), (pattern) => {
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

const resourceElements = new WeakMap<Element, readonly (Glob | string)[]>();

function compiledResources(element: Element): readonly (Glob | string)[] {
  const known = resourceElements.get(element);
  if (known !== undefined) {
    return known;
  }
  const compiled = element.patterns.map(resourceGlob);
  resourceElements.set(element, compiled);
  return compiled;
}
