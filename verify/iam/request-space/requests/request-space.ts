import { groupBy } from "../../../collections/group-by";
import { memoize, memoizeByText } from "../../../collections/memoize";
import { type IamAction, isSupportedByEveryAction, supportsConditionKey } from "../../aws/action-catalog";
import type { KnownMatches, StatementEvaluation } from "../../evaluation/authorize";
import { actionMatcher, mayMatchService } from "../../evaluation/statement-matching";
import { type AuthorizationRequest, mergeContexts, type RequestContext } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { type Caller, contextOfCaller } from "../principals/caller";
import type { Distinctions, ValueTest } from "../statements/distinctions";
import { conditionKeysIn } from "../statements/statement-queries";
import { contextAssignments } from "./context-assignments";
import {
  assertChosenKeys,
  type ContextChoice,
  type ContextChoiceScope,
  contextChoices,
  freeContextKeys,
} from "./context-choices";
import { type ExampleRequest, exampleOf } from "./example-request";
import { type RelevantStatements, relevantStatementsFinder } from "./relevant-statements";
import { type RequestPath, requestPathKeys } from "./request-paths";

/** What is asked for: a resource, and what its owner adds to the request. */
export interface TargetResource {
  /** Whose it is, for people: `of this account`. */
  readonly ownerLabel: string;
  /** Those of the class's actions that act on such a resource. */
  readonly actions: readonly IamAction[];
  readonly resource: string;
  readonly context: RequestContext;
}

/** A finite space that represents all requests: one element for each class that the statements cannot distinguish. */
export interface RequestSpace {
  readonly text: PolicyTextResolver;
  /** Every statement that may decide. */
  readonly statements: readonly Statement[];
  readonly callers: readonly Caller[];
  readonly actions: readonly IamAction[];
  targets(actions: readonly IamAction[], caller: Caller): readonly TargetResource[];
  readonly paths: readonly RequestPath[];
  /** What the question asks about values of condition keys. @default - nothing */
  readonly distinguishes?: readonly ValueTest[];
  /** Groups of ARN patterns that the targets distinguish. @default - none */
  readonly distinguishedArns?: readonly (readonly string[])[];
  /** Values that a request is taken to have, whatever else is possible. @default - all are possible */
  readonly assumedContext?: RequestContext;
  /** Whether a Deny that applies settles the matter: who asks two sets of policies at once must go on. @default - each does */
  readonly isDecisiveDeny?: (denial: Statement) => boolean;
}

/** Decides a class of requests. `applies` is about this request, and valid for the call alone. */
export type RequestDecider<Decided> = (
  request: AuthorizationRequest,
  knownMatches: KnownMatches,
  applies: StatementEvaluation,
) => Decided;

/** One class of requests of a question that tests the condition keys `Key`, as it was decided. */
export interface RequestClass<Decided, Key extends string = never> {
  readonly request: ExampleRequest;
  /** What may be asked of the class. */
  readonly distinctions: Distinctions<Key>;
  readonly caller: Caller;
  readonly target: TargetResource;
  readonly path: RequestPath;
  /** The action of the request and the others that stand behind it. */
  readonly actions: readonly IamAction[];
  /** Whether statements of the space match the request, where its context does not matter for that. */
  readonly knownMatches: KnownMatches;
  /** Condition keys whose value was chosen for this class, in lower case. */
  readonly chosenKeys: readonly string[];
  readonly decision: Decided;
}

/** Decides every class of the space. */
export function* requestClasses<Decided>(
  space: RequestSpace,
  decide: RequestDecider<Decided>,
): Generator<RequestClass<Decided>> {
  const findRelevantStatements = relevantStatementsFinder(space.statements);
  assertChosenKeys(space.distinguishes ?? []);
  const distinctions: Distinctions = { tests: space.distinguishes ?? [], arnGroups: space.distinguishedArns ?? [] };
  const fixedContexts = memoize((caller: Caller) =>
    memoize((target: RequestContext): RequestContext => {
      const { assumedContext = new Map() } = space;
      return mergeContexts(mergeContexts(contextOfCaller(caller), target), assumedContext);
    }),
  );
  const variableChoices: KnownVariableChoices = memoize(() => memoize(() => new Map()));
  for (const actions of actionClasses(space.actions, space.statements)) {
    for (const caller of space.callers) {
      const fixedContextOf = fixedContexts(caller);
      for (const target of space.targets(actions, caller)) {
        const fixedContext = fixedContextOf(target.context);
        const asked = { caller, target, fixedContext, variableChoices };
        yield* requestClassesFor(space, distinctions, asked, findRelevantStatements, decide);
      }
    }
  }
}

/** Who asks for what. */
interface AskedResource {
  readonly caller: Caller;
  readonly target: TargetResource;
  /** Context that the caller, the target and the question fix. One object for all that do not differ in it. */
  readonly fixedContext: RequestContext;
  readonly variableChoices: KnownVariableChoices;
}

/** The choices of requests that a variable reads, by all that they depend on within one question. */
type KnownVariableChoices = (
  relevantStatements: RelevantStatements,
) => (fixedContext: RequestContext) => Map<string, readonly ContextChoice[]>;

function* requestClassesFor<Decided>(
  space: RequestSpace,
  distinctions: Distinctions,
  { caller, target, fixedContext, variableChoices }: AskedResource,
  findRelevantStatements: (request: AuthorizationRequest) => RelevantStatements,
  decide: RequestDecider<Decided>,
): Generator<RequestClass<Decided>> {
  const { text, distinguishes = [], isDecisiveDeny: isDecisive = () => true } = space;
  const { actions, resource } = target;
  const [action] = actions;
  if (action === undefined) {
    return;
  }
  const request = { principal: caller.principal, action: action.name, resource, context: fixedContext };
  const relevantStatements = findRelevantStatements(request);
  const { statements, knownMatches } = relevantStatements;
  const scope: ContextChoiceScope = {
    text,
    relevantStatements: statements,
    action,
    resource,
    fixedContext,
    distinguishes,
    paths: space.paths,
  };
  const keys = freeContextKeys(scope);
  const choices = cachedContextChoices(relevantStatements, variableChoices, scope, keys);
  const assignments = contextAssignments({ request, choices, statements, knownMatches, isDecisive });
  for (const path of distinguishedPaths(space, keys, assignments.isAlwaysDenied)) {
    for (const { request: asked, chosenKeys, applies } of assignments.alongPath(path.context)) {
      const decision = decide(asked, knownMatches, applies);
      const example = exampleOf(asked);
      yield { request: example, distinctions, caller, target, path, actions, knownMatches, chosenKeys, decision };
    }
  }
}

/**
 * Where no variable reads the request, its choices depend on nothing but the statements, the question and what is settled. Otherwise
 * they depend on the values that are settled, and on the resource where a variable is part of one.
 */
function cachedContextChoices(
  relevantStatements: RelevantStatements,
  variableChoices: KnownVariableChoices,
  scope: ContextChoiceScope,
  keys: readonly string[],
): readonly ContextChoice[] {
  const { usesPolicyVariables, hasVariableResources, knownChoices } = relevantStatements;
  const { fixedContext, resource } = scope;
  const [kept, name] = usesPolicyVariables
    ? [variableChoices(relevantStatements)(fixedContext), `${keys} ${hasVariableResources ? resource : ""}`]
    : [knownChoices, `${keys} ${keysOfContext(fixedContext)} ${nameOfTests(scope.distinguishes)}`];
  const known = kept.get(name) ?? contextChoices(scope, keys);
  kept.set(name, known);
  return known;
}

const keysOfContext = memoize((context: RequestContext) => [...context.keys()].join());

const nameOfTests = memoize((tests: readonly ValueTest[]) => JSON.stringify(tests));

/** All paths, or one representative if no statement distinguishes them. */
function distinguishedPaths({ paths }: RequestSpace, keys: readonly string[], denied: boolean): readonly RequestPath[] {
  const matters = !denied && paths.length > 1 && keys.some((key) => requestPathKeys.includes(key));
  return matters || paths.length === 1 ? paths : [unspecifiedPath];
}

const unspecifiedPath: RequestPath = { label: "from anywhere", context: new Map() };

/** Actions that match the same statements and support the same condition keys, of those that the statements read. */
function actionClasses(
  actions: readonly IamAction[],
  statements: readonly Statement[],
): readonly (readonly IamAction[])[] {
  return [...groupBy(actions, actionSignatures(statements)).values()].map(shortestNameFirst);
}

/** What statements distinguish of an action. */
const actionSignatures = memoize((statements: readonly Statement[]) => {
  const read = [...conditionKeysIn(statements)].filter((key) => !isSupportedByEveryAction(key));
  const matchersOf = memoizeByText((service) =>
    statements.flatMap(({ action }, index) =>
      mayMatchService(action, service) ? [{ index, matches: actionMatcher(action) }] : [],
    ),
  );
  return memoize((action: IamAction): string => {
    let signature = "";
    for (const { index, matches } of matchersOf(action.service)) {
      const matched = matches(action.name);
      signature += matched === "no" ? "" : `${index}${matched} `;
    }
    for (const key of read) {
      signature += supportsConditionKey(action, key) ? "y" : "n";
    }
    return signature;
  });
});

/** `s3:GetObject` says more to a reader than `s3:GetObjectVersionForReplication` does. */
function shortestNameFirst(actions: readonly IamAction[]): readonly IamAction[] {
  return [...actions].sort((left, right) => left.name.length - right.name.length);
}
