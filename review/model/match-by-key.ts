/** Whatever Terraform knows by its address. */
interface HasAddress {
  readonly address: string;
}

/** Something that is there before and after. */
export interface MatchedItem<Item> {
  readonly was: Item;
  readonly is: Item;
}

export function byAddress<Item extends HasAddress>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.address, item]));
}

/** What both sides have, in the order of the second. */
export function matchByKey<Item>(
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
): readonly MatchedItem<Item>[] {
  return [...after].flatMap(([key, is]) => {
    const was = before.get(key);
    return was === undefined ? [] : [{ was, is }];
  });
}

/** Entries of one side by key that the other side lacks. */
export function itemsOnlyIn<Item>(one: ReadonlyMap<string, Item>, other: ReadonlyMap<string, Item>): readonly Item[] {
  return [...one].flatMap(([key, item]) => (other.has(key) ? [] : [item]));
}

/** What comes and what goes, where the key tells one from another. */
export function addedAndRemoved<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly added: readonly Item[]; readonly gone: readonly Item[] } {
  const keyed = (items: readonly Item[]) => new Map(items.map((item) => [keyOf(item), item]));
  const [old, now] = [keyed(before), keyed(after)];
  return { added: itemsOnlyIn(now, old), gone: itemsOnlyIn(old, now) };
}
