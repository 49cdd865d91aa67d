import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { withoutInstanceKeys } from "../../verify/terraform/resource-address";
import {
  blocksOf,
  isJsonObject,
  type Json,
  type JsonObject,
  jsonText,
  memberOf,
  objectOf,
  type Resource,
} from "../../verify/terraform/terraform-configuration";
import { byAddress, matchByKey } from "./review-difference";

/** An argument whose configured value Terraform does not apply, because `ignore_changes` lists it. */
export interface IgnoredChange {
  readonly address: string;
  readonly type: string;
  /** Path of the argument, with the places in lists. */
  readonly place: string;
  /** Value that AWS keeps. @default - not set */
  readonly before?: Json;
  /** Value of the configuration. @default - not set */
  readonly after?: Json;
}

/** Edits of ignored arguments between two configurations, in the order of `after`. */
export function ignoredChangesBetween(
  before: readonly Resource[],
  after: readonly Resource[],
): readonly IgnoredChange[] {
  return matchByKey(byAddress(before), byAddress(after))
    .flatMap((pair) =>
      isIgnoring(pair.after) ? leafChanges(pair.before, pair.after).filter(({ isIgnored }) => isIgnored) : [],
    )
    .map(({ isIgnored: _, ...ignored }) => ignored);
}

/** Whether two versions of a resource differ in ignored arguments alone, so that Terraform leaves it as it is. */
export function differsInIgnoredAlone(before: Resource, after: Resource): boolean {
  return isIgnoring(after) && leafChanges(before, after).every(({ isIgnored }) => isIgnored);
}

/**
 * Domain settings of a plan's configuration that the planned values lack. A plan does not say what is ignored; the domain is the type
 * whose planned values are known to follow the configuration otherwise. Values that are no constants are not compared.
 */
export function ignoredChangesOfPlan(plan: JsonObject): readonly IgnoredChange[] {
  const planned = objectOf(plan.planned_values);
  const created = new Set(
    blocksOf(plan.resource_changes).flatMap(({ address, change }) =>
      jsonText(objectOf(change).actions).includes("create") ? [jsonText(address)] : [],
    ),
  );
  return ignoredInModule(objectOf(objectOf(plan.configuration).root_module), objectOf(planned.root_module)).filter(
    ({ address }) => !created.has(address),
  );
}

function ignoredChange(
  of: Pick<IgnoredChange, "address" | "type" | "place">,
  before: Json | undefined,
  after: Json | undefined,
): IgnoredChange {
  return { ...of, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}

/** Every value that differs, with whether `after` ignores it: an edit may also extend the list. */
function leafChanges(before: Resource, after: Resource): readonly (IgnoredChange & { readonly isIgnored: boolean })[] {
  const { address, type } = after;
  const [one, other] = [leavesOf(argumentsOf(before)), leavesOf(argumentsOf(after))];
  const listed = ignoredPaths(after);
  return [...new Set([...other.keys(), ...one.keys()])].flatMap((place) => {
    const path = withoutIndexes(place);
    const isIgnored = listed.some((name) => name === "all" || path === name || path.startsWith(`${name}.`));
    const found = ignoredChange({ address, type, place }, one.get(place), other.get(place));
    return jsonEquals(one.get(place), other.get(place)) ? [] : [{ ...found, isIgnored }];
  });
}

function isIgnoring(resource: Resource): boolean {
  return ignoredPaths(resource).length > 0;
}

/** `tags["Name"]` and `settings[0].role` as paths: `tags.Name`, `settings.role`. */
export function ignoredPaths({ values }: Resource): readonly string[] {
  return blocksOf(values.lifecycle)
    .flatMap(({ ignore_changes: names = [] }) => names)
    .flatMap((name: Json) => (typeof name === "string" ? [withoutIndexes(name.replace(/\["([^"]*)"\]/g, ".$1"))] : []));
}

function withoutIndexes(path: string): string {
  return path.replace(/\[\d+\]/g, "");
}

function argumentsOf({ values }: Resource): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== "lifecycle" && name !== "//"));
}

/** Every value that is no block, by its place. A block in a list of one has the place of the list. */
function leavesOf(value: Json, place = ""): ReadonlyMap<string, Json> {
  if (isJsonObject(value) && (place === "" || Object.keys(value).length > 0)) {
    return new Map(
      Object.entries(value).flatMap(([name, inner]) => [...leavesOf(inner, place === "" ? name : `${place}.${name}`)]),
    );
  }
  if (Array.isArray(value) && value.length > 0 && value.every(isJsonObject)) {
    return new Map(
      value.flatMap((block: Json, index) => [...leavesOf(block, value.length === 1 ? place : `${place}[${index}]`)]),
    );
  }
  return new Map(value === null ? [] : [[place, value]]);
}

const DOMAIN = "aws_sagemaker_domain";
const DOMAIN_SETTINGS = ["default_user_settings", "default_space_settings", "domain_settings"];

function ignoredInModule(configured: JsonObject, planned: JsonObject): readonly IgnoredChange[] {
  const resources = blocksOf(planned.resources);
  const own = blocksOf(configured.resources)
    .filter(({ type, mode }) => type === DOMAIN && mode === "managed")
    .flatMap(({ name, expressions }) =>
      resources
        .filter((resource) => resource.type === DOMAIN && resource.name === name)
        .flatMap(({ address, values }) =>
          DOMAIN_SETTINGS.flatMap((argument) =>
            unapplied(objectOf(expressions)[argument], objectOf(values)[argument], argument).map(
              ({ place, before, after }) =>
                ignoredChange({ address: jsonText(address), type: DOMAIN, place }, before, after),
            ),
          ),
        ),
    );
  const calls = Object.entries(objectOf(configured.module_calls));
  const children = blocksOf(planned.child_modules).flatMap((child) => {
    const name = withoutInstanceKeys(jsonText(child.address));
    const [, call] = calls.find(([called]) => name.endsWith(`module.${called}`)) ?? [];
    return ignoredInModule(objectOf(objectOf(call).module), child);
  });
  return [...own, ...children];
}

interface Unapplied {
  readonly place: string;
  readonly before: Json | undefined;
  readonly after: Json;
}

/** Constants of the configuration that the planned value does not have. */
function unapplied(expression: Json | undefined, planned: Json | undefined, place: string): readonly Unapplied[] {
  if (Array.isArray(expression)) {
    const blocks = Array.isArray(planned) ? planned : [planned];
    return expression.flatMap((block: Json, index) =>
      unapplied(block, blocks[index], expression.length === 1 ? place : `${place}[${index}]`),
    );
  }
  if (!isJsonObject(expression) || expression.references !== undefined) {
    return [];
  }
  if ("constant_value" in expression) {
    const after = expression.constant_value ?? null;
    return after === null || isSameSet(planned, after) ? [] : [{ place, before: planned ?? undefined, after }];
  }
  const [block = {}] = Array.isArray(planned) ? planned : [planned];
  return Object.entries(expression).flatMap(([name, inner]) =>
    unapplied(inner, memberOf(block ?? undefined, name), `${place}.${name}`),
  );
}

/** The lists of these settings are sets. */
function isSameSet(one: Json | undefined, other: Json): boolean {
  const sorted = (value: Json | undefined) => (Array.isArray(value) ? value.map(jsonText).toSorted() : value);
  return jsonEquals(sorted(one) ?? null, sorted(other));
}
