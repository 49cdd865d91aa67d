import { type CatalogueAction, isMultivalued, mayCarry } from "./action-catalogue";
import { keysOfStatement, keysRead, testsOn, variablesRead } from "./mentions";
import { type Path, pathKeys } from "./network-paths";
import type { Statement } from "./policy-grammar";
import { substituteVariables, variableKeys } from "./policy-variables";
import type { Caller } from "./principals";
import { type Context, contextOf, type Request } from "./request";
import { actionMatches, applies, concerns } from "./statement-matching";
import type { TextReader } from "./text-reader";
import { setsOf, valueClasses } from "./value-classes";

/** What is asked for: a resource, and what its owner adds to the request. */
export interface Target {
  /** For people. */
  readonly label: string;
  /** Those of the class's actions that act on such a resource. */
  readonly actions: readonly CatalogueAction[];
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
  targets(actions: readonly CatalogueAction[], caller: Caller): readonly Target[];
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
  /** Statements of the space that do not speak of the request, whatever its context. */
  readonly irrelevant: ReadonlySet<Statement>;
  /** Condition keys whose value was chosen for this class, in lower case. */
  readonly chosen: readonly string[];
}

/** Visits every class of the space. */
export function* requestClasses(space: Space): Generator<RequestClass> {
  for (const actions of actionClasses(space.actions, space.statements)) {
    for (const caller of space.callers) {
      for (const target of space.targets(actions, caller)) {
        yield* classesFor(space, caller, target);
      }
    }
  }
}

function* classesFor(space: Space, caller: Caller, target: Target): Generator<RequestClass> {
  const { actions } = target;
  const [action] = actions;
  if (action === undefined) {
    return;
  }
  const settled = new Map([...caller.context, ...target.context, ...(space.fixed ?? [])]);
  const request = { principal: caller.principal, action: action.name, resource: target.resource, context: settled };
  const relevant = space.statements.filter((statement) => mayConcern(statement, request));
  const irrelevant = new Set(space.statements.filter((statement) => !relevant.includes(statement)));
  const asked = [...new Set([...keysRead(relevant), ...Object.keys(space.groups ?? {})])];
  const keys = asked.filter((key) => !settled.has(key) && mayCarry(action, key));
  const free = keys.filter((key) => !pathKeys.includes(key) && !isSettledByKind(key));
  const choices = [...freeChoices(space, relevant, free, settled), ...transportChoices(relevant, keys, settled)];
  const denials = relevant.filter(({ effect }) => effect === "Deny");
  const open = new Set([...choices.flatMap(keysOf), ...pathKeys]);
  const pathMatters = keys.some((key) => pathKeys.includes(key)) && !isDenied(denials, open, request);
  for (const path of pathMatters || space.paths.length === 1 ? space.paths : [anyPath]) {
    const base = { ...request, context: new Map([...settled, ...path.context]) };
    for (const { context, chosen } of combinations(base, choices, denials, [])) {
      yield { request: { ...request, context }, caller, target, path, actions, irrelevant, chosen };
    }
  }
}

const anyPath: Path = { label: "from anywhere", context: new Map() };

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
    /^kms:calleraccount$|^aws:(principal(arn|account|orgid|isawsservice|servicename|servicenameslist|type)|username|source(arn|account|orgid))$/;
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
function transportChoices(
  relevant: readonly Statement[],
  keys: readonly string[],
  settled: Context,
): readonly Choice[] {
  if (!keys.some((key) => transportKeys.includes(key)) || transportKeys.some((key) => settled.has(key))) {
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

/** Goes through the choices, and no further where a Deny applies whatever the remaining ones are. */
function* combinations(
  request: Request,
  choices: readonly Choice[],
  denials: readonly Statement[],
  chosen: readonly string[],
): Generator<{ readonly context: Context; readonly chosen: readonly string[] }> {
  const [choice, ...rest] = choices;
  if (choice === undefined || isDenied(denials, new Set(choices.flatMap(keysOf)), request)) {
    yield { context: request.context, chosen };
    return;
  }
  for (const context of choice) {
    const next = { ...request, context: new Map([...request.context, ...context]) };
    yield* combinations(next, rest, denials, [...chosen, ...keysOf(choice)]);
  }
}

/** Whether a Deny applies whatever the open keys are. */
function isDenied(denials: readonly Statement[], open: ReadonlySet<string>, request: Request): boolean {
  return denials.some(
    (statement) =>
      ![...keysOfStatement(statement)].some((key) => open.has(key)) && applies(statement, request) === "yes",
  );
}

type ActionClasses = readonly (readonly CatalogueAction[])[];

/** Spaces that differ only in who asks for what share their classes of actions. */
const rememberedClasses = new WeakMap<readonly CatalogueAction[], WeakMap<readonly Statement[], ActionClasses>>();

/** Actions that no statement tells apart and that carry the same keys of those that are read. */
function actionClasses(actions: readonly CatalogueAction[], statements: readonly Statement[]): ActionClasses {
  const remembered = rememberedClasses.get(actions) ?? new WeakMap<readonly Statement[], ActionClasses>();
  rememberedClasses.set(actions, remembered);
  const known = remembered.get(statements) ?? classify(actions, statements);
  remembered.set(statements, known);
  return known;
}

function classify(actions: readonly CatalogueAction[], statements: readonly Statement[]): ActionClasses {
  const read = [...keysRead(statements)];
  const classes = new Map<string, CatalogueAction[]>();
  for (const action of actions) {
    const matched = statements.map((statement) => actionMatches(statement.action, action.name).charAt(0));
    const carried = read.map((key) => (mayCarry(action, key) ? "y" : "n"));
    const signature = [...matched, ...carried].join("");
    const alike = classes.get(signature) ?? [];
    alike.push(action);
    classes.set(signature, alike);
  }
  return [...classes.values()].map(plainestFirst);
}

/** `s3:GetObject` says more to a reader than `s3:GetObjectVersionForReplication` does. */
function plainestFirst(actions: readonly CatalogueAction[]): readonly CatalogueAction[] {
  return [...actions].sort((left, right) => left.name.length - right.name.length);
}
