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

/** The resource of a request, and the context that its owner adds. */
export interface TargetResource {
  /** The owner in reports: `of this account`. */
  readonly ownerLabel: string;
  /** The actions of the class that act on such a resource. */
  readonly actions: readonly IamAction[];
  readonly resource: string;
  readonly context: RequestContext;
}

/** A finite space that represents all requests: one element for each class that the statements cannot distinguish. */
export interface RequestSpace {
  readonly text: PolicyTextResolver;
  /** Every statement that may decide a request. */
  readonly statements: readonly Statement[];
  readonly callers: readonly Caller[];
  readonly actions: readonly IamAction[];
  targets(actions: readonly IamAction[], caller: Caller): readonly TargetResource[];
  readonly paths: readonly RequestPath[];
  /** Tests of condition values that the question asks for. @default - none */
  readonly distinguishes?: readonly ValueTest[];
  /** Groups of ARN patterns that the targets distinguish. @default - none */
  readonly distinguishedArns?: readonly (readonly string[])[];
  /** Context values that every request has. @default - every context is possible */
  readonly assumedContext?: RequestContext;
  /** Whether a Deny that applies decides the request. A comparison of two sets of policies needs a Deny of both. @default - every Deny does */
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
  /** Tests and ARN groups that can be asked of the class. */
  readonly distinctions: Distinctions<Key>;
  readonly caller: Caller;
  readonly target: TargetResource;
  readonly path: RequestPath;
  /** Every action of the class; the request has the one with the shortest name. */
  readonly actions: readonly IamAction[];
  /** Statements whose match with the request does not depend on its context. */
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

/** A caller and a resource. */
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
 * The cache key depends on policy variables. Without them, choices depend on the statements, the tests and the keys with a fixed value.
 * With them, choices depend on the fixed values too, and on the resource if a variable is part of a resource pattern.
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

/** Classes of actions that match the same statements and support the same of the condition keys that the statements read. */
function actionClasses(
  actions: readonly IamAction[],
  statements: readonly Statement[],
): readonly (readonly IamAction[])[] {
  return [...groupBy(actions, actionSignatures(statements)).values()].map(shortestNameFirst);
}

/** A signature of an action, equal for actions that no statement distinguishes. */
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

/** Evidence names the first action: `s3:GetObject` tells a reader more than `s3:GetObjectVersionForReplication`. */
function shortestNameFirst(actions: readonly IamAction[]): readonly IamAction[] {
  return [...actions].sort((left, right) => left.name.length - right.name.length);
}
