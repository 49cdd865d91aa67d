import { isDeepStrictEqual } from "node:util";
import { type ReplacementCondition, replacesWhen, replacingArguments } from "../../aws/replacing-arguments";
import { groupBy } from "../../verify/collections/group-by";
import { ownEntry } from "../../verify/collections/own-entry";
import { sortedByContent } from "../../verify/collections/sorted-by-content";
import {
  parseReference,
  parseTemplate,
  referencesInText,
  singleReference,
  type TemplatePart,
} from "../../verify/terraform/expressions/template";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { withoutOwnKey } from "../../verify/terraform/resource-address";
import {
  blocksOf,
  isAbsent,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  type Resource,
  textsWithin,
} from "../../verify/terraform/terraform-configuration";
import { ignoredPaths } from "./ignored-changes";

/** Why Terraform replaces a resource, or may replace it. */
export interface Replacement {
  /** Arguments that force it. */
  readonly forcedBy: readonly string[];
  /** Arguments of which only a plan shows whether they force it. */
  readonly mayForce: readonly string[];
}

/**
 * The resources of two configurations that Terraform replaces, by address: an argument that forces it has another value, or the ID of
 * something that is replaced itself. Only a plan shows it of arguments whose values are expressions, and of types without a table.
 *
 * @param before managed resources and data sources by address
 * @param after the same of the later side
 * @param regions Regions of the default provider on both sides
 */
export function replacementsBetween(
  before: ReadonlyMap<string, Resource>,
  after: ReadonlyMap<string, Resource>,
  regions: Regions = [undefined, undefined],
): ReadonlyMap<string, Replacement> {
  const found = new Map<string, Replacement>();
  const kept = [...after.values()].flatMap((resource) => {
    const earlier = before.get(resource.address);
    return earlier === undefined ? [] : [{ earlier, resource }];
  });
  const instances = groupBy(after.values(), withoutOwnKey);
  const isNew: AttributeTest = (address, attribute) => {
    const instance = after.get(address);
    const named = instance === undefined ? (instances.get(address) ?? []) : [instance];
    return named.some((resource) => isNewAttribute(found.get(resource.address), resource, attribute));
  };
  // A replacement has new attributes, for which others are replaced in turn.
  for (let known = -1, forced = 0; forced !== known; ) {
    known = forced;
    for (const { earlier, resource } of kept) {
      const replacement = replacementOf(inRegion(earlier, regions[0]), inRegion(resource, regions[1]), isNew);
      if (replacement.forcedBy.length + replacement.mayForce.length > 0) {
        found.set(resource.address, replacement);
      }
    }
    forced = [...found.values()].reduce((total, { forcedBy }) => total + forcedBy.length, 0);
  }
  return found;
}

/** Regions of the default provider on two sides. Undefined: not known. */
type Regions = readonly [before: string | undefined, after: string | undefined];

/** A resource with the Region that it has from the default provider. */
function inRegion(resource: Resource, region: string | undefined): Resource {
  const { values } = resource;
  return region === undefined || !isAbsent(values.region) || !isAbsent(values.provider)
    ? resource
    : { ...resource, values: { ...values, region } };
}

type AttributeTest = (address: string, attribute: string) => boolean;

/** Whether an attribute of a replaced resource has another value than before: one that AWS sets, or an argument that forced it. */
function isNewAttribute(replacement: Replacement | undefined, resource: Resource, attribute: string): boolean {
  const [name = ""] = attribute.split(/[.[]/);
  return (
    replacement !== undefined &&
    replacement.forcedBy.length > 0 &&
    name !== "region" &&
    (isAbsent(resource.values[name]) || replacement.forcedBy.includes(name))
  );
}

function replacementOf(earlier: Resource, resource: Resource, isNew: AttributeTest): Replacement {
  const { type, mode, values } = resource;
  if (mode === "data") {
    // Terraform reads it after the replacement, so that nothing of it is known before.
    return { forcedBy: Object.keys(values).filter((name) => refersToNew(values[name], isNew)), mayForce: [] };
  }
  const ignored = ignoredPaths(resource);
  const isTrue = (argument: string): boolean | undefined =>
    hasExpression(values[argument]) ? undefined : jsonText(values[argument] ?? false) === "true";
  const effects = replacingArgumentsOf(type)
    .filter(({ path }) => !["all", path, path.split(".")[0]].some((name) => ignored.includes(name ?? path)))
    .map(({ path, condition }) => {
      const sides = [valueAt(earlier.values, path), valueAt(values, path)] as const;
      return { path: path.replace(/\.#$/, ""), effect: effectOf(sides, condition, { isNew, isTrue }) };
    });
  const named = (effect: Effect) => effects.flatMap((one) => (one.effect === effect ? [one.path] : []));
  const triggers = blocksOf(values.lifecycle).flatMap(({ replace_triggered_by: names = [] }) => names);
  const isTriggered = triggers.some((name: Json) => {
    const target = typeof name === "string" ? parseReference(name.replace(/^\$\{(.*)\}$/, "$1")) : undefined;
    return target !== undefined && isNew(target.address, target.attribute === "" ? "id" : target.attribute);
  });
  return {
    forcedBy: [...named("forces"), ...(isTriggered ? ["replace_triggered_by"] : [])],
    mayForce: named("may force"),
  };
}

/** Arguments of Terraform's own types, and of a provider without region, that force a replacement. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  null_resource: ["triggers"],
  terraform_data: ["triggers_replace"],
};

function replacingArgumentsOf(type: string): ReturnType<typeof replacingArguments> {
  const own = ownEntry(REPLACING, type)?.map((path) => ({ path, condition: { kind: "always" } as const }));
  return own ?? replacingArguments(type);
}

/**
 * The value of an argument, or its values in every block of its path: `root_block_device.encrypted`. The number of blocks of a path that
 * ends with `.#`.
 */
function valueAt(values: JsonObject, path: string): Json | undefined {
  const [first = "", ...rest] = path.split(".");
  const value = memberOf(values, first);
  if (rest.length === 0) {
    return value;
  }
  const blocks = blocksOf(value);
  if (rest.join() === "#") {
    return blocks.length;
  }
  const found = blocks.map((block) => valueAt(block, rest.join(".")) ?? null);
  return found.every((one) => one === null) ? undefined : found.length === 1 ? found[0] : found;
}

type Effect = "none" | "forces" | "may force";

/** What the effect of an argument depends on, apart from its values. */
interface EffectContext {
  readonly isNew: AttributeTest;
  readonly isTrue: (argument: string) => boolean | undefined;
}

function effectOf(
  [before, after]: readonly [Json | undefined, Json | undefined],
  condition: ReplacementCondition,
  { isNew, isTrue }: EffectContext,
): Effect {
  if (condition.kind === "always" && refersToNew(after, isNew)) {
    return "forces";
  }
  if (jsonEquals(inOneOrder(before), inOneOrder(after))) {
    return "none";
  }
  if (condition.kind !== "always") {
    const isKnown = condition.kind === "if true" || ![before, after].some(hasExpression);
    const replaces = isKnown ? replacesWhen(condition, before ?? null, after ?? null, isTrue) : undefined;
    return replaces === undefined ? "may force" : replaces ? "forces" : "none";
  }
  // An argument that is not set keeps what AWS chose, which may be the same.
  return isAbsent(before) || isAbsent(after) || !areCertainlyOther(before, after) ? "may force" : "forces";
}

/** Whether two values that differ as written have different values, whatever their expressions are. */
function areCertainlyOther(before: Json, after: Json): boolean {
  if (![before, after].some(hasExpression)) {
    return true;
  }
  if (typeof before !== "string" || typeof after !== "string") {
    const [one, other] = [before, after].map(resourcesNamedIn);
    // Each resource has an ID of its own.
    return one !== undefined && other !== undefined && one.size !== other.size;
  }
  const [one, other] = [parseTemplate(before), parseTemplate(after)];
  const differing = one.filter((part, index) => !isDeepStrictEqual(part, other[index]));
  const isOneLiteral =
    one.length === other.length &&
    differing.length === 1 &&
    one.every((part, index) => part.kind === other[index]?.kind) &&
    differing.every(({ kind }) => kind === "literal");
  return isOneLiteral || !canStartAlike(one[0], other[0]) || !canEndAlike(one.at(-1), other.at(-1));
}

/** The resources of which a list has the IDs, and nothing else. */
function resourcesNamedIn(value: Json): ReadonlySet<string> | undefined {
  const items = Array.isArray(value) ? value : [];
  const named = items.flatMap((item) => {
    const { address = "", attribute } = (typeof item === "string" ? singleReference(item) : undefined) ?? {};
    return attribute === "id" && address.startsWith("aws_") ? [address] : [];
  });
  return named.length === items.length && items.length > 0 ? new Set(named) : undefined;
}

/** Whether the literal texts with which two values start can be those of one text. */
function canStartAlike(one: TemplatePart | undefined, other: TemplatePart | undefined): boolean {
  const [first, second] = [literalOf(one), literalOf(other)];
  return first.startsWith(second) || second.startsWith(first);
}

/** Whether the literal texts with which two values end can be those of one text. */
function canEndAlike(one: TemplatePart | undefined, other: TemplatePart | undefined): boolean {
  const [first, second] = [literalOf(one), literalOf(other)];
  return first.endsWith(second) || second.endsWith(first);
}

function literalOf(part: TemplatePart | undefined): string {
  return part?.kind === "literal" ? part.text : "";
}

/** Lists of IDs are sets. An argument that is null is not set. */
function inOneOrder(value: Json | undefined): Json | undefined {
  return Array.isArray(value) ? sortedByContent(value) : (value ?? undefined);
}

function hasExpression(value: Json | undefined): boolean {
  return textsWithin(value).some((text) => parseTemplate(text).some(({ kind }) => kind !== "literal"));
}

/** Whether a value contains an attribute that is not known before the apply, so that it counts as changed. */
function refersToNew(value: Json | undefined, isNew: AttributeTest): boolean {
  return textsWithin(value)
    .flatMap(referencesInText)
    .some(({ address, attribute }) => isNew(address, attribute));
}
