import { sortedByContent } from "../../verify/collections/sorted-by-content";
import { type ArgumentType, argumentTypesOf } from "../../verify/terraform/argument-types/argument-type";
import { jsonEquals } from "../../verify/terraform/read/agreement/json-shape";
import { resourceTypeOf } from "../../verify/terraform/resource-types";
import {
  argumentUse,
  isListedBlock,
  isUnset,
  metaArguments,
} from "../../verify/terraform/resource-types/argument-uses";
import { type ArgumentUse, type ModeledType, READ } from "../../verify/terraform/resource-types/resource-type";
import {
  isJsonObject,
  type Json,
  type Resource,
  type TerraformConfiguration,
} from "../../verify/terraform/terraform-configuration";
import { byAddress } from "../model/review-difference";

/** Both sides of a change. */
export interface BothSides {
  readonly before: TerraformConfiguration;
  readonly after: TerraformConfiguration;
}

/** An argument of a managed resource that is not the same on both sides. */
export interface ArgumentChange {
  /** Path without the places in lists, as the registry writes it: `ingress.cidr_blocks`. */
  readonly path: string;
  /** Path with the places in lists: `ingress[1].cidr_blocks`. */
  readonly place: string;
  /** @default - not set */
  readonly before?: Json;
  /** @default - not set */
  readonly after?: Json;
  /** Whether AWS sets the argument anew, because nobody does and the resource is replaced. @default false */
  readonly isSetByAws?: true;
  /** How the registry treats the argument. @default - it has no entry: nobody knows what the argument does */
  readonly use?: ArgumentUse;
}

/** A managed resource that differs, with every argument that does. */
export interface ChangedResource {
  readonly address: string;
  readonly type: string;
  /** @default - the change creates it */
  readonly before?: Resource;
  /** @default - the change removes it */
  readonly after?: Resource;
  readonly changes: readonly ArgumentChange[];
}

/**
 * Every managed resource with a changed argument, in the order of `after`. What AWS computes and what Terraform itself reads does
 * not count. A created or removed resource has all its arguments.
 *
 * @param unknown by address, parallel to the values after the change: `true` where only the apply shows the value. @default - all is known
 */
export function changedResources(
  before: TerraformConfiguration,
  after: TerraformConfiguration,
  unknown: ReadonlyMap<string, Json> = new Map(),
): readonly ChangedResource[] {
  const [resourcesBefore, resourcesAfter] = [managedIn(before), managedIn(after)];
  const addresses = [...new Set([...resourcesAfter.keys(), ...resourcesBefore.keys()])];
  // A plan or a state may write an argument that nobody set as an empty list.
  const isWritten = after.form === "synthesized";
  return addresses.flatMap((address): readonly ChangedResource[] => {
    const [one, other] = [resourcesBefore.get(address), resourcesAfter.get(address)];
    const existing = other ?? one;
    if (existing === undefined) {
      return [];
    }
    const changes = argumentChanges(existing.type, one, other)
      .filter((change) => isWritten || !isUnset(change.before ?? null) || !isUnset(change.after ?? null))
      .map((change) => (isSetAnew(change, unknown.get(address)) ? { ...change, isSetByAws: true as const } : change))
      .filter(({ isSetByAws, before: was }) => isSetByAws === undefined || !isNothing(was));
    return changes.length === 0 && one !== undefined && other !== undefined
      ? []
      : [{ address, type: existing.type, ...(one && { before: one }), ...(other && { after: other }), changes }];
  });
}

/** An argument that the configuration sets has a value or an expression after the change. */
function isSetAnew({ place, before, after }: ArgumentChange, unknown: Json | undefined): boolean {
  const [first = ""] = place.split(/[.[]/);
  return before !== undefined && after === undefined && isJsonObject(unknown) && unknown[first] === true;
}

/** What AWS answers for an argument that nobody has set. */
function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === false || value === 0 || isUnset(value);
}

function managedIn({ resources }: TerraformConfiguration): ReadonlyMap<string, Resource> {
  return byAddress(resources.filter(({ mode }) => mode === "managed"));
}

function argumentChanges(
  typeName: string,
  before: Resource | undefined,
  after: Resource | undefined,
): readonly ArgumentChange[] {
  const type = resourceTypeOf(typeName);
  // One block on one side is the first of several on the other one.
  const lists = new Set([before, after].flatMap((resource) => listsIn(resource?.values ?? null, "")));
  const leavesOf = (resource: Resource | undefined): ReadonlyMap<string, ArgumentLeaf> =>
    new Map((resource === undefined ? [] : argumentLeaves(type, resource, lists)).map((leaf) => [leaf.place, leaf]));
  const [leavesBefore, leavesAfter] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...leavesAfter.keys(), ...leavesBefore.keys()])].flatMap((place) => {
    const [one, other] = [leavesBefore.get(place), leavesAfter.get(place)];
    const leaf = other ?? one;
    if (
      leaf === undefined ||
      (one !== undefined && other !== undefined && isSameValue(typeName, leaf.path, one.value, other.value))
    ) {
      return [];
    }
    return [
      {
        path: leaf.path,
        place,
        ...(one && { before: one.value }),
        ...(other && { after: other.value }),
        ...(leaf.use && { use: leaf.use }),
      },
    ];
  });
}

/** The items of a set have no order. */
function isSameValue(typeName: string, path: string, one: Json, other: Json): boolean {
  return (
    jsonEquals(one, other) ||
    (Array.isArray(one) &&
      Array.isArray(other) &&
      isSet(typeName, path) &&
      jsonEquals(sortedByContent(one), sortedByContent(other)))
  );
}

function isSet(typeName: string, path: string): boolean {
  const [first = "", ...rest] = path.split(".");
  const type = rest.reduce(
    (outer: ArgumentType | undefined, name) =>
      outer?.kind === "blocks" || outer?.kind === "object" ? outer.members.get(name) : undefined,
    argumentTypesOf(typeName)?.get(first),
  );
  return type?.kind === "set";
}

/** Every argument that a resource sets, by its path with the places in lists. */
export function argumentValues(resource: Resource): ReadonlyMap<string, Json> {
  return new Map(argumentLeaves(resourceTypeOf(resource.type), resource).map(({ place, value }) => [place, value]));
}

interface ArgumentLeaf {
  readonly path: string;
  readonly place: string;
  readonly value: Json;
  readonly use: ArgumentUse | undefined;
}

/** Paths of lists with several items. */
function listsIn(value: Json, path: string): readonly string[] {
  if (Array.isArray(value)) {
    return [...(value.length > 1 ? [path] : []), ...value.flatMap((item) => listsIn(item, path))];
  }
  return isJsonObject(value)
    ? Object.entries(value).flatMap(([name, inner]) => listsIn(inner, path === "" ? name : `${path}.${name}`))
    : [];
}

/**
 * Every argument that is set, down to the level on which the registry has entries.
 *
 * @param lists paths of blocks of which there are several
 */
function argumentLeaves(
  type: ReturnType<typeof resourceTypeOf>,
  { values }: Resource,
  lists: ReadonlySet<string> = new Set(listsIn(values, "")),
): readonly ArgumentLeaf[] {
  const entries = Object.entries(values).filter(([name, value]) => !metaArguments.has(name) && value !== null);
  if (type?.kind === "modeled") {
    return leavesIn(type, entries, { path: "", place: "", lists });
  }
  const use: ArgumentUse | undefined = type?.kind === "neutral" ? type : undefined;
  return entries.map(([name, value]) => ({ path: name, place: name, value, use }));
}

function leavesIn(
  type: ModeledType,
  entries: readonly (readonly [string, Json])[],
  prefix: { readonly path: string; readonly place: string; readonly lists: ReadonlySet<string> },
): readonly ArgumentLeaf[] {
  return entries.flatMap(([name, value]) => {
    const [path, place] = [`${prefix.path}${name}`, `${prefix.place}${name}`];
    if (value === null || type.computed.has(path)) {
      return [];
    }
    const use = argumentUse(type, path);
    if (use !== undefined || !isListedBlock(type, path)) {
      return [{ path, place, value, use }];
    }
    if (Array.isArray(value) && value.length === 0) {
      // For some arguments, no block at all means that Terraform removes what is there.
      return [{ path, place, value, use: READ }];
    }
    const isList = prefix.lists.has(path);
    return (Array.isArray(value) ? value : [value]).flatMap((block: Json, index) => {
      const inner = isList ? `${place}[${index}]` : place;
      return isJsonObject(block)
        ? leavesIn(type, Object.entries(block), { ...prefix, path: `${path}.`, place: `${inner}.` })
        : block === null
          ? []
          : [{ path, place: inner, value: block, use: undefined }];
    });
  });
}
