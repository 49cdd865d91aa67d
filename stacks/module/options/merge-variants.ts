import type { JsonTree } from "../json-tree";
import { conditionOf } from "./option-condition";
import { type MergedTree, type Part, VaryingTree } from "./varying-tree";

/** What a stack with some options has at one place. */
export interface Variant {
  readonly on: ReadonlySet<string>;
  /** @default - nothing */
  readonly tree: JsonTree | undefined;
}

/**
 * The value at one place of all variants that have one.
 *
 * @throws when the variants do not show which options a part depends on
 */
export function mergeVariants(variants: readonly Variant[], path: string): MergedTree {
  const present = variants.flatMap(({ on, tree }) => (tree === undefined ? [] : [{ on, tree }]));
  const [first] = present;
  if (first === undefined) {
    throw new Error(`${path}: is in no variant`);
  }
  if (new Set(present.map(({ tree }) => JSON.stringify(tree))).size === 1) {
    return first.tree;
  }
  const trees = present.map(({ tree }) => tree);
  if (trees.every(isList)) {
    return mergeLists(present as readonly OfKind<readonly JsonTree[]>[], path);
  }
  if (trees.every(isObject)) {
    return mergeObjects(present as readonly OfKind<JsonObject>[], path);
  }
  const parsed = present.map(({ on, tree }) => ({ on, tree: parsedText(tree) }));
  if (parsed.every(({ tree }) => tree !== undefined)) {
    return new VaryingTree({ kind: "text", json: mergeVariants(parsed, path) });
  }
  return mergeScalars(present, path);
}

/**
 * The parts of all variants that one place has under a key, in the order of the variants.
 *
 * @throws when variants have parts in different orders
 */
export function mergeKeys(
  variants: readonly { readonly on: ReadonlySet<string>; readonly parts: ReadonlyMap<string, JsonTree> }[],
  path: string,
): readonly (Part & { readonly key: string })[] {
  const keys = unionInOrder(
    variants.map(({ parts }) => [...parts.keys()]),
    path,
  );
  return keys.map((key) => {
    const inside = `${path}.${key}`;
    const sightings = variants.map(({ on, parts }) => ({ on, isThere: parts.has(key) }));
    const when = conditionOf(sightings, inside);
    const trees = variants.map(({ on, parts }) => ({ on, tree: parts.get(key) }));
    // Terraform takes no expression there, and a resource that has no instance is nothing to wait for.
    const value = key === "depends_on" ? everyAddress(trees) : mergeVariants(trees, inside);
    return { key, value, ...(when === undefined || key === "depends_on" ? {} : { when }) };
  });
}

function everyAddress(variants: readonly Variant[]): readonly JsonTree[] {
  return [...new Set(variants.flatMap(({ tree = [] }) => tree as readonly JsonTree[]))];
}

type JsonObject = { readonly [key: string]: JsonTree };

interface OfKind<Tree extends JsonTree> extends Variant {
  readonly tree: Tree;
}

function isList(tree: JsonTree): tree is readonly JsonTree[] {
  return Array.isArray(tree);
}

function isObject(tree: JsonTree): tree is JsonObject {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree);
}

/** Lists of one length are merged item by item, others and different statements of policies by what identifies an item. */
function mergeLists(variants: readonly OfKind<readonly JsonTree[]>[], path: string): MergedTree {
  const [first] = variants;
  const isLike = (tree: readonly JsonTree[]): boolean =>
    tree.length === first?.tree.length &&
    tree.every((item, index) => statementId(item) === statementId(first.tree[index]));
  if (first !== undefined && variants.every(({ tree }) => isLike(tree))) {
    return first.tree.map((_, index) =>
      mergeVariants(
        variants.map(({ on, tree }) => ({ on, tree: tree[index] })),
        `${path}.${index}`,
      ),
    );
  }
  const items = mergeKeys(
    variants.map(({ on, tree }) => ({ on, parts: itemsByIdentity(tree, path) })),
    path,
  );
  return new VaryingTree({ kind: "list", items });
}

function itemsByIdentity(list: readonly JsonTree[], path: string): ReadonlyMap<string, JsonTree> {
  const items = new Map(list.map((item) => [identity(item), item]));
  if (items.size < list.length) {
    throw new Error(`${path}: has one item twice, so that no condition can belong to one of them`);
  }
  return items;
}

/** The statement ID of a policy's statement, and of anything else all of it. */
function identity(item: JsonTree): string {
  return statementId(item) ?? JSON.stringify(item);
}

function statementId(item: JsonTree | undefined): string | undefined {
  return item !== undefined && isObject(item) && typeof item.Sid === "string" ? item.Sid : undefined;
}

function mergeObjects(variants: readonly OfKind<JsonObject>[], path: string): MergedTree {
  const members = mergeKeys(
    variants.map(({ on, tree }) => ({ on, parts: new Map(Object.entries(tree)) })),
    path,
  );
  return members.every(({ when }) => when === undefined)
    ? Object.fromEntries(members.map(({ key, value }) => [key, value]))
    : new VaryingTree({ kind: "object", members });
}

function mergeScalars(variants: readonly OfKind<JsonTree>[], path: string): MergedTree {
  const values = new Map(variants.map(({ tree }) => [JSON.stringify(tree), tree]));
  const alternatives = [...values].map(([text, value]) => {
    const sightings = variants.map(({ on, tree }) => ({ on, isThere: JSON.stringify(tree) === text }));
    const when = conditionOf(sightings, path);
    return { value, ...(when === undefined ? {} : { when }) };
  });
  return new VaryingTree({ kind: "choice", alternatives });
}

/** The JSON of a text, such as a policy. A text that JSON would be written as in another way is only a text. */
function parsedText(tree: JsonTree): JsonTree | undefined {
  if (typeof tree !== "string" || !/^[[{]/.test(tree)) {
    return undefined;
  }
  try {
    const parsed = JSON.parse(tree) as JsonTree;
    return JSON.stringify(parsed) === tree ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Every item once, so that each list has its items in this order. */
function unionInOrder(lists: readonly (readonly string[])[], path: string): readonly string[] {
  const union: string[] = [];
  for (const list of lists.toSorted((one, other) => other.length - one.length)) {
    let position = 0;
    for (const item of list) {
      const known = union.indexOf(item);
      if (known === -1) {
        union.splice(position, 0, item);
      } else if (known < position) {
        throw new Error(`${path}: variants have their parts in different orders, got ${item}`);
      }
      position = union.indexOf(item) + 1;
    }
  }
  return union;
}
