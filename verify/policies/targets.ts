import { arnFormatsOf, type CatalogueAction } from "./action-catalogue";
import { glob, matches } from "./glob";
import type { Statement } from "./policy-grammar";
import type { Caller } from "./principals";
import { contextOf } from "./request";
import { resolver, type Target } from "./request-space";
import type { TextReader } from "./text-reader";
import { distinctClasses } from "./value-classes";

/** Whose resource it is. */
export interface Owner {
  /** For people: `of this account`. */
  readonly label: string;
  /** As it stands in ARNs; AWS's own resources may have `aws` or nothing there. */
  readonly account: string;
  /** @default - `account` */
  readonly accountKey?: string;
  readonly organization?: string;
}

/** What the targets are chosen from. */
export interface TargetDomain {
  readonly text: TextReader;
  readonly statements: readonly Statement[];
  readonly owner: Owner;
  /** ARNs, with wildcards, that the question tells from all others, in groups. */
  readonly groups?: readonly (readonly string[])[];
}

/** One target for each class of resources of the action's kinds that belong to the owner. */
export function targetsOf(domain: TargetDomain, action: CatalogueAction, caller: Caller): readonly Target[] {
  const { text, owner } = domain;
  if (action.resourceTypes.length === 0) {
    return [target(text, "*", owner)];
  }
  const formats = arnFormatsOf(action.name.split(":")[0] ?? "");
  const patterns = new Set(
    action.resourceTypes.flatMap((type) => {
      const format = formats.get(type);
      return format === undefined ? [] : [arnPattern(format, text, owner.account)];
    }),
  );
  return [...patterns].flatMap((pattern) => targetsWithin(domain, pattern, caller));
}

/** One target for each class of resources that match the pattern. */
export function targetsWithin(domain: TargetDomain, pattern: string, caller: Caller): readonly Target[] {
  const { text, statements, owner, groups = [] } = domain;
  const resolve = resolver(text, caller.context);
  const told = statements.map(({ resource }) =>
    (resource?.patterns ?? []).map((told) => glob(resolve(told), "resource")),
  );
  const singled = groups.map((group) => group.map((arn) => glob(arn, "text")));
  return distinctClasses(glob(pattern, "text"), [...told, ...singled]).map((arn) => target(text, arn, owner));
}

/** Whether the ARN is one of the patterns'. */
export function isAmong(patterns: readonly string[], arn: string): boolean {
  return patterns.some((pattern) => matches(glob(pattern, "text"), arn));
}

function target(text: TextReader, resource: string, owner: Owner): Target {
  const account = owner.accountKey ?? owner.account;
  return {
    label: `${resource === "*" ? "no resource in particular" : text.letters.readable(resource)} ${owner.label}`,
    resource,
    context: contextOf({
      "aws:ResourceAccount": account,
      "s3:ResourceAccount": account,
      ...(owner.organization === undefined ? {} : { "aws:ResourceOrgID": owner.organization }),
    }),
  };
}

/** `arn:${Partition}:s3:::${BucketName}/${ObjectName}` as a pattern of one owner, in any region. */
function arnPattern(format: string, { partition }: TextReader, account: string): string {
  const place: Readonly<Record<string, string>> = { Partition: partition, Account: account };
  return format.replace(/\$\{(\w+)\}/g, (_, name: string) => place[name] ?? "?*");
}
