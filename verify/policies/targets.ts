import { arnFormatsOf, type CatalogueAction } from "./action-catalogue";
import { type Glob, glob, matches } from "./glob";
import { variablesRead } from "./mentions";
import type { Statement } from "./policy-grammar";
import type { Caller } from "./principals";
import { type Context, contextOf } from "./request";
import { resolver, type Target } from "./request-space";
import type { TextReader } from "./text-reader";
import { classesBySignature } from "./value-classes";

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
  return (actions, caller) => {
    const known = dependsOnCaller ? undefined : remembered.get(actions);
    const targets = known ?? [
      ...withoutResource(domain, actions),
      ...withResource(domain, actions, (pattern) => classes(pattern, caller)),
    ];
    remembered.set(actions, targets);
    return targets;
  };
}

/** Whether the ARN is one of the patterns'. */
export function isAmong(patterns: readonly string[], arn: string): boolean {
  return patterns.some((pattern) => matches(glob(pattern, "arn"), arn));
}

function toldApart({ text, statements, groups = [] }: TargetDomain, caller: Caller): readonly (readonly Glob[])[] {
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

type ClassFinder = (pattern: string, caller: Caller) => ReadonlyMap<string, string>;

function classFinder(domain: TargetDomain, dependsOnCaller: boolean): ClassFinder {
  const remembered = new Map<string, ReadonlyMap<string, string>>();
  const groups = new Map<string, readonly (readonly Glob[])[]>();
  return (pattern, caller) => {
    const who = dependsOnCaller ? caller.label : "";
    const told = groups.get(who) ?? toldApart(domain, caller);
    groups.set(who, told);
    const classes = remembered.get(`${who} ${pattern}`) ?? classesBySignature(glob(pattern, "arn"), told);
    remembered.set(`${who} ${pattern}`, classes);
    return classes;
  };
}

function withResource(
  { text, owner, only }: TargetDomain,
  actions: readonly CatalogueAction[],
  classesWithin: (pattern: string) => ReadonlyMap<string, string>,
): readonly Target[] {
  const found = new Map<string, { resource: string; actions: CatalogueAction[] }>();
  for (const { type, service } of kindsOf(actions)) {
    const acting = actions.filter((action) => action.service === service && action.resourceTypes.includes(type));
    const pattern = only === undefined ? formatOf(service, type, text, owner) : only[type];
    for (const [signature, resource] of pattern === undefined ? [] : classesWithin(pattern)) {
      const entry = found.get(signature) ?? { resource, actions: [] };
      entry.actions.push(...acting.filter((action) => !entry.actions.includes(action)));
      found.set(signature, entry);
    }
  }
  const context = ownership(owner);
  return [...found.values()].map(({ resource, actions: performed }) => ({
    label: `${text.letters.readable(resource)} ${owner.label}`,
    resource,
    actions: performed,
    context,
  }));
}

function kindsOf(actions: readonly CatalogueAction[]): readonly { readonly service: string; readonly type: string }[] {
  const kinds = actions.flatMap((action) => action.resourceTypes.map((type) => `${action.service} ${type}`));
  return [...new Set(kinds)].map((kind) => {
    const [service = "", type = ""] = kind.split(" ");
    return { service, type };
  });
}

/** `arn:${Partition}:s3:::${BucketName}/${ObjectName}` as a pattern of one owner, in any region. */
function formatOf(service: string, type: string, { partition }: TextReader, owner: Owner): string | undefined {
  const place: Readonly<Record<string, string>> = { Partition: partition, Account: owner.account };
  return arnFormatsOf(service)
    .get(type)
    ?.replace(/\$\{(\w+)\}/g, (_, name: string) => place[name] ?? "?*");
}

function ownership({ account, organization }: Owner): Context {
  return contextOf({
    "aws:ResourceAccount": account,
    "s3:ResourceAccount": account,
    ...(organization === undefined ? {} : { "aws:ResourceOrgID": organization }),
  });
}
