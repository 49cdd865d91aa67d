import { memoize, memoizeByText } from "../../../collections/memoize";
import { resourceArnFormats } from "../../aws/action-catalog";
import { mayMatchService } from "../../evaluation/statement-matching";
import type { Statement } from "../../language/parse-policy";
import type { PolicyTextResolver } from "../../language/policy-text-resolver";
import { compileGlob, matchesGlob } from "../../patterns/glob";
import { isArnPlaceholder } from "../../patterns/placeholders";
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
  const computed = computedArns(domain);
  const isNamedAccessPoint = accessPointsWithoutRegion(domain);
  return ({ service, type }) => {
    if (arnPatternByType !== undefined) {
      return [arnPatternByType[type]].filter((pattern) => pattern !== undefined);
    }
    // A type that the catalog names without a format may be any resource of its service.
    const format =
      resourceArnFormats(service).get(type) ?? `arn:\${Partition}:${service}:\${Region}:\${Account}:\${Anything}`;
    const places = [...regions, ...(isNamedAccessPoint({ service, type }) ? [noRegion] : [])];
    const written = (format.includes("${Region}") ? places : [noRegion]).map((region) => {
      const place: Readonly<Record<string, string>> = {
        Partition: text.partition,
        Account: owner.account,
        Region: region,
      };
      return format.replace(/\$\{(\w+)\}/g, (_, name: string) => place[name] ?? "?*");
    });
    return [...written, ...computed(service)];
  };
}

/** What stands for the Region in an ARN that names none. */
const noRegion = "";

/**
 * Whether the kind is an access point, or an object behind one, and statements name a Multi-Region Access Point: its ARN has no Region,
 * which the catalog says of the access point alone and not of its objects.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointPermissions.html
 */
function accessPointsWithoutRegion(domain: TargetResourceDomain): (kind: ServiceResourceType) => boolean {
  const isNamed = arnsInStatements(domain).some((arn) => /^arn:[^:]*:s3::[^:]+:accesspoint\//u.test(arn));
  return ({ service, type }) => isNamed && service === "s3" && accessPointTypes.includes(type);
}

const accessPointTypes: readonly string[] = ["accesspoint", "accesspointobject"];

/**
 * ARNs that AWS computes and that have no known format, as of an `aws_dynamodb_table`. Their placeholder matches no format, so that each
 * is a resource of its own, of any type of the services that its statements name.
 */
function computedArns({ text, owner, statements }: TargetResourceDomain): (service: string) => readonly string[] {
  if (owner.account !== text.account) {
    return () => [];
  }
  const found = statements.flatMap(({ action, resource }) =>
    (resource?.patterns ?? []).filter(isArnPlaceholder).map((pattern) => ({ action, pattern })),
  );
  return memoizeByText((service) => [
    ...new Set(found.filter(({ action }) => mayMatchService(action, service)).map(({ pattern }) => pattern)),
  ]);
}

/** Services of which no pattern names a part: there, one resource stands for all, of whatever type. */
export function servicesWithoutArnPatterns({
  statements,
  distinguishedArns = [],
  arnPatternByType,
}: TargetResourceDomain): (service: string) => boolean {
  const written = arnsInStatements({ statements, distinguishedArns }).map((arn) => partsOfArn(arn).service);
  const named = [...new Set(written)].map((service) => compileGlob(service, "text"));
  return (service) => arnPatternByType === undefined && !named.some((pattern) => matchesGlob(pattern, service));
}

/** ARN patterns of statements and of the question, each once. */
function arnsInStatements({
  statements,
  distinguishedArns = [],
}: Pick<TargetResourceDomain, "statements" | "distinguishedArns">): readonly string[] {
  const named = arnsOf(statements);
  return distinguishedArns.length === 0 ? named : distinctArns([...named, ...distinguishedArns.flat()]);
}

/** Each owner of each question about the statements asks for them. */
const arnsOf = memoize((statements: readonly Statement[]) =>
  distinctArns(statements.flatMap(({ resource }) => resource?.patterns ?? [])),
);

function distinctArns(patterns: readonly string[]): readonly string[] {
  return [...new Set(patterns)].filter((pattern) => pattern !== "*");
}

/** Service and region of an ARN pattern; `*` where it names none. */
const partsOfArn = memoizeByText((arn) => {
  const [, , service = "*", region = "*"] = arn.split(":");
  return { service, region };
});

/** The stack's region and one for each class of others: written out, because a literal ARN is quickly told from others. */
function distinguishedRegions({ text, statements, distinguishedArns = [] }: TargetResourceDomain): readonly string[] {
  const regions = arnsInStatements({ statements, distinguishedArns }).map((arn) => partsOfArn(arn).region);
  const written = new Set(regions.filter((region) => region !== "" && region !== "*"));
  const patterns = [text.region, ...written].map((region) => [compileGlob(region, "text")]);
  const others = stringClassWitnesses(compileGlob("?*", "arn"), patterns).filter((region) => region !== text.region);
  return [text.region, ...others];
}
