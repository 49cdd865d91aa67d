import { type CatalogueAction, mayCarry } from "../../aws/action-catalog";
import { actionMatches } from "../../evaluation/statement-matching";
import { type Context, joined, type Request } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { TextReader } from "../../language/resolve-policy-text";
import type { Trilean } from "../../patterns/three-valued-logic";
import type { Caller } from "../principals/callers";
import { keysRead } from "../statements/statement-queries";
import { type Choice, type ChoiceScope, choicesOf, combinations, isDenied, openKeys } from "./context-choices";
import { type Relevance, relevanceFinder } from "./relevant-statements";
import { type Path, pathKeys } from "./request-paths";

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
  /** Whether statements of the space speak of the request, where its context does not matter for that. */
  readonly known: ReadonlyMap<Statement, Trilean>;
  /** Condition keys whose value was chosen for this class, in lower case. */
  readonly chosen: readonly string[];
}

/** Visits every class of the space. */
export function* requestClasses(space: Space): Generator<RequestClass> {
  const relevanceOf = relevanceFinder(space.statements);
  for (const actions of actionClasses(space.actions, space.statements)) {
    for (const caller of space.callers) {
      for (const target of space.targets(actions, caller)) {
        yield* classesFor(space, caller, target, relevanceOf);
      }
    }
  }
}

function* classesFor(
  space: Space,
  caller: Caller,
  target: Target,
  relevanceOf: (request: Request) => Relevance,
): Generator<RequestClass> {
  const { text, groups = {}, fixed, isFinal } = space;
  const { actions, resource } = target;
  const [action] = actions;
  if (action === undefined) {
    return;
  }
  const settled = new Map([...caller.context, ...target.context, ...(fixed ?? [])]);
  const request = { principal: caller.principal, action: action.name, resource, context: settled };
  const relevance = relevanceOf(request);
  const { known } = relevance;
  const denials = isFinal === undefined ? relevance.denials : relevance.denials.filter(isFinal);
  const scope = { text, relevant: relevance.statements, action, resource, settled, groups };
  const keys = openKeys(scope);
  const choices = rememberedChoices(relevance, scope, keys);
  const isSettled = isDenied({ denials, known }, [...choices, pathChoice], request);
  for (const path of pathsThatMatter(space, keys, isSettled)) {
    const base = { ...request, context: joined(settled, path.context) };
    for (const { context, chosen } of combinations(base, choices, { denials, known })) {
      yield { request: { ...request, context }, caller, target, path, actions, known, chosen };
    }
  }
}

/** Where no variable reads the request, its choices depend on nothing but the statements and on what is settled. */
function rememberedChoices(relevance: Relevance, scope: ChoiceScope, keys: readonly string[]): readonly Choice[] {
  if (relevance.readsVariables) {
    return choicesOf(scope, keys);
  }
  const name = `${keys} ${[...scope.settled.keys()]}`;
  const known = relevance.choices.get(name) ?? choicesOf(scope, keys);
  relevance.choices.set(name, known);
  return known;
}

const pathChoice = { keys: pathKeys, contexts: [] };

/** All paths, or none in particular where no statement tells them apart. */
function pathsThatMatter({ paths }: Space, keys: readonly string[], denied: boolean): readonly Path[] {
  const matters = keys.some((key) => pathKeys.includes(key)) && !denied;
  return matters || paths.length === 1 ? paths : [anyPath];
}

const anyPath: Path = { label: "from anywhere", context: new Map() };

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
