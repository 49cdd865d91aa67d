/**
 * The entry of a table for a key that a configuration chooses. Every object has members such as `constructor`, which are no entries of a table.
 */
export function ownEntry<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
