import type { CatalogueAction } from "../../aws/action-catalog";
import { type Context, contextOf } from "../../language/authorization-request";
import type { Statement } from "../../language/parse-policy";
import type { TextReader } from "../../language/resolve-policy-text";
import { type Glob, glob, matches } from "../../patterns/glob";
import { type GlobGroup, stringClasses } from "../../patterns/string-classes";
import type { Caller } from "../principals/callers";
import { resolver } from "../requests/context-choices";
import type { Target } from "../requests/request-space";
import { variablesRead } from "../statements/statement-queries";
import { type ResourceKind, resourcePatterns, servicesLeftWhole } from "./resource-arn-patterns";

/** Whose resource it is. */
export interface Owner {
  /** For people: `of this account`. */
  readonly label: string;
  /** As it stands in ARNs; AWS's own resources may have `aws` or nothing there. */
  readonly account: string;
  readonly organization?: string;
}

/** What the targets are chosen from. */
export interface TargetDomain {
  readonly text: TextReader;
  readonly statements: readonly Statement[];
  readonly owner: Owner;
  /** ARNs, with wildcards, that the question tells from all others, in groups. */
  readonly groups?: readonly (readonly string[])[];
  /** ARN pattern of a resource type, in place of the service's own format. @default - every resource of the type */
  readonly only?: Readonly<Record<string, string>>;
}

/** Finds the targets of a domain, remembering what does not depend on the caller. */
export type TargetFinder = (actions: readonly CatalogueAction[], caller: Caller) => readonly Target[];

/** One target for each class of resources of the actions' kinds that belong to the owner. */
export function targetFinder(domain: TargetDomain): TargetFinder {
  const dependsOnCaller = variablesRead(domain.statements).size > 0;
  const remembered = new Map<readonly CatalogueAction[], readonly Target[]>();
  const classes = classFinder(domain, dependsOnCaller);
  const patterns = resourcePatterns(domain);
  const isWhole = servicesLeftWhole(domain);
  return (actions, caller) => {
    const known = dependsOnCaller ? undefined : remembered.get(actions);
    const targets = known ?? [
      ...withoutResource(domain, actions),
      ...withResource(domain, actions, isWhole, (kind) => patterns(kind).map((pattern) => classes(pattern, caller))),
    ];
    remembered.set(actions, targets);
    return targets;
  };
}

/** Whether the ARN is one of the patterns'. */
export function isAmong(patterns: readonly string[], arn: string): boolean {
  return patterns.some((pattern) => matches(glob(pattern, "arn"), arn));
}

function toldApart({ text, statements, groups = [] }: TargetDomain, caller: Caller): readonly GlobGroup[] {
  const resolve = resolver(text, caller.context);
  return [
    ...statements.map(({ resource }) => (resource?.patterns ?? []).map((told) => glob(resolve(told), "resource"))),
    ...groups.map((group) => group.map((arn) => glob(arn, "arn"))),
  ];
}

/** A request that names no resource may or may not say whose account it is about. */
function withoutResource({ owner }: TargetDomain, actions: readonly CatalogueAction[]): readonly Target[] {
  const bare = actions.filter(({ resourceTypes }) => resourceTypes.length === 0);
  if (bare.length === 0) {
    return [];
  }
  const label = `no resource in particular ${owner.label}`;
  return [ownership(owner), new Map()].map((context) => ({ label, resource: "*", actions: bare, context }));
}

function domainOf(pattern: string): Glob {
  return glob(pattern, pattern.split(":")[2] === "s3" ? "arn" : "name");
}

type ClassFinder = (pattern: string, caller: Caller) => ReadonlyMap<string, string>;

function classFinder(domain: TargetDomain, dependsOnCaller: boolean): ClassFinder {
  const remembered = new Map<string, readonly GlobGroup[]>();
  return (pattern, caller) => {
    const who = dependsOnCaller ? caller.label : "";
    const told = remembered.get(who) ?? toldApart(domain, caller);
    remembered.set(who, told);
    return stringClasses(domainOf(pattern), told);
  };
}

function withResource(
  { text, owner }: TargetDomain,
  actions: readonly CatalogueAction[],
  isWhole: (service: string) => boolean,
  classesOf: (kind: ResourceKind) => readonly ReadonlyMap<string, string>[],
): readonly Target[] {
  const found = new Map<string, { resource: string; actions: Set<CatalogueAction> }>();
  for (const [kind, acting] of kindsOf(actions, isWhole)) {
    for (const [signature, resource] of classesOf(kind).flatMap((classes) => [...classes])) {
      const entry = found.get(signature) ?? { resource, actions: new Set() };
      for (const action of acting) {
        entry.actions.add(action);
      }
      found.set(signature, entry);
    }
  }
  const context = ownership(owner);
  return [...found.values()].map(({ resource, actions: performed }) => ({
    label: `${text.letters.readable(resource)} ${owner.label}`,
    resource,
    actions: [...performed],
    context,
  }));
}

/** The kinds of resources that the actions act on, the plainest first: an object before an object behind an access point. */
function kindsOf(
  actions: readonly CatalogueAction[],
  isWhole: (service: string) => boolean,
): readonly (readonly [ResourceKind, readonly CatalogueAction[]])[] {
  const kinds = new Map<string, { kind: ResourceKind; acting: CatalogueAction[] }>();
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

function ownership({ account, organization }: Owner): Context {
  return contextOf({
    "aws:ResourceAccount": account,
    "s3:ResourceAccount": account,
    ...(organization === undefined ? {} : { "aws:ResourceOrgID": organization }),
  });
}
