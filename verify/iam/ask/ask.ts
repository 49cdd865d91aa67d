import type { PolicyModel } from "../attachments/policy-model";
import { policiesOfRole, type RoleWithPolicies } from "../attachments/role-with-policies";
import { actionsOfService, type IamAction, servicesInCatalog } from "../aws/action-catalog";
import type { PolicySet } from "../evaluation/authorize";
import type { RequestContext } from "../language/authorization-request";
import { allowAllPolicy, type Policy } from "../language/parse-policy";
import type { Caller, CallerKind, DistinguishedPrincipals } from "../request-space/principals/caller";
import { callerClasses, callerOfRole } from "../request-space/principals/caller-classes";
import type { DecidedRequest } from "../request-space/requests/decided-requests";
import type { ResourceOwner } from "../request-space/resources/resource-owners";
import type { Distinctions, ValueTest } from "../request-space/statements/distinctions";
import {
  representativeActions,
  sharedStatementList,
  statementsOf,
} from "../request-space/statements/statement-queries";
import { actionsByUnresolvedResource, actionsNotInCatalog, allowedServices } from "./allowed-actions";
import { answersOf, type OwnerQuestion } from "./answer-cache";
import { fromAnywhere, type RequestOrigin } from "./origins";
import { type AskedResources, resourcesOfAccount } from "./resources";

/** A question to the policies, with tests of the condition keys `Key`. A field that is left out covers everything. */
export interface Question<Key extends string = never> {
  /**
   * Who calls. A role of the stack is decided by everything attached to it. The policies of other callers are unknown and
   * taken to allow everything.
   *
   * @default - every caller
   */
  readonly who?: RoleWithPolicies | AskedCallers;
  /** @default - every action on `on` */
  readonly what?: readonly IamAction[];
  /** @default - every resource of the stack's account */
  readonly on?: AskedResources;
  /** @default - anywhere: through each endpoint of the stack, and around all of them */
  readonly from?: RequestOrigin;
  /** Tests of condition values, so that the answers can be asked for them. @default - none: only policies distinguish values */
  readonly distinguishes?: readonly ValueTest<Key>[];
  /** Groups of ARN patterns whose resources get requests of their own. @default - only those that policies name */
  readonly distinguishedArns?: readonly (readonly string[])[];
  /** Context values that every request has. @default - every context is possible */
  readonly assumedContext?: RequestContext;
  /** Service control policies of the caller's account, one entry for each level. @default - taken to allow everything */
  readonly controlPolicies?: PolicySet["control"];
}

/** Callers other than one role of the stack; the principals named here are distinguished from all others. */
export interface AskedCallers extends Partial<DistinguishedPrincipals> {
  /** @default - every kind */
  readonly kinds?: readonly CallerKind[];
}

/** A decided request, and the owner of its resource. */
export interface Answer<Key extends string = never> extends DecidedRequest<Key> {
  readonly owner: ResourceOwner;
  /** The policies that decided. */
  readonly policySet: PolicySet;
}

/** The part of a model that a question reads: names of the account, and paths of requests. */
export type AskedModel = Pick<PolicyModel, "text" | "endpoints">;

/**
 * Decides every request that a question covers. Requests that neither the policies nor the question distinguish are one
 * class, and each class is decided once, so that the answers stand for all requests.
 *
 * @returns a lazy iterable: an administrator role has hundreds of thousands of answers
 */
export function ask<Key extends string = never>(model: AskedModel, question: Question<Key>): Iterable<Answer<Key>> {
  const { who, on = resourcesOfAccount } = question;
  return isRole(who)
    ? askAboutRole(model, question, on, who)
    : askOn(model, question, on, question.what ?? actionsOn(on));
}

function* askAboutRole<Key extends string>(
  model: AskedModel,
  question: Question<Key>,
  on: AskedResources,
  { identityPolicies }: RoleWithPolicies,
): Generator<Answer<Key>> {
  const policies = [...identityPolicies, ...(on.policies ?? [])];
  const statements = statementsOf(policies);
  const what = question.what ?? [
    ...actionsOn(on, allowedServices(statements)),
    ...(on.service === undefined ? actionsNotInCatalog(statements) : []),
  ];
  yield* askOn(model, question, on, representativeActions(what, policies));
  if (on !== resourcesOfAccount) {
    return;
  }
  for (const [reference, actions] of actionsByUnresolvedResource(statements, what)) {
    const types = actions.flatMap(({ resourceTypes }) => resourceTypes);
    const arnPatternByType = Object.fromEntries(types.map((type) => [type, reference]));
    yield* askOn(model, question, { ...on, arnPatternByType }, actions);
  }
}

function* askOn<Key extends string>(
  { text, endpoints }: AskedModel,
  question: Question<Key>,
  on: AskedResources,
  actions: readonly IamAction[],
): Generator<Answer<Key>> {
  const { who = {}, from = fromAnywhere(endpoints), distinguishedArns = [], controlPolicies: control } = question;
  const { endpointPolicies: endpoint } = from;
  const ofCaller = isRole(who) ? policiesOfRole(who) : [];
  const statements = sharedStatementList(
    statementsOf([...(endpoint ?? []), ...ofCaller, ...(on.policies ?? []), ...(control ?? []).flat()]),
  );
  const space: OwnerQuestion["space"] = {
    statements,
    distinguishes: question.distinguishes ?? [],
    assumedContext: question.assumedContext ?? new Map(),
    callers: isRole(who)
      ? [callerOfRole(text, statements, who.arn)]
      : askedCallers(text, statements, who, question.distinguishes ?? []),
    actions,
    paths: from.pathsFor(statements, text),
  };
  for (const owner of on.ownersFor(statements, text)) {
    const { arnPatternByType } = on;
    const domain = { owner, distinguishedArns, ...(arnPatternByType === undefined ? {} : { arnPatternByType }) };
    const policySet: PolicySet = {
      ...callerPolicies(who),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(control === undefined ? {} : { control }),
      resource: on.policies ?? assumedResourcePolicies(who, owner),
      resourcePolicyMode: on.resourcePolicyMode ?? "union",
      resourceAccount: owner.account,
    };
    for (const decided of answersOf({ text, space, domain, policySet })) {
      const { request, caller, target, path, actions, knownMatches, chosenKeys, decision } = decided;
      // The requests distinguish the question's tests, so they may be asked of them.
      const distinctions: Distinctions<Key> = decided.distinctions as Distinctions<string>;
      // Named one by one, because the spread of thousands of answers takes a tenth of the time.
      yield {
        request,
        distinctions,
        caller,
        target,
        path,
        actions,
        knownMatches,
        chosenKeys,
        decision,
        owner,
        policySet,
      };
    }
  }
}

function isRole(who: Question["who"]): who is RoleWithPolicies {
  return who !== undefined && "identityPolicies" in who;
}

function askedCallers(
  text: PolicyModel["text"],
  statements: Parameters<typeof callerClasses>[1],
  { kinds, ...distinguished }: AskedCallers,
  asked: readonly ValueTest[],
): readonly Caller[] {
  const callers = callerClasses(text, statements, distinguished, asked);
  return kinds === undefined ? callers : callers.filter(({ kind }) => kinds.includes(kind));
}

/** Every action that acts on such a resource. */
function actionsOn(
  { service, arnPatternByType }: AskedResources,
  services: readonly string[] = servicesInCatalog(),
): readonly IamAction[] {
  const actions = (service === undefined ? services : [service]).flatMap((name) => actionsOfService(name));
  return arnPatternByType === undefined
    ? actions
    : actions.filter(({ resourceTypes }) => resourceTypes.some((type) => Object.hasOwn(arnPatternByType, type)));
}

function callerPolicies(who: RoleWithPolicies | AskedCallers): Pick<PolicySet, "identity" | "boundary"> {
  if (!isRole(who)) {
    return { identity: "everything" };
  }
  const { identityPolicies: identity, permissionsBoundary: boundary } = who;
  return boundary === undefined ? { identity } : { identity, boundary };
}

/** Unknown resource policies: for a role, those of its own account or organization grant nothing; all others grant everything. */
function assumedResourcePolicies(who: RoleWithPolicies | AskedCallers, { isOwn }: ResourceOwner): readonly Policy[] {
  return isRole(who) && isOwn ? [] : [allowAllPolicy];
}
