import { arnFormatsOf } from "../../aws/action-catalog";
import { glob, matches } from "../../patterns/glob";
import { distinctClasses } from "../statements/value-classes";
import type { TargetDomain } from "./target-resources";

/** A resource type of a service, as the catalogue names it. */
export interface ResourceKind {
  readonly service: string;
  readonly type: string;
}

/** ARN patterns that together cover every resource of a kind that an owner may have. */
export function resourcePatterns(domain: TargetDomain): (kind: ResourceKind) => readonly string[] {
  const { text, owner, only } = domain;
  const regions = regionsToldApart(domain);
  return ({ service, type }) => {
    if (only !== undefined) {
      return [only[type]].filter((pattern) => pattern !== undefined);
    }
    // A type that the catalogue names without a format may be anything of its service.
    const format =
      arnFormatsOf(service).get(type) ?? `arn:\${Partition}:${service}:\${Region}:\${Account}:\${Anything}`;
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
export function servicesLeftWhole({ statements, groups = [], only }: TargetDomain): (service: string) => boolean {
  const named = arnsNamed({ statements, groups }).map((arn) => glob(arn.split(":")[2] ?? "*", "text"));
  return (service) => only === undefined && !named.some((pattern) => matches(pattern, service));
}

function arnsNamed({ statements, groups = [] }: Pick<TargetDomain, "statements" | "groups">): readonly string[] {
  const resources = statements.flatMap(({ resource }) => resource?.patterns ?? []);
  return [...resources, ...groups.flat()].filter((arn) => arn !== "*");
}

/** The stack's region and one for each class of others: written out, because a literal ARN is quickly told from others. */
function regionsToldApart({ text, statements, groups = [] }: TargetDomain): readonly string[] {
  const arns = [...statements.flatMap(({ resource }) => resource?.patterns ?? []), ...groups.flat()];
  const written = new Set(
    arns.map((arn) => arn.split(":")[3] ?? "*").filter((region) => region !== "" && region !== "*"),
  );
  const patterns = [text.region, ...written].map((region) => [glob(region, "text")]);
  const others = distinctClasses(glob("?*", "arn"), patterns).filter((region) => region !== text.region);
  return [text.region, ...others];
}
