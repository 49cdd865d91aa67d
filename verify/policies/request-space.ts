import { type CatalogueAction, mayCarry } from "./action-catalogue";
import { choicesOf, combinations, isDenied, openKeys } from "./choices";
import { keysRead } from "./mentions";
import { type Path, pathKeys } from "./network-paths";
import type { Statement } from "./policy-grammar";
import type { Caller } from "./principals";
import type { Context, Request } from "./request";
import { actionMatches, concerns } from "./statement-matching";
import type { TextReader } from "./text-reader";

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
  /** Whether a Deny that applies settles the matter: who asks two sets of policies at once must go on. @default - each does */
  readonly isFinal?: (denial: Statement) => boolean;
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
  const { text, statements, groups = {}, fixed, isFinal = () => true } = space;
  const { actions } = target;
  const [action] = actions;
  if (action === undefined) {
    return;
  }
  const settled = new Map([...caller.context, ...target.context, ...(fixed ?? [])]);
  const request = { principal: caller.principal, action: action.name, resource: target.resource, context: settled };
  const relevant = statements.filter((statement) => mayConcern(statement, request));
  const irrelevant = new Set(statements);
  for (const statement of relevant) {
    irrelevant.delete(statement);
  }
  const scope = { text, relevant, action, resource: target.resource, settled, groups };
  const keys = openKeys(scope);
  const choices = choicesOf(scope, keys);
  const denials = relevant.filter((statement) => statement.effect === "Deny" && isFinal(statement));
  for (const path of pathsThatMatter(space, keys, isDenied(denials, [...choices, pathChoice], request))) {
    const base = { ...request, context: new Map([...settled, ...path.context]) };
    for (const { context, chosen } of combinations(base, choices, denials)) {
      yield { request: { ...request, context }, caller, target, path, actions, irrelevant, chosen };
    }
  }
}

const pathChoice = { keys: pathKeys, contexts: [] };

/** All paths, or none in particular where no statement tells them apart. */
function pathsThatMatter({ paths }: Space, keys: readonly string[], denied: boolean): readonly Path[] {
  const matters = keys.some((key) => pathKeys.includes(key)) && !denied;
  return matters || paths.length === 1 ? paths : [anyPath];
}

const anyPath: Path = { label: "from anywhere", context: new Map() };

/** Variables of a resource are not known yet, so such a statement is always kept. */
function mayConcern(statement: Statement, request: Request): boolean {
  const variable = statement.resource?.patterns.some((pattern) => pattern.includes("${")) ?? false;
  const { resource: _, ...rest } = statement;
  return concerns(variable ? rest : statement, request) !== "no";
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
