import { memoize, memoizeByText } from "../../collections/memoize";
import { hasTypeInArn } from "../aws/action-catalog";
import type { AuthorizationRequest } from "../language/authorization-request";
import type { PolicyElement, Statement } from "../language/parse-policy";
import { hasVariables, substituteVariables } from "../language/policy-variables";
import { isDocumentedAction, isDocumentedResource } from "../patterns/arn-shape";
import { compileGlob, evaluateGlob, type Glob } from "../patterns/glob";
import { kleeneEvery, kleeneNot, kleeneSome, type ThreeValued } from "../patterns/three-valued-logic";
import { conditionHolds } from "./condition-evaluation";
import { principalMatches } from "./principal-matching";

type ElementMatcher = (statement: Statement, request: AuthorizationRequest) => ThreeValued;

const elementMatchers: readonly ElementMatcher[] = [
  ({ action }, request) => actionMatches(action, request.action),
  ({ principal }, request) => (principal === undefined ? "yes" : principalMatches(principal, request.principal)),
  ({ resource }, request) => (resource === undefined ? "yes" : resourceMatches(resource, request)),
];

/** Whether principal, action and resource of the statement match the request. */
export function matchesIgnoringConditions(statement: Statement, request: AuthorizationRequest): ThreeValued {
  return kleeneEvery(elementMatchers, (part) => part(statement, request));
}

/**
 * Whether the statement applies to the request, conditions included.
 *
 * @param known whether it matches the request otherwise. @default - evaluated, where the conditions may hold
 */
export function statementApplies(
  statement: Statement,
  request: AuthorizationRequest,
  known?: ThreeValued,
): ThreeValued {
  if (known === "no") {
    return "no";
  }
  const holds = kleeneEvery(statement.conditions, (test) => conditionHolds(test, request.context));
  if (holds === "no") {
    return "no";
  }
  const matched = known ?? matchesIgnoringConditions(statement, request);
  return holds === "yes" || matched === "no" ? matched : holds;
}

/** Whether the element matches the action; actions ignore case. */
export function actionMatches(element: PolicyElement, action: string): ThreeValued {
  return actionMatcher(element)(action);
}

/** As {@link actionMatches}, for many actions and one element. */
export const actionMatcher: (element: PolicyElement) => (action: string) => ThreeValued = memoize((element) => {
  const key = JSON.stringify(element);
  const known = actionMatchers.get(key) ?? newActionMatcher(element);
  actionMatchers.set(key, known);
  return known;
});

/** By the text of the element: statements of many policies name the same actions. */
const actionMatchers = new Map<string, (action: string) => ThreeValued>();

function newActionMatcher(element: PolicyElement): (action: string) => ThreeValued {
  const { globs, prefix, isDocumented } = compiledActions(element);
  const names = new Set(globs.filter(isLiteral).map((glob) => glob.prefix));
  const patterns = globs.filter((glob) => !isLiteral(glob));
  return memoizeByText((action) => {
    const name = action.toLowerCase();
    // Most elements name one service, and most actions belong to another.
    const candidates = name.startsWith(prefix) ? patterns : [];
    const meant = names.has(name) ? "yes" : kleeneSome(candidates, (pattern) => evaluateGlob(pattern, action));
    const matched = element.isNegated ? kleeneNot(meant) : meant;
    return isDocumented ? matched : matchOfUndocumented(element, matched);
  });
}

/** Whether a compiled action is one name. */
function isLiteral({ firstWildcard, hasUnknown }: Glob): boolean {
  return firstWildcard === undefined && !hasUnknown;
}

/** The service that an action pattern names, with the wildcards in it, in lower case: IAM ignores case. */
export function serviceOfPattern(pattern: string): string {
  return (pattern.split(":")[0] ?? "*").toLowerCase();
}

/** Whether the element may match an action of the service. */
export function mayMatchService(element: PolicyElement, service: string): boolean {
  const start = `${service.toLowerCase()}:`;
  const { globs } = compiledActions(element);
  return (
    element.isNegated ||
    globs.some(({ hasUnknown, prefix }) => hasUnknown || start.startsWith(prefix) || prefix.startsWith(start))
  );
}

interface CompiledActions {
  readonly globs: readonly Glob[];
  /** The common prefix of all patterns. */
  readonly prefix: string;
  readonly isDocumented: boolean;
}

const compiledActions = memoize((element: PolicyElement): CompiledActions => {
  const globs = element.patterns.map((pattern) => compileGlob(pattern, "text", true));
  const prefix = commonPrefix(globs.map((each) => (each.hasUnknown ? "" : each.prefix)));
  return { globs, prefix, isDocumented: element.patterns.every(isDocumentedAction) };
});

function commonPrefix(texts: readonly string[]): string {
  return texts.reduce((shared, text) => {
    let length = 0;
    while (length < shared.length && shared[length] === text[length]) {
      length += 1;
    }
    return shared.slice(0, length);
  }, texts[0] ?? "");
}

/** AWS may void a statement with a pattern that it does not define, so that nothing is certain but what the text cannot mean. */
function matchOfUndocumented({ isNegated }: PolicyElement, matched: ThreeValued): ThreeValued {
  return isNegated || matched !== "no" ? "unknown" : "no";
}

function resourceMatches(element: PolicyElement, { resource, context }: AuthorizationRequest): ThreeValued {
  const unresolved = element.isNegated ? "unknown" : "no";
  const { patterns, isDocumented } = compiledResources(element);
  const matched = elementMatches(element, patterns, (pattern) => {
    if (typeof pattern !== "string") {
      return evaluateGlob(pattern, resource);
    }
    const text = substituteVariables(pattern, context);
    // A pattern with a variable that the request does not have matches no resource; whether NotResource then excepts nothing or
    // voids the statement, AWS does not say.
    return text === undefined ? unresolved : evaluateGlob(compileGlob(text, "resource"), resource);
  });
  return isDocumented ? matched : matchOfUndocumented(element, matched);
}

/** A pattern with variables stays text and is compiled for each request. */
function resourceGlob(pattern: string): Glob | string {
  return hasVariables(pattern) ? pattern : compileGlob(pattern, "resource");
}

function elementMatches<T>(
  element: PolicyElement,
  patterns: readonly T[],
  test: (pattern: T) => ThreeValued,
): ThreeValued {
  const meant = kleeneSome(patterns, test);
  return element.isNegated ? kleeneNot(meant) : meant;
}

const compiledResources = memoize(({ patterns }: PolicyElement) => ({
  patterns: patterns.map(resourceGlob),
  isDocumented: patterns.every((pattern) => isDocumentedResource(pattern, hasTypeInArn)),
}));
