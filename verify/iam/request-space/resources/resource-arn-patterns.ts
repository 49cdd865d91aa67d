import { resourceArnFormats } from "../../aws/action-catalog";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { compileGlob, matchesGlob } from "../../patterns/glob";
import { stringClassWitnesses } from "../statements/value-classes";
import type { OwnerAccount } from "./resource-owners";

/** What the targets are chosen from. */
export interface TargetResourceDomain {
  readonly text: PolicyTextResolver;
  readonly statements: readonly Statement[];
  readonly owner: OwnerAccount;
  /** ARNs, with wildcards, that the question tells from all others, in groups. */
  readonly distinguishedArns?: readonly (readonly string[])[];
  /** ARN pattern of a resource type, in place of the service's own format. @default - every resource of the type */
  readonly arnPatternByType?: Readonly<Record<string, string>>;
}

/** A resource type of a service, as the catalog names it. */
export interface ServiceResourceType {
  readonly service: string;
  readonly type: string;
}

/** ARN patterns that together cover every resource of a kind that an owner may have. */
export function resourceArnPatterns(domain: TargetResourceDomain): (kind: ServiceResourceType) => readonly string[] {
  const { text, owner, arnPatternByType } = domain;
  const regions = distinguishedRegions(domain);
  return ({ service, type }) => {
    if (arnPatternByType !== undefined) {
      return [arnPatternByType[type]].filter((pattern) => pattern !== undefined);
    }
    // A type that the catalog names without a format may be any resource of its service.
    const format =
      resourceArnFormats(service).get(type) ?? `arn:\${Partition}:${service}:\${Region}:\${Account}:\${Anything}`;
    return (format.includes("${Region}") ? regions : [""]).map((region) => {
      const place: Readonly<Record<string, string>> = {
        Partition: text.partition,
        Account: owner.account,
        Region: region,
      };
      return format.replace(/\$\{(\w+)\}/g, (_, name: string) => place[name] ?? "?*");
    });
  };
}

/** Services of which no pattern names a part: there, one resource stands for all, of whatever type. */
export function servicesWithoutArnPatterns({
  statements,
  distinguishedArns = [],
  arnPatternByType,
}: TargetResourceDomain): (service: string) => boolean {
  const named = arnsInStatements({ statements, distinguishedArns }).map((arn) =>
    compileGlob(arn.split(":")[2] ?? "*", "text"),
  );
  return (service) => arnPatternByType === undefined && !named.some((pattern) => matchesGlob(pattern, service));
}

function arnsInStatements({
  statements,
  distinguishedArns = [],
}: Pick<TargetResourceDomain, "statements" | "distinguishedArns">): readonly string[] {
  const resources = statements.flatMap(({ resource }) => resource?.patterns ?? []);
  return [...resources, ...distinguishedArns.flat()].filter((arn) => arn !== "*");
}

/** The stack's region and one for each class of others: written out, because a literal ARN is quickly told from others. */
function distinguishedRegions({ text, statements, distinguishedArns = [] }: TargetResourceDomain): readonly string[] {
  const arns = [...statements.flatMap(({ resource }) => resource?.patterns ?? []), ...distinguishedArns.flat()];
  const written = new Set(
    arns.map((arn) => arn.split(":")[3] ?? "*").filter((region) => region !== "" && region !== "*"),
  );
  const patterns = [text.region, ...written].map((region) => [compileGlob(region, "text")]);
  const others = stringClassWitnesses(compileGlob("?*", "arn"), patterns).filter((region) => region !== text.region);
  return [text.region, ...others];
}
