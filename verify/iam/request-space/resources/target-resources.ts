import { memoize, memoizeByText } from "../../../collections/memoize";
import type { IamAction } from "../../aws/action-catalog";
import { type RequestContext, requestContextOf } from "../../language/authorization-request";
import { hasVariables, substituteVariables } from "../../language/policy-variables";
import { compileGlob, type Glob } from "../../patterns/glob";
import { type GlobGroup, stringClasses } from "../../patterns/string-classes";
import { type Caller, contextOfCaller } from "../principals/caller";
import { policyVariableResolver } from "../requests/context-choices";
import type { TargetResource } from "../requests/request-space";
import { policyVariableKeysIn } from "../statements/statement-queries";
import {
  resourceArnPatterns,
  type ServiceResourceType,
  servicesWithoutArnPatterns,
  type TargetResourceDomain,
} from "./resource-arn-patterns";
import type { OwnerAccount } from "./resource-owners";

/** Finds the targets of a domain, remembering what does not depend on the caller. */
export type TargetResourceFinder = (actions: readonly IamAction[], caller: Caller) => readonly TargetResource[];

/** One target for each class of resources of the actions' kinds that belong to the owner. */
export function targetResourceFinder(domain: TargetResourceDomain): TargetResourceFinder {
  const dependsOnCaller = policyVariableKeysIn(domain.statements).size > 0;
  const remembered = new Map<readonly IamAction[], readonly TargetResource[]>();
  const classes = arnClassFinder(domain, dependsOnCaller);
  const patterns = resourceArnPatterns(domain);
  const isWhole = servicesWithoutArnPatterns(domain);
  return (actions, caller) => {
    const known = dependsOnCaller ? undefined : remembered.get(actions);
    const targets = known ?? [
      ...targetsWithoutResource(domain, actions),
      ...targetsWithResource(domain, actions, isWhole, (kind) =>
        patterns(kind).map((pattern) => classes(pattern, caller)),
      ),
    ];
    remembered.set(actions, targets);
    return targets;
  };
}

function distinguishedGlobs(
  { text, statements, distinguishedArns = [] }: TargetResourceDomain,
  caller: Caller,
): readonly GlobGroup[] {
  const resolve = policyVariableResolver(text, contextOfCaller(caller));
  // A variable with a default names another resource where the request lacks its key.
  const defaults = statements.flatMap(({ resource }) =>
    (resource?.patterns ?? [])
      .filter((pattern) => hasVariables(pattern))
      .flatMap((pattern) => substituteVariables(pattern, contextOfCaller(caller)) ?? []),
  );
  return [
    ...defaults.map((pattern) => [compileGlob(pattern, "resource")]),
    ...statements.map(({ resource }) =>
      (resource?.patterns ?? []).map((told) => compileGlob(resolve(told), "resource")),
    ),
    ...distinguishedArns.map((group) => group.map((arn) => compileGlob(arn, "arn"))),
  ];
}

const noContext: RequestContext = new Map();

/** A request that names no resource may or may not say whose account it is about. */
function targetsWithoutResource(
  { owner }: TargetResourceDomain,
  actions: readonly IamAction[],
): readonly TargetResource[] {
  const bare = actions.filter(({ resourceTypes }) => resourceTypes.length === 0);
  if (bare.length === 0) {
    return [];
  }
  const { label: ownerLabel } = owner;
  return [ownerContext(owner), noContext].map((context) => ({ ownerLabel, resource: "*", actions: bare, context }));
}

const arnDomain: (pattern: string) => Glob = memoizeByText((pattern) =>
  compileGlob(pattern, pattern.split(":")[2] === "s3" ? "arn" : "name"),
);

type ArnClassFinder = (pattern: string, caller: Caller) => ReadonlyMap<string, string>;

function arnClassFinder(domain: TargetResourceDomain, dependsOnCaller: boolean): ArnClassFinder {
  const remembered = new Map<string, readonly GlobGroup[]>();
  return (pattern, caller) => {
    const who = dependsOnCaller ? caller.label : "";
    const told = remembered.get(who) ?? distinguishedGlobs(domain, caller);
    remembered.set(who, told);
    return stringClasses(arnDomain(pattern), told);
  };
}

function targetsWithResource(
  { owner }: TargetResourceDomain,
  actions: readonly IamAction[],
  isWhole: (service: string) => boolean,
  classesOf: (kind: ServiceResourceType) => readonly ReadonlyMap<string, string>[],
): readonly TargetResource[] {
  const found = new Map<string, { resource: string; actions: Set<IamAction> }>();
  for (const [kind, acting] of resourceTypesOf(actions, isWhole)) {
    for (const classes of classesOf(kind)) {
      for (const [signature, resource] of classes) {
        const entry = found.get(signature) ?? { resource, actions: new Set() };
        for (const action of acting) {
          entry.actions.add(action);
        }
        found.set(signature, entry);
      }
    }
  }
  const context = ownerContext(owner);
  return [...found.values()].map(({ resource, actions: performed }) => ({
    ownerLabel: owner.label,
    resource,
    actions: [...performed],
    context,
  }));
}

/** The kinds of resources that the actions act on, the plainest first: an object before an object behind an access point. */
function resourceTypesOf(
  actions: readonly IamAction[],
  isWhole: (service: string) => boolean,
): readonly (readonly [ServiceResourceType, readonly IamAction[]])[] {
  const kinds = new Map<string, { kind: ServiceResourceType; acting: IamAction[] }>();
  for (const action of actions) {
    for (const type of action.resourceTypes) {
      const name = isWhole(action.service) ? action.service : `${action.service} ${type}`;
      const entry = kinds.get(name) ?? { kind: { service: action.service, type }, acting: [] };
      entry.acting.push(action);
      kinds.set(name, entry);
    }
  }
  return [...kinds.values()]
    .sort((left, right) => left.kind.type.length - right.kind.type.length)
    .map(({ kind, acting }) => [kind, acting]);
}

const ownerContext = memoize(
  ({ account, organization }: OwnerAccount): RequestContext =>
    requestContextOf({
      "aws:ResourceAccount": account,
      "s3:ResourceAccount": account,
      ...(organization === undefined ? {} : { "aws:ResourceOrgID": organization }),
    }),
);
