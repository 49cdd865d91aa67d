import { memoizeByText } from "../collections/memoize";

/** An index after an address. Its key may hold brackets, and an expression in it may have indexes of its own. */
export const indexPattern = /\[(?:"[^"]*"|\[[^[\]]*\]|[^[\]"])*\]/g;

const literalIndex = /^\[(?:\d+|"[^"]*")\]$/;

/** The address without indexes that are no literal, which may be those of every instance. */
export function withoutOpenIndexes(address: string): string {
  return address.replace(indexPattern, (index) => (literalIndex.test(index) ? index : ""));
}

/** The address without any index. */
export const withoutIndexes: (address: string) => string = memoizeByText(
  (address) => address.replace(indexPattern, ""),
  20_000,
);

/**
 * Whether two addresses of modules and resources may mean the same, or one something in the other. An address without an index, as in
 * `values(module.x)`, is every instance.
 */
export function mayOverlap(left: string, right: string): boolean {
  const others = stepsOf(right);
  return stepsOf(left).every(({ name, index }, at) => {
    const other = others[at];
    return (
      other === undefined ||
      (name === other.name && (index === undefined || other.index === undefined || index === other.index))
    );
  });
}

interface AddressStep {
  readonly name: string;
  /** @default - every instance */
  readonly index?: string;
}

const stepPattern = new RegExp(`(?<name>[\\w-]+)(?<index>${indexPattern.source})?`, "g");

const stepsOf = memoizeByText(
  (address): readonly AddressStep[] =>
    [...address.matchAll(stepPattern)].map(({ groups: { name = "", index } = {} }) => ({
      name,
      ...(index !== undefined && literalIndex.test(index) && { index }),
    })),
  20_000,
);
