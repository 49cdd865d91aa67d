import { groupBy } from "../../verify/collections/group-by";
import { policyDocumentArguments } from "../../verify/iam/attachments/resource-based-policies";
import { singleReference } from "../../verify/terraform/expressions/template";
import { resourceTypeOf } from "../../verify/terraform/resource-types";
import { argumentUse } from "../../verify/terraform/resource-types/argument-uses";
import { CONTENT } from "../../verify/terraform/resource-types/neutral-reasons";
import type { TerraformConfiguration } from "../../verify/terraform/terraform-configuration";
import { isOurs } from "../../verify/unmodeled/ownership";
import { printablePair } from "../model/printable-value";
import type { ResourceChange } from "../model/resource-changes";
import {
  byAddress,
  createDifference,
  formatList,
  type ReviewDifference,
  type Severity,
} from "../model/review-difference";
import type { ArgumentChange, ChangedResource } from "./argument-changes";
import {
  harmlessWhenAdded,
  harmlessWhenRemoved,
  isComparedArgument,
  isHarmlessArgument,
  policyHolderArguments,
} from "./compared-arguments";
import { isProgramArgument } from "./program-arguments";

/** The two sides, and what the other comparisons say about them. */
export interface ArgumentContext {
  readonly before: TerraformConfiguration;
  readonly after: TerraformConfiguration;
  readonly reported: readonly ReviewDifference[];
}

/**
 * Every changed argument that the registry does not call neutral, so that no change is silent: what another comparison decides is one
 * line if it decides the same; what gives nobody anything is informational; all else cannot be determined.
 */
export function argumentDifferences(
  resources: readonly ChangedResource[],
  context: ArgumentContext,
): readonly ReviewDifference[] {
  const judged = resources.map((resource) => judge(resource, context));
  const alike = groupBy(judged, ({ differences }) => JSON.stringify(differences.map(({ shape }) => shape)));
  return [...[...alike.values()].flatMap(foldAlike), ...equalDecisions(judged, context)];
}

/** From this number on, resources of one type whose same arguments change are one item. */
const minimumGroup = 3;

function foldAlike(group: readonly JudgedResource[]): readonly ReviewDifference[] {
  const [first] = group;
  if (first === undefined || group.length < minimumGroup) {
    return group.flatMap(({ differences }) => differences.map(({ difference }) => difference));
  }
  return first.differences.map(({ difference: { severity }, shape }, index) => {
    const single = group.flatMap(({ differences }) => differences[index]?.difference ?? []);
    const addresses = single.flatMap((one) => one.addresses);
    return {
      ...createDifference(severity, `${shape}: ${formatList(addresses)}`, addresses),
      details: single.flatMap(({ text, addresses: [address = ""], details }) =>
        details === undefined ? [text] : details.map((detail) => `${address}: ${detail}`),
      ),
    };
  });
}

/** A difference, and the sentence that it shares with resources of the type that change alike. */
interface ShapedDifference {
  readonly difference: ReviewDifference;
  readonly shape: string;
}

/** Sensitive arguments, whose values a plan masks on both sides. */
export function sensitiveArgumentDifferences(changes: readonly ResourceChange[]): readonly ReviewDifference[] {
  return changes.flatMap(({ address, type, sensitive = [] }) => {
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
}

type ArgumentEffect = "neutral" | "compared" | "harmless" | "undetermined";

function judge(resource: ChangedResource, context: ArgumentContext): JudgedResource {
  const { address, type, before, after, changes } = resource;
  const byEffect = groupBy(changes, (change) => effectOf(resource, change, context));
  const of = (effect: ArgumentEffect): readonly ArgumentChange[] => byEffect.get(effect) ?? [];
  const entry = resourceTypeOf(type)?.kind;
  const isUnread = entry !== "modeled" && entry !== "neutral";
  const differences =
    before === undefined || after === undefined
      ? wholeResourceDifferences(resource, of("harmless"), of("undetermined"), isUnread)
      : [
          ...argumentLines("unclear", resource, of("undetermined")),
          ...argumentLines("changes", resource, of("harmless")),
        ];
  const isWhole = (before === undefined || after === undefined) && differences.length > 0;
  return { address, differences, compared: isWhole ? [] : of("compared") };
}

function effectOf(resource: ChangedResource, change: ArgumentChange, context: ArgumentContext): ArgumentEffect {
  const { type, after } = resource;
  const { path, use } = change;
  const entry = resourceTypeOf(type);
  if (use === CONTENT && !isProgramArgument(type, change)) {
    return "harmless";
  }
  if (use?.kind === "neutral" || isProgramArgument(type, change) || isReportedAlways(resource, change)) {
    return "neutral";
  }
  if (entry?.kind !== "modeled" || use === undefined) {
    return "undetermined";
  }
  if (isComparedArgument(type, path) || path === policyHolderArguments[type]) {
    return isComparable(resource, context) ? "compared" : "undetermined";
  }
  const isOwn =
    use.kind !== "ours" || after === undefined || textsIn(change).every((text) => isOurs(context.after, text));
  return isHarmlessArgument(type, path) && isOwn ? "harmless" : "undetermined";
}

/** The texts that the argument has after the change. */
function textsIn({ after }: ArgumentChange): readonly string[] {
  return (Array.isArray(after) ? after : [after]).filter((item) => typeof item === "string");
}

/** What other comparisons report whenever it changes: policies that review does not analyze, and environment variables. */
function isReportedAlways({ type, after }: ChangedResource, { path }: ArgumentChange): boolean {
  return (
    (type === "aws_lambda_function" && path === "environment.variables") ||
    (after !== undefined && policyDocumentArguments.includes(path) && !isComparedArgument(type, path))
  );
}

/** A policy that another resource has is compared if that resource is on both sides, and keeps it. */
function isComparable({ type, before, after }: ChangedResource, context: ArgumentContext): boolean {
  const argument = policyHolderArguments[type];
  if (argument === undefined) {
    return true;
  }
  const holders = [before, after].flatMap((resource) => {
    const value = resource?.values[argument];
    return typeof value === "string" ? [singleReference(value)?.address ?? ""] : [];
  });
  const sides = [context.before, context.after].map(({ resources }) => byAddress(resources));
  return holders.length > 0 && holders.every((holder) => sides.every((side) => side.has(holder)));
}

/** A created or removed resource is one sentence. */
function wholeResourceDifferences(
  { address, type, before }: ChangedResource,
  harmless: readonly ArgumentChange[],
  undetermined: readonly ArgumentChange[],
  isUnread: boolean,
): readonly ShapedDifference[] {
  const isAdded = before === undefined;
  const verb = isAdded ? "added" : "removed";
  const isHarmless =
    (isAdded ? harmlessWhenAdded : harmlessWhenRemoved).has(type) ||
    (!isAdded && resourceTypeOf(type)?.kind === "reported");
  if ((isUnread || undetermined.length > 0) && !isHarmless) {
    const paths = [...new Set(undetermined.map(({ path }) => path))];
    const listed = paths.length === 0 ? "" : ` (${formatList(paths, 6)})`;
    const [one, several] = isAdded
      ? ["what it allows", "what they allow"]
      : ["what its absence allows", "what their absence allows"];
    const text = `${address} is ${verb}${listed}: review does not compare ${one}`;
    const shape = `Resources of ${type} are ${verb}, and review does not compare ${several}`;
    return [{ difference: createDifference("unclear", text, [address]), shape }];
  }
  const difference = createDifference("changes", `${address} is ${verb}`, [address]);
  return isUnread || undetermined.length + harmless.length > 0
    ? [{ difference, shape: `Resources of ${type} are ${verb}` }]
    : [];
}

function argumentLines(
  severity: Severity,
  { address, type }: ChangedResource,
  changes: readonly ArgumentChange[],
): readonly ShapedDifference[] {
  const [first, ...others] = changes;
  if (first === undefined) {
    return [];
  }
  const ending = (subject: string): string =>
    severity === "unclear" ? `: review does not compare what ${subject}` : "";
  const paths = formatList([...new Set(changes.map(({ path }) => path))], 6);
  const shape = `Arguments of ${type} change (${paths})${ending("they allow")}`;
  const text = `${address}: ${changes.length} arguments change${ending("they allow")}`;
  const difference =
    others.length === 0
      ? createDifference(severity, `${address}: ${changeText(first)}${ending("it allows")}`, [address])
      : { ...createDifference(severity, text, [address]), details: changes.map(changeText) };
  return [{ difference, shape }];
}

/** The argument with both values. Content, and the value of an argument without an entry, may be a secret. */
function changeText({ place, before, after, use }: ArgumentChange): string {
  if (use === undefined || use === CONTENT) {
    return `${place} changes`;
  }
  const [one, other] = printablePair(place, before, after);
  if (before === undefined) {
    return `${place} is set to ${other}`;
  }
  return after === undefined ? `${place} is removed; it was ${one}` : `${place} changes from ${one} to ${other}`;
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
