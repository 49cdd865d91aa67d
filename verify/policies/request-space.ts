import { type CatalogueAction, isKnownKey, isMultivalued, mayCarry } from "./action-catalogue";
import { keysRead, testsOn, variablesRead } from "./mentions";
import { type Path, pathKeys } from "./network-paths";
import type { Statement } from "./policy-grammar";
import { substituteVariables, variableKeys } from "./policy-variables";
import type { Caller } from "./principals";
import { type Context, contextOf, type Request } from "./request";
import { actionMatches, concerns } from "./statement-matching";
import type { TextReader } from "./text-reader";
import { setsOf, valueClasses } from "./value-classes";

/** What is asked for: a resource, and what its owner adds to the request. */
export interface Target {
  /** For people. */
  readonly label: string;
  readonly resource: string;
  readonly context: Context;
}

/** A finite space that stands for all requests: one element for each class that the statements cannot tell apart. */
export interface Space {
  readonly text: TextReader;
  /** Every statement that may decide. */
  readonly statements: readonly Statement[];
  readonly callers: readonly Caller[];
  readonly actions: readonly CatalogueAction[];
  targets(action: CatalogueAction, caller: Caller): readonly Target[];
  readonly paths: readonly Path[];
  /** Texts that the question tells apart from all others, by condition key. @default - none */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  /** Values that a request is taken to have, whatever else is possible. @default - all are possible */
  readonly fixed?: Context;
}

/** One class of requests. */
export interface RequestClass {
  readonly request: Request;
  readonly caller: Caller;
  readonly target: Target;
  readonly path: Path;
  /** The action of the request and the others that stand behind it. */
  readonly actions: readonly CatalogueAction[];
  /** Condition keys whose value was chosen for this class, in lower case. */
  readonly chosen: readonly string[];
}

/** Visits every class of the space. */
export function* requestClasses(space: Space): Generator<RequestClass> {
  for (const actions of actionClasses(space.actions, space.statements)) {
    const [action] = actions;
    for (const caller of action === undefined ? [] : space.callers) {
      for (const target of action === undefined ? [] : space.targets(action, caller)) {
        yield* classesFor(space, { actions, target, caller });
      }
    }
  }
}

/** Condition keys that the statements read and that no service is known to send: a misspelt key is never a silent one. */
export function unknownKeys(statements: readonly Statement[]): readonly string[] {
  return [...keysRead(statements)].filter((key) => !isKnownKey(key));
}

type Subject = Pick<RequestClass, "actions" | "target" | "caller">;

function* classesFor(space: Space, { actions, target, caller }: Subject): Generator<RequestClass> {
  const [action] = actions;
  if (action === undefined) {
    return;
  }
  const settled = new Map([...caller.context, ...target.context, ...(space.fixed ?? [])]);
  const request = { principal: caller.principal, action: action.name, resource: target.resource, context: settled };
  const relevant = space.statements.filter((statement) => mayConcern(statement, request));
  const keys = [...keysRead(relevant)].filter((key) => !settled.has(key) && mayCarry(action, key));
  const paths = keys.some((key) => pathKeys.includes(key)) ? space.paths : space.paths.slice(0, 1);
  const free = keys.filter((key) => !pathKeys.includes(key) && !isSettledByKind(key));
  const choices = [...freeChoices(space, relevant, free, settled), ...transportChoices(relevant, keys)];
  for (const path of paths) {
    for (const context of combinations(new Map([...settled, ...path.context]), choices)) {
      yield { request: { ...request, context }, caller, target, path, actions, chosen: choices.flatMap(keysOf) };
    }
  }
}

/** Variables of a resource are not known yet, so such a statement is always kept. */
function mayConcern(statement: Statement, request: Request): boolean {
  const variable = statement.resource?.patterns.some((pattern) => pattern.includes("${")) ?? false;
  const { resource: _, ...rest } = statement;
  return concerns(variable ? rest : statement, request) !== "no";
}

/** One choice: the ways in which some keys may stand in a request together. */
type Choice = readonly Context[];

const transportKeys = ["aws:securetransport", "s3:tlsversion"];

/** Keys that come with the caller, the target or the path, and are absent when these do not set them. */
function isSettledByKind(key: string): boolean {
  const callerKeys =
    /^aws:(principal(arn|account|orgid|isawsservice|servicename|servicenameslist|type)|username|source(arn|account|orgid))$/;
  return callerKeys.test(key) || /^(aws|s3):resource(account|orgid)$/.test(key) || transportKeys.includes(key);
}

function freeChoices(
  space: Space,
  relevant: readonly Statement[],
  keys: readonly string[],
  settled: Context,
): readonly Choice[] {
  const variables = variablesRead(relevant);
  const resolve = resolver(space.text, settled);
  return keys.map((key) => {
    const tests = testsOn(key, relevant);
    const group = [...(space.groups?.[key] ?? []), ...(variables.has(key) ? [valueLetter(space.text, key)] : [])];
    const values = valueClasses({ tests, group, resolve });
    const sets = isMultivalued(key) ? setsOf(values) : values.map((value) => [value]);
    return [new Map(), ...sets.map((set) => new Map([[key, set]]))];
  });
}

/** The text that stands for a key's value where policies use it as a variable. */
function valueLetter({ letters }: TextReader, key: string): string {
  return letters.computed(`value of ${key}`);
}

/** Reads a policy text as it stands for requests with the settled context, variables of other keys as letters of their own. */
export function resolver(text: TextReader, settled: Context): (policyText: string) => string {
  return (policyText) => {
    const open = variableKeys(policyText).filter((key) => !settled.has(key));
    const letters = open.map((key): [string, readonly string[]] => [key, [valueLetter(text, key)]]);
    return substituteVariables(policyText, new Map([...letters, ...settled])) ?? policyText;
  };
}

/** Plain HTTP has no TLS version, and TLS always has one. */
function transportChoices(relevant: readonly Statement[], keys: readonly string[]): readonly Choice[] {
  if (!keys.some((key) => transportKeys.includes(key))) {
    return [];
  }
  const tests = testsOn("s3:tlsversion", relevant);
  const versions = tests.length === 0 ? ["1.2"] : valueClasses({ tests, resolve: (value) => value });
  const secure = versions.map((version) => contextOf({ "aws:SecureTransport": "true", "s3:TlsVersion": version }));
  return [[...secure, contextOf({ "aws:SecureTransport": "false" })]];
}

function keysOf(choice: Choice): readonly string[] {
  return [...new Set(choice.flatMap((context) => [...context.keys()]))];
}

function* combinations(base: Context, choices: readonly Choice[]): Generator<Context> {
  const [choice, ...rest] = choices;
  if (choice === undefined) {
    yield base;
    return;
  }
  for (const chosen of choice) {
    yield* combinations(new Map([...base, ...chosen]), rest);
  }
}

/** Actions that no statement tells apart, that act on the same kinds of resources and carry the same keys that are read. */
function actionClasses(
  actions: readonly CatalogueAction[],
  statements: readonly Statement[],
): readonly (readonly CatalogueAction[])[] {
  const read = [...keysRead(statements)];
  const classes = new Map<string, CatalogueAction[]>();
  for (const action of actions) {
    const signature = [
      statements.map((statement) => actionMatches(statement.action, action.name)),
      action.resourceTypes,
      read.filter((key) => mayCarry(action, key)),
    ];
    const key = JSON.stringify(signature);
    classes.set(key, [...(classes.get(key) ?? []), action]);
  }
  return [...classes.values()];
}
