import { blocksOf, isJsonObject, type Json } from "../configuration";
import type { ShownResource } from "./values-tree";

/** By address, the tree of what the plan does not know yet. */
export function unknownTrees(changes: Json | undefined): ReadonlyMap<string, Json> {
  const current = blocksOf(changes).filter(({ deposed }) => deposed === undefined);
  return new Map(
    current.map(({ address, change }) => [
      String(address),
      isJsonObject(change) ? (change.after_unknown ?? null) : null,
    ]),
  );
}

/** What the plan shows of the instances of each declaration and of each module call. */
export function suffixesOf(shown: readonly ShownResource[]): (address: string) => readonly string[] | undefined {
  const suffixes = new Map<string, Set<string>>();
  const add = (base: string, suffix: string): void => {
    suffixes.set(base, (suffixes.get(base) ?? new Set()).add(suffix));
  };
  for (const { address, key, modulePath } of shown) {
    add(address.slice(0, address.length - key.length), key);
    for (const match of modulePath.matchAll(/(?:^|\.)module\.[\w-]+(\[(?:\d+|"[^"]*")\])?/g)) {
      const end = match.index + match[0].length;
      const suffix = match[1] ?? "";
      add(modulePath.slice(0, end - suffix.length), suffix);
    }
  }
  return (address) => {
    const found = suffixes.get(address);
    // A managed resource that the plan does not show will not exist; a data source or a module may just be empty.
    const isManaged = !/(?:^|\.)(?:data\.[^.]+|module)\.[^.]+$/.test(address);
    return found === undefined ? (isManaged ? [] : undefined) : [...found];
  };
}
