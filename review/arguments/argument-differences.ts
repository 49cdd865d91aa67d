import { groupBy } from "../../verify/collections/group-by";
import { resourceTypeOf } from "../../verify/terraform/resource-types";
import { argumentUse } from "../../verify/terraform/resource-types/argument-uses";
import { kindOf } from "../model/difference-kinds";
import type { ResourceChange } from "../model/resource-changes";
import { createDifference, formatList, type ReviewDifference } from "../model/review-difference";
import { protectionLines } from "./account-protections";
import type { ArgumentChange, ChangedResource } from "./argument-changes";
import type { ArgumentContext, JudgingContext } from "./argument-context";
import { type ArgumentEffect, effectOf } from "./argument-effects";
import { argumentLines, changeText, judgment, type ShapedDifference, safeguardLines } from "./argument-lines";
import { isDescribedArgument } from "./compared-arguments";
import { isProgramArgument } from "./programs/program-arguments";
import { wholeResourceDifferences } from "./whole-resource-differences";

/** What changed arguments do. */
export interface ArgumentDifferences {
  readonly differences: readonly ReviewDifference[];
  /** What is lost, with the arguments for which a resource is replaced. */
  readonly lost: readonly ReviewDifference[];
}

/**
 * Every changed argument that the registry does not call neutral, so that no change is silent: what another comparison decides is one
 * line if it decides the same; a safeguard that goes is a loss; what else cannot be determined is said to be so. Of a resource that is
 * updated, what gives nobody anything is listed with the changed attributes alone.
 */
export function argumentDifferences(
  resources: readonly ChangedResource[],
  context: ArgumentContext,
): ArgumentDifferences {
  const renamedAddresses = new Set([...(context.renamed ?? [])].flat());
  const judged = resources.map((resource) => judge(resource, { ...context, renamedAddresses }));
  const alike = groupBy(judged, ({ differences }) => JSON.stringify(differences.map(({ shape }) => shape)));
  return {
    differences: [...[...alike.values()].flatMap(foldAlike), ...equalDecisions(judged, context)],
    lost: withUndeterminedReplacements(judged, context),
  };
}

/** From this number on, resources of one type whose same arguments change are one item. */
const minimumGroup = 3;

function foldAlike(group: readonly JudgedResource[]): readonly ReviewDifference[] {
  const [first] = group;
  if (first === undefined || group.length < minimumGroup) {
    return group.flatMap(({ differences }) => differences.map(({ difference }) => difference));
  }
  return first.differences.map(({ difference: { severity, kind }, shape }, index) => {
    const single = group.flatMap(({ differences }) => differences[index]?.difference ?? []);
    const addresses = single.flatMap((one) => one.addresses);
    return {
      ...createDifference(severity, `${shape}: ${formatList(addresses)}`, addresses, kind),
      details: single.flatMap(({ text, addresses: [address = ""], details }) =>
        details === undefined ? [text.replace(judgment, "")] : details.map((detail) => `${address}: ${detail}`),
      ),
    };
  });
}

/** Sensitive arguments, whose values a plan masks on both sides. */
export function sensitiveArgumentDifferences(changes: readonly ResourceChange[]): readonly ReviewDifference[] {
  return changes.flatMap(({ address, type, sensitive: all = [] }) => {
    // A program that changes has a sentence of its own.
    const sensitive = all.filter((path) => !isProgramArgument(type, { path }));
    const entry = resourceTypeOf(type);
    const isNeutral = (path: string): boolean =>
      entry?.kind === "neutral" || (entry?.kind === "modeled" && argumentUse(entry, path)?.kind === "neutral");
    const severity = sensitive.every(isNeutral) ? "changes" : "unclear";
    return sensitive.length === 0
      ? []
      : [createDifference(severity, `${address}: sensitive values change (${formatList(sensitive)})`, [address])];
  });
}

interface JudgedResource {
  readonly address: string;
  readonly differences: readonly ShapedDifference[];
  /** Changed arguments that another comparison decides. */
  readonly compared: readonly ArgumentChange[];
  /** Changes that the sentence about its replacement says. */
  readonly replacedFor: readonly string[];
}

function judge(resource: ChangedResource, context: JudgingContext): JudgedResource {
  const { address, type, before, after, changes } = resource;
  const byEffect = groupBy(changes, (change) => effectOf(resource, change, context));
  const of = (effect: ArgumentEffect): readonly ArgumentChange[] => byEffect.get(effect) ?? [];
  const isNamed = isNamedIn([...context.reported, ...(context.lost ?? [])], address);
  const undetermined = of("undetermined").filter(({ path }) => !(isNamed && isDescribedArgument(type, path)));
  const isSaid = undetermined.length > 0 && isSaidOfReplacement(resource, undetermined, context);
  const entry = resourceTypeOf(type)?.kind;
  const isUnread = entry !== "modeled" && entry !== "neutral";
  const differences =
    before === undefined || after === undefined
      ? wholeResourceDifferences({ resource, harmless: of("harmless"), undetermined, isUnread, isNamed }, context)
      : [
          ...(isSaid ? [] : argumentLines("unclear", resource, undetermined)),
          ...safeguardLines(resource, of("safeguard")),
        ];
  const isWhole = (before === undefined || after === undefined) && (differences.length > 0 || isNamed);
  return {
    address,
    differences: [...protectionLines(resource), ...differences],
    compared: isWhole ? [] : of("compared"),
    replacedFor: isSaid ? undetermined.map(changeText) : [],
  };
}

/** Whether what is lost says that the resource is replaced, for these arguments or so that AWS sets them anew. */
function isSaidOfReplacement(
  { address }: ChangedResource,
  undetermined: readonly ArgumentChange[],
  { lost = [], changes = [] }: ArgumentContext,
): boolean {
  const { kind, forcedBy = [] } = changes.find((change) => change.address === address) ?? {};
  const isSaid = ({ path, isSetByAws }: ArgumentChange): boolean => isSetByAws === true || forcedBy.includes(path);
  return kind === "replace" && isNamedIn(lost, address) && undetermined.every(isSaid);
}

/**
 * What is lost, and why it needs approval: a resource that is replaced because of an argument whose effect cannot be determined has one
 * sentence, which says both.
 */
function withUndeterminedReplacements(
  judged: readonly JudgedResource[],
  { lost = [] }: ArgumentContext,
): readonly ReviewDifference[] {
  const replaced = new Map(judged.map(({ address, replacedFor }) => [address, replacedFor]));
  return lost.map((difference) => {
    const details = difference.addresses.flatMap((address) =>
      (replaced.get(address) ?? []).map((text) => `${address}: ${text}: review does not compare what it allows`),
    );
    return details.length === 0
      ? difference
      : { ...difference, severity: "unclear" as const, kind: kindOf(difference), details };
  });
}

function isNamedIn(differences: readonly ReviewDifference[], address: string): boolean {
  return differences.some(({ addresses }) => addresses.includes(address));
}

/** One line for all rules and policies that decide the same. */
function equalDecisions(judged: readonly JudgedResource[], { reported }: ArgumentContext): readonly ReviewDifference[] {
  const named = new Set(reported.flatMap(({ addresses }) => addresses));
  const silent = judged.filter(({ address, compared }) => compared.length > 0 && !named.has(address));
  if (silent.length === 0) {
    return [];
  }
  const addresses = silent.map(({ address }) => address);
  const listed = formatList(addresses, 6);
  // A sentence about traffic need not name every rule that caused it.
  const isEqual = !reported.some(({ severity }) => severity !== "changes");
  const text = isEqual
    ? `The text of rules or policies changes, and decides the same for every packet and request: ${listed}`
    : `The text of other rules or policies changes; the other differences hold all that they decide differently: ${listed}`;
  const details = silent.flatMap(
    ({ address, compared }) =>
      `${address}: ${formatList(
        compared.map(({ place }) => place),
        6,
      )}`,
  );
  return [{ ...createDifference("changes", text, addresses), details }];
}
