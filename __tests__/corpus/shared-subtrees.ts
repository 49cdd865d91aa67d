import { isJsonObject, type Json, type JsonObject } from "../../verify/terraform/terraform-configuration";

/** A JSON value in which each subtree that occurs several times is written once. A plan repeats each resource up to five times. */
export interface SharedSubtrees {
  /** Subtrees; a later one may refer to earlier ones. */
  readonly shared: readonly Json[];
  readonly root: Json;
}

/** The key of an object that stands for a shared subtree. No plan has it. */
const REFERENCE = "#";

/** Shorter subtrees cost more as references. */
const MIN_LENGTH = 24;

/** The value with its subtrees shared. `withoutSharing` returns an equal one. */
export function withSharing(value: Json): SharedSubtrees {
  const seen = new Map<string, number>();
  countSubtrees(value, seen);
  const shared: Json[] = [];
  const indexes = new Map<string, number>();
  const share = (one: Json): Json => {
    const text = JSON.stringify(one);
    const known = indexes.get(text);
    if (known !== undefined) {
      return { [REFERENCE]: known };
    }
    const parts = mapParts(one, share);
    if (!isShareable(text) || (seen.get(text) ?? 0) < 2) {
      return parts;
    }
    indexes.set(text, shared.length);
    shared.push(parts);
    return { [REFERENCE]: shared.length - 1 };
  };
  const root = share(value);
  return { shared, root };
}

/** @throws when a reference leads nowhere */
export function withoutSharing({ shared, root }: SharedSubtrees): Json {
  const expanded: Json[] = [];
  const expand = (one: Json): Json => {
    const index = isJsonObject(one) ? one[REFERENCE] : undefined;
    if (typeof index !== "number") {
      return mapParts(one, expand);
    }
    const found = expanded[index];
    if (found === undefined) {
      throw new Error(`corpus: no shared subtree ${index}; run npm run corpus-plans`);
    }
    return found;
  };
  for (const one of shared) {
    expanded.push(expand(one));
  }
  return expand(root);
}

function isShareable(text: string): boolean {
  return text.length >= MIN_LENGTH;
}

/** Counts how often each subtree occurs. What is inside a repeated one is counted once. */
function countSubtrees(value: Json, seen: Map<string, number>): void {
  const text = JSON.stringify(value);
  const times = isShareable(text) ? (seen.get(text) ?? 0) + 1 : 1;
  seen.set(text, times);
  if (times === 1) {
    mapParts(value, (part) => {
      countSubtrees(part, seen);
      return part;
    });
  }
}

function mapParts(value: Json, change: (part: Json) => Json): Json {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map(change);
  }
  return isJsonObject(value)
    ? (Object.fromEntries(Object.entries(value).map(([key, part]) => [key, change(part)])) as JsonObject)
    : value;
}
